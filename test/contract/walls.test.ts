import { beforeAll, describe, expect, test } from 'vitest';
import { anOrganization, asUser } from '../harness.ts';
import { type Caller, door } from './callers.ts';
import { type Declared, operations } from './document.ts';
import { ABSENT, type Furniture, filled, furnish } from './furnish.ts';
import { type Hidden, hiddenCase, hiddenIncident } from './hidden.ts';
import { ask, bodyFor, type House, house } from './requests.ts';
import { undoable } from './undone.ts';

/*
 * Two walls. Between organizations: whatever is asked about somebody else's row, or with it, is answered as if it did not exist. Around a
 * restricted incident or case: no word of it reaches a member who has no part in it, through whichever operation they ask.
 */

const named = (chosen: Declared[]) => chosen.map((one) => [one.name, one] as const);
const rowsIn = (path: string) => [...path.matchAll(/\{(\w+_id|\w+_uuid)\}/g)].map(([, name]) => name as string);
const INSIDE = operations.filter(({ route }) => route.path.startsWith('/{organization}/'));

/** The same furniture, but for rows that are not there. */
const without = (furniture: Furniture, rows: string[]): Furniture =>
  Object.fromEntries(Object.entries(furniture).filter(([key]) => !rows.includes(key.replace(/^case_(?=message|event)/, ''))));

describe('between organizations', () => {
  let theirs: Furniture;
  let at: House;

  beforeAll(async () => {
    theirs = await furnish(await anOrganization(), { marker: 'theirs' });
    at = await house(await anOrganization());
  });

  test.each(named(INSIDE.filter(({ route }) => rowsIn(route.path).length)))('%s: their row is as good as none', async (_name, one) => {
    const body = await bodyFor(at, one);
    const known = await at.undo(() => ask(at.owner, one, body, theirs));
    const unknown = await at.undo(() => ask(at.owner, one, body, without(theirs, rowsIn(one.route.path))));
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
    expect(known.status, known.text).toBeGreaterThanOrEqual(400);
    expect(known.text).not.toContain('theirs');
  });

  test.each(named(INSIDE.filter(({ route }) => route.body)))('%s: naming their row in the body is naming none', async (_name, one) => {
    const body = (await bodyFor(at, one)) as Record<string, unknown>;
    for (const [key, id] of Object.entries(body).flatMap(([key, value]) => idOf(theirs, key, value))) {
      const naming = (row: number) => ({ ...body, [key]: Array.isArray(body[key]) ? [{ id: row }] : { id: row } });
      const known = await at.undo(() => ask(at.owner, one, naming(id), at.furniture));
      const unknown = await at.undo(() => ask(at.owner, one, naming(ABSENT), at.furniture));
      expect(known.status, `${key} ${known.text}`).toBe(unknown.status);
      if (known.status >= 400) expect(anonymous(known.text, id), key).toBe(anonymous(unknown.text, ABSENT));
      expect(known.text, key).not.toContain('theirs');
    }
  });

  test('there are rows to name', async () => {
    const bodies = await Promise.all(INSIDE.filter(({ route }) => route.body).map((one) => bodyFor(at, one)));
    const keys = new Set(
      bodies.flatMap((body) => Object.entries(body ?? {}).flatMap(([key, value]) => idOf(theirs, key, value))).map(([key]) => key),
    );
    expect([...keys].length, [...keys].join()).toBeGreaterThan(15);
  });
});

/** An answer says which id it has not found. */
const anonymous = (text: string, id: number) => text.replaceAll(new RegExp(`(?<!\\d)${id}(?!\\d)`, 'g'), '#');

/** Their row that could stand under this key: `tag_type` is one, `tags` are several. */
function idOf(furniture: Furniture, key: string, value: unknown): [string, number][] {
  if (typeof value !== 'object' || value === null) return [];
  const row = furniture[`${key}_id`] ?? furniture[`${key.replace(/ies$/, 'y').replace(/s$/, '')}_id`];
  return typeof row === 'number' ? [[key, row]] : [];
}

const BELONGINGS = ['file_id', 'workflow_instance_id', 'feedback_id', 'document_id'] as const;

