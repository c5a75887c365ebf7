import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, HOUR, runJobs } from '../../../test/harness.ts';
import { flowOf, openIncident, peopleOf } from './fixtures.ts';
import { flowsOfTransition, type IncidentStatus, STATUSES } from './incident.ts';
import { getIncident } from './store.ts';
import { updateIncident } from './update-incident.ts';

const FLOWS: Record<string, string[]> = {
  'Active Stable': ['stable'],
  'Active Closed': ['stable', 'closed'],
  'Stable Closed': ['closed'],
  'Stable Active': [],
  'Closed Active': ['reopened'],
  'Closed Stable': ['reopened', 'stable'],
};

for (const from of STATUSES)
  for (const to of STATUSES)
    test(`${from} to ${to} starts ${FLOWS[`${from} ${to}`]?.join(' and ') || 'nothing'}`, () => {
      assert.deepEqual(flowsOfTransition(from, to), FLOWS[`${from} ${to}`] ?? []);
    });

type Times = { stable: number | null; closed: number | null };
/** Hours after the report at which each transition happens, and the times the incident shows in the end. */
const STORIES: { path: IncidentStatus[]; times: Times }[] = [
  { path: ['Stable'], times: { stable: 1, closed: null } },
  { path: ['Closed'], times: { stable: 1, closed: 1 } },
  { path: ['Stable', 'Closed'], times: { stable: 1, closed: 2 } },
  { path: ['Stable', 'Active'], times: { stable: null, closed: null } },
  { path: ['Closed', 'Active'], times: { stable: null, closed: null } },
  { path: ['Closed', 'Stable'], times: { stable: 2, closed: null } },
  { path: ['Closed', 'Active', 'Closed'], times: { stable: 3, closed: 3 } },
];

for (const { path, times } of STORIES)
  test(`Active → ${path.join(' → ')}: times, history and people`, async () => {
    const { ctx, project, clock } = await anOrganization();
    const id = await openIncident(ctx, project);
    const people = await peopleOf(ctx, id);
    const start = ctx.now().getTime();
    for (const status of path) {
      clock.advance(HOUR);
      await updateIncident(ctx, id, { status });
    }
    const row = await getIncident(ctx, id);
    const hours = (at: Date | null) => (at ? (at.getTime() - start) / HOUR : null);
    assert.deepEqual({ stable: hours(row.stable_at), closed: hours(row.closed_at) }, times);
    const history = await ctx.db
      .selectFrom('incident_status_changes')
      .select('status')
      .where('incident_id', '=', id)
      .orderBy('id')
      .execute();
    assert.deepEqual(
      history.map((one) => one.status),
      ['Active', ...path],
    );
    assert.deepEqual((await peopleOf(ctx, id)).sort(), path.at(-1) === 'Closed' ? [] : people.sort());
  });

test('a stable incident has the priority its project gives such ones, and a review', async () => {
  const { ctx, project } = await anOrganization();
  await sql`
    update projects set stable_priority_id = (select id from incident_priorities where project_id = ${project.id} and name = 'Medium')
    where id = ${project.id}`.execute(ctx.db);
  const id = await openIncident(ctx, project);
  await runJobs(ctx);
  await updateIncident(ctx, id, { status: 'Stable', incident_priority: { name: 'High' } });
  await runJobs(ctx);
  const { rows } = await sql<{ name: string; review: number | null }>`
    select p.name, s.incident_review_document_id as review from incidents s join incident_priorities p on p.id = s.incident_priority_id
    where s.id = ${id}`.execute(ctx.db);
  assert.equal(rows[0]?.name, 'Medium');
  assert.notEqual(rows[0]?.review, null);
  const flow = await flowOf(ctx, id);
  for (const step of ['create-review-document', 'fill-review-document', 'announce-review']) assert.equal(flow[step], 'done', step);
});

test('becoming stable twice makes one review', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openIncident(ctx, project);
  for (const status of ['Stable', 'Active', 'Stable'] as const) {
    await updateIncident(ctx, id, { status });
    await runJobs(ctx);
  }
  const documents = await ctx.db
    .selectFrom('documents')
    .select('id')
    .where('incident_id', '=', id)
    .where('resource_type', '=', 'dispatch-incident-review-document')
    .execute();
  assert.equal(documents.length, 1);
});

test('a type that is not reviewed says so', async () => {
  const { ctx, project } = await anOrganization();
  await sql`update incident_types set exclude_from_review = true where project_id = ${project.id}`.execute(ctx.db);
  const id = await openIncident(ctx, project);
  await updateIncident(ctx, id, { status: 'Stable' });
  await runJobs(ctx);
  assert.match((await flowOf(ctx, id))['create-review-document'] ?? '', /^skipped: .*are not reviewed/);
});

test('closing archives the room and asks for feedback; reopening opens it again', async () => {
  const { ctx, project, clock } = await anOrganization();
  const id = await openIncident(ctx, project);
  await runJobs(ctx);
  const archived = async () =>
    (await ctx.db.selectFrom('conversations').select('archived_at').where('incident_id', '=', id).executeTakeFirstOrThrow()).archived_at !==
    null;
  clock.advance(HOUR);
  await updateIncident(ctx, id, { status: 'Closed' });
  await runJobs(ctx);
  assert.equal(await archived(), true);
  const mails = await ctx.db.selectFrom('mails').select('subject').where('incident_id', '=', id).execute();
  assert.ok(mails.some((mail) => mail.subject.startsWith('How did it go?')));
  assert.ok(mails.some((mail) => mail.subject.includes('please look it over')));
  clock.advance(HOUR);
  await updateIncident(ctx, id, { status: 'Active' });
  await runJobs(ctx);
  assert.equal(await archived(), false);
});
