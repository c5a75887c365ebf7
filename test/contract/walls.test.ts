import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/app/routes.ts';
import type { Route } from '../../src/edges/http/route.ts';
import { anOrganization } from '../harness.ts';
import { type Caller, callers, type Method } from './callers.ts';
import { ABSENT, type Furniture, filled, furnish } from './furnish.ts';

/*
 * Two walls. Between organizations: whatever is asked about somebody else's row is answered as if it did not exist. Around a restricted
 * incident: no word of it reaches a member who has no part in it, through whichever operation they ask.
 */

const NAMES_A_ROW = /\{(\w+_id|event_uuid)\}/;
const INSIDE = routes.filter((one) => one.path.startsWith('/{organization}/') && !one.path.endsWith('/live'));

const ask = (caller: Caller, one: Route, furniture: Furniture) =>
  caller.send(one.method.toUpperCase() as Method, filled(one.path, furniture), one.body ? {} : undefined);

describe('between organizations', () => {
  let theirs: Furniture;
  let me: Caller;

  beforeAll(async () => {
    theirs = await furnish(await anOrganization(), { marker: 'theirs' });
    me = (await callers(await anOrganization())).Owner;
  });

  test.each(INSIDE.filter((one) => NAMES_A_ROW.test(one.path)).map((one) => [`${one.method.toUpperCase()} ${one.path}`, one] as const))(
    '%s',
    async (_name, one) => {
      const known = await ask(me, one, theirs);
      const unknown = await ask(me, one, {});
      expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
      expect(known.text).not.toContain('theirs');
    },
  );
});

describe('around a restricted incident', () => {
  const MARKER = 'xylophone';
  const READS = INSIDE.filter((one) => one.method === 'get');
  let hidden: Furniture;
  let all: Awaited<ReturnType<typeof callers>>;

  beforeAll(async () => {
    const organization = await anOrganization();
    const dictionaries = await furnish(organization, { marker: 'plain' });
    all = await callers(organization);
    const { Owner } = all;
    hidden = await furnishHidden(Owner, organization, MARKER, dictionaries);
  });

  test('the owner sees it', async () => {
    const answer = await all.Owner.send('GET', `/{organization}/incidents/${hidden.incident_id}`);
    expect(answer.text).toContain(MARKER);
  });

  test.each(READS.map((one) => [one.path, one] as const))('GET %s', async (_name, one) => {
    const queries = one.query
      ? ['?itemsPerPage=-1', `?itemsPerPage=-1&q=${MARKER}`, `?q=${MARKER}&type[]=Incident&type[]=Task&type[]=Document&type[]=Tag`]
      : [''];
    for (const query of queries) {
      const answer = await all.Member.send('GET', filled(one.path, hidden) + query);
      expect(answer.status).toBeLessThan(500);
      // The question is allowed to come back, also with what is wrong with it; nothing else is.
      if (answer.status === 422) continue;
      expect(answer.text.replaceAll(`"query":"${MARKER}"`, '')).not.toContain(MARKER);
    }
  });
});

async function furnishHidden(
  owner: Caller,
  organization: Awaited<ReturnType<typeof anOrganization>>,
  marker: string,
  plain: Furniture,
): Promise<Furniture> {
  const { runJobs } = await import('../harness.ts');
  const made = async (path: string, body: unknown) => {
    const answer = await owner.send('POST', `/{organization}${path}`, body);
    expect(answer.status, `${path} ${answer.text}`).toBe(200);
    return answer.json<{ id: number; message?: { id: number } } | null>();
  };
  const { id: projectId, name } = organization.project;
  const incident = await made('/incidents', {
    title: `${marker} title`,
    description: `${marker} description`,
    visibility: 'Restricted',
    project: { id: projectId, name },
  });
  await runJobs(organization.ctx);
  const at = `/incidents/${incident?.id}`;
  const task = await made('/tasks', { description: `${marker} task`, status: 'Open', incident: { id: incident?.id }, assignees: [] });
  const posted = await made(`${at}/messages`, { body: `${marker} message` });
  await made(`${at}/report/tactical`, { conditions: `${marker} conditions`, actions: marker, needs: marker });
  await made(`${at}/event`, { description: `${marker} event`, source: 'test', started_at: '2026-01-05T09:00:00Z', details: {} });
  const feedback = await made('/feedback', { rating: 'Very satisfied', feedback: `${marker} feedback`, incident: { id: incident?.id } });
  await runJobs(organization.ctx);
  const read = (await owner.send('GET', `/{organization}${at}`)).json<{
    documents: { id: number }[];
    events: { uuid: string }[];
    incident_costs: { id: number }[];
  }>();
  return {
    ...plain,
    incident_id: incident?.id ?? 0,
    task_id: task?.id ?? 0,
    message_id: posted?.message?.id ?? 0,
    feedback_id: feedback?.id ?? 0,
    document_id: read.documents[0]?.id ?? ABSENT,
    event_uuid: read.events[0]?.uuid ?? '',
    incident_cost_id: read.incident_costs[0]?.id ?? ABSENT,
  };
}