describe.each([
  [
    'incident',
    hiddenIncident,
    [...BELONGINGS, 'incident_id', 'message_id', 'event_uuid', 'task_id', 'form_id', 'forms_id', 'incident_cost_id'],
  ],
  ['case', hiddenCase, [...BELONGINGS, 'case_id', 'case_message_id', 'case_event_uuid', 'signal_instance_id', 'case_cost_id']],
] as const)('around a restricted %s', (_kind, hide, hiddenRows) => {
  const rows: readonly string[] = hiddenRows;
  const MARKER = 'xylophone';
  let at: House;
  let member: Caller;
  let hidden: Hidden;
  let everything: Furniture;
  let undo: House['undo'];

  beforeAll(async () => {
    const organization = await anOrganization();
    at = await house(organization);
    hidden = await hide({ owner: at.owner, organization, plain: at.furniture, marker: MARKER });
    everything = { ...at.furniture, ...hidden.furniture };
    const { ctx, undo: undoing } = undoable(organization.ctx);
    undo = undoing;
    member = await (await door(ctx))(await asUser(organization.ctx, 'Member'));
  });

  test('the owner sees it', async () => {
    for (const [row, at] of Object.entries(SHOWN)) {
      if (!(row in hidden.furniture)) continue;
      const answer = await ownerSees(at);
      expect(answer.text, at).toContain(MARKER);
    }
  });

  const ownerSees = (path: string) => at.owner.send('GET', filled(path, everything));

  test.each(named(INSIDE.filter(({ route }) => route.method === 'get')))('%s', async (_name, one) => {
    const asked = Object.keys(one.route.query?.properties ?? {});
    const queries = [
      '?itemsPerPage=-1',
      `?itemsPerPage=-1&q=${MARKER}`,
      `?q=${MARKER}&${TYPES}`,
      ...(asked.includes('expand') ? ['?itemsPerPage=-1&expand=true'] : []),
    ];
    for (const query of asked.length ? queries : ['']) {
      const answer = await member.send('GET', filled(one.route.path, everything) + query);
      expect(answer.status).toBeLessThan(500);
      // The question is allowed to come back, also with what is wrong with it; nothing else is.
      if (answer.status === 422) continue;
      const text = answer.text.replaceAll(`"query":"${MARKER}"`, '');
      expect(
        hidden.words.filter((word) => text.includes(word)),
        `${query} ${text.slice(0, 2000)}`,
      ).toEqual([]);
    }
  });

  const naming = INSIDE.filter(({ route }) => rowsIn(route.path).some((row) => rows.includes(keyOf(route.path, row))));

  test.each(named(naming))('%s: what is hidden is as good as none', async (_name, one) => {
    const named = rowsIn(one.route.path).filter((row) => rows.includes(keyOf(one.route.path, row)));
    const body = await bodyFor(at, one);
    const known = await undo(() => ask(member, one, body, everything));
    const unknown = await undo(() => ask(member, one, body, without(everything, named)));
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
    expect([403, 404], known.text).toContain(known.status);
  });

  test('all of it was asked for', () => expect(Object.keys(hidden.furniture).sort()).toEqual([...rows].sort()));
});

/** What belongs to a case is named apart where its path names the case. */
const keyOf = (path: string, row: string) => (path.includes('{case_id}') && /^(message|event)_/.test(row) ? `case_${row}` : row);

const TYPES = ['Incident', 'Case', 'Task', 'Document', 'Tag', 'Source', 'Query'].map((type) => `type[]=${type}`).join('&');

/** Where whoever may see it finds the marker: a wall around nothing would hold too. */
const SHOWN: Record<string, string> = {
  incident_id: '/{organization}/incidents/{incident_id}',
  case_id: '/{organization}/cases/{case_id}',
  task_id: '/{organization}/tasks?itemsPerPage=-1',
  form_id: '/{organization}/forms?itemsPerPage=-1',
  feedback_id: '/{organization}/feedback?itemsPerPage=-1',
  workflow_instance_id: '/{organization}/workflows/instances/{workflow_instance_id}',
  signal_instance_id: '/{organization}/signals/instances/{signal_instance_id}',
};
