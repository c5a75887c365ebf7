import assert from 'node:assert/strict';
import { test } from 'vitest';
import { anOrganization, asUser, HOUR, inject, runJobs } from '../../../test/harness.ts';
import { routes as warRoom } from '../war-room/routes.ts';
import { type CaseStatus, STATUSES } from './case.ts';
import { openCase } from './fixtures.ts';
import { getCase } from './store.ts';
import { updateCase } from './update-case.ts';

/** What comes of each transition; those that are not listed only change the status and its times. */
const EFFECTS: Record<string, string[]> = {
  'Closed New': ['reopened'],
  'Closed Triage': ['reopened'],
  'Closed Escalated': ['reopened', 'incident'],
  'Closed Stable': ['reopened'],
  'New Escalated': ['incident'],
  'Triage Escalated': ['incident'],
  'New Closed': ['closed'],
  'Triage Closed': ['closed'],
  'Escalated Closed': ['closed'],
  'Stable Closed': ['closed'],
};

/** Hours after the report at which each time is, when the case was given its first status at 0 and the second at 1. */
type Times = { triage?: number; escalated?: number; stable?: number; closed?: number };
const TIMES: Record<string, Times> = {
  'New New': {},
  'New Triage': { triage: 1 },
  'New Escalated': { triage: 1, escalated: 1 },
  'New Stable': { triage: 1, stable: 1 },
  'New Closed': { triage: 1, closed: 1 },
  'Triage New': {},
  'Triage Triage': { triage: 0 },
  'Triage Escalated': { triage: 0, escalated: 1 },
  'Triage Stable': { triage: 0, stable: 1 },
  'Triage Closed': { triage: 0, closed: 1 },
  'Escalated New': {},
  'Escalated Triage': { triage: 0 },
  'Escalated Escalated': { triage: 0, escalated: 0 },
  'Escalated Stable': { triage: 0, escalated: 0, stable: 1 },
  'Escalated Closed': { triage: 0, escalated: 0, closed: 1 },
  'Stable New': {},
  'Stable Triage': { triage: 0 },
  'Stable Escalated': { triage: 0, escalated: 1 },
  'Stable Stable': { triage: 0, stable: 0 },
  'Stable Closed': { triage: 0, stable: 0, closed: 1 },
  'Closed New': {},
  'Closed Triage': { triage: 0 },
  'Closed Escalated': { triage: 0, escalated: 1 },
  'Closed Stable': { triage: 0, stable: 1 },
  'Closed Closed': { triage: 0, closed: 0 },
};

async function follow(from: CaseStatus, to: CaseStatus) {
  const { ctx, project, clock } = await anOrganization();
  const id = await openCase(ctx, project, { status: from });
  const before = await ctx.db.selectFrom('case_incidents').select('incident_id').where('case_id', '=', id).execute();
  const start = ctx.now().getTime();
  clock.advance(HOUR);
  await updateCase(ctx, id, { status: to });
  const flows = await ctx.db
    .selectFrom('jobs')
    .select('flow')
    .distinct()
    .where('case_id', '=', id)
    .where('flow', 'like', 'case-%:%')
    .execute();
  const after = await ctx.db.selectFrom('case_incidents').select('incident_id').where('case_id', '=', id).execute();
  const history = await ctx.db.selectFrom('case_status_changes').select('status').where('case_id', '=', id).orderBy('id').execute();
  const row = await getCase(ctx, id);
  const hours = (at: Date | null) => (at ? (at.getTime() - start) / HOUR : undefined);
  return {
    status: row.status,
    times: { triage: hours(row.triage_at), escalated: hours(row.escalated_at), stable: hours(row.stable_at), closed: hours(row.closed_at) },
    flows: flows.map(({ flow }) => flow?.replace(/^case-(\w+):.*/, '$1')),
    newIncidents: after.length - before.length,
    history: history.map((one) => one.status),
  };
}

for (const from of STATUSES)
  for (const to of STATUSES)
    test(`${from} to ${to}: ${EFFECTS[`${from} ${to}`]?.join(' and ') ?? 'nothing else'}`, async () => {
      const { status, times, flows, newIncidents, history } = await follow(from, to);
      assert.equal(status, to);
      const expected = TIMES[`${from} ${to}`] ?? {};
      assert.deepEqual(times, { triage: undefined, escalated: undefined, stable: undefined, closed: undefined, ...expected });
      const effects = [...flows.filter((flow) => flow === 'reopened' || flow === 'closed'), ...(newIncidents ? ['incident'] : [])];
      assert.deepEqual(effects, EFFECTS[`${from} ${to}`] ?? []);
      assert.deepEqual(history, from === to ? [from] : [from, to]);
    });

test('escalating, going back and escalating again makes one incident', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project);
  for (const status of ['Escalated', 'Triage', 'Escalated', 'Closed', 'Escalated'] as const) await updateCase(ctx, id, { status });
  assert.equal((await ctx.db.selectFrom('case_incidents').select('incident_id').where('case_id', '=', id).execute()).length, 1);
});

test('closing archives the room and asks for feedback; reopening opens it again', async () => {
  const { ctx, project, clock } = await anOrganization();
  const id = await openCase(ctx, project);
  await runJobs(ctx);
  const isArchived = async () =>
    (await ctx.db.selectFrom('conversations').select('archived_at').where('case_id', '=', id).executeTakeFirstOrThrow()).archived_at !==
    null;
  await updateCase(ctx, id, { status: 'Closed' });
  await runJobs(ctx);
  assert.equal(await isArchived(), true);
  const mails = await ctx.db.selectFrom('mails').select('subject').where('case_id', '=', id).execute();
  assert.ok(mails.some((mail) => mail.subject.startsWith('How did it go?')));
  clock.advance(HOUR);
  await updateCase(ctx, id, { status: 'Triage' });
  await runJobs(ctx);
  assert.equal(await isArchived(), false);
});

test('a restricted case asks nobody how it went', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project, { visibility: 'Restricted' });
  await updateCase(ctx, id, { status: 'Closed' });
  await runJobs(ctx);
  const mails = await ctx.db.selectFrom('mails').select('subject').where('case_id', '=', id).execute();
  assert.ok(!mails.some((mail) => mail.subject.startsWith('How did it go?')));
});

test('whoever closes a case resolved it, unless they say that somebody else did', async () => {
  const { ctx, project } = await anOrganization();
  const resolver = async (id: number) => {
    const row = await getCase(ctx, id);
    const person = await ctx.db.selectFrom('individual_contacts').select('email').where('id', '=', row.resolved_by_id).executeTakeFirst();
    return person?.email;
  };
  const closer = await asUser(ctx, 'Admin');
  const first = await openCase(ctx, project);
  await updateCase(closer, first, { status: 'Closed', resolved_by: null });
  assert.equal(await resolver(first), closer.actor.email);
  const second = await openCase(ctx, project);
  await updateCase(closer, second, { status: 'Closed', resolved_by: { email: 'ada@example.com' } });
  assert.equal(await resolver(second), 'ada@example.com');
});

test('the first words in the room of a new case start its triage', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project);
  await runJobs(ctx);
  const say = (body: string) => inject(ctx, { method: 'POST', path: `/{organization}/cases/${id}/messages`, body: { body } }, warRoom);
  assert.equal((await say('I look at it')).status, 200);
  await runJobs(ctx);
  assert.equal((await getCase(ctx, id)).status, 'Triage');
  await updateCase(ctx, id, { status: 'Stable' });
  await say('done');
  await runJobs(ctx);
  assert.equal((await getCase(ctx, id)).status, 'Stable');
});
