import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asSystem, DAY, HOUR, MINUTE, runJobs, type TestOrganization } from '../../../test/harness.ts';
import { queueDueSchedules } from '../../core/schedule.ts';
import { postMessage } from '../conversations/index.ts';
import { openIncident } from '../incidents/fixtures.ts';
import { updateIncident } from '../incidents/index.ts';
import { aCostedCase } from './fixtures.ts';
import { jobs, schedules } from './jobs.ts';

const costOf = async ({ ctx }: TestOrganization, incidentId: number) => {
  const line = await ctx.db
    .selectFrom('incident_costs')
    .select(['amount', 'updated_at'])
    .where('incident_id', '=', incidentId)
    .where('calculated', '=', true)
    .executeTakeFirst();
  return line && { amount: line.amount, at: line.updated_at };
};

/** The clock strikes, and what it starts runs. */
async function publish({ ctx }: TestOrganization) {
  await queueDueSchedules(ctx, schedules);
  await runJobs(asSystem(ctx), { jobs, flows: [] });
}

test('the cost of an open incident is published every five minutes, tells its viewers, and rests after the closing', async () => {
  const place = await anOrganization();
  const { ctx, clock, project } = place;
  await publish(place);
  const id = await openIncident(ctx, project);
  await runJobs(asSystem(ctx));
  await postMessage(ctx, { kind: 'incident', id }, { body: 'I am looking at it' });
  clock.advance(2 * HOUR);
  await publish(place);
  const published = await costOf(place, id);
  assert.equal(published?.amount, 50);
  const notes = await ctx.db
    .selectFrom('live_notes')
    .select('topics')
    .where('kind', '=', 'incident')
    .where('subject_id', '=', id)
    .execute();
  assert.ok(notes.some((note) => note.topics.includes('cost')));

  clock.advance(HOUR);
  await updateIncident(ctx, id, { status: 'Closed' });
  assert.equal((await costOf(place, id))?.amount, 75);
  const closed = ctx.now();
  clock.advance(5 * MINUTE);
  await publish(place);
  assert.deepEqual(await costOf(place, id), { amount: 75, at: closed });
  await sql`delete from schedules where name = any(${schedules.map((schedule) => schedule.name)})`.execute(ctx.db);
});

test('the cost of an open case is published with those of incidents, and tells its viewers', async () => {
  const place = await anOrganization();
  const { ctx, clock, project } = place;
  // A run of the schedule is known by its time, for all tests in this database.
  clock.advance(DAY);
  await publish(place);
  const facts = aCostedCase(ctx, project.id, ctx.now());
  const caseId = await facts.make();
  await facts.status(caseId, 'New', 0);
  await facts.person(caseId, [['Assignee', 0]]);
  clock.advance(2 * HOUR);
  await publish(place);
  const amounts = (await facts.linesOf(caseId)).map(({ amount, model_type }) => ({ amount, model_type }));
  assert.deepEqual(amounts, [
    { amount: 50, model_type: 'Classic' },
    { amount: 0, model_type: 'New' },
  ]);
  const notes = await ctx.db
    .selectFrom('live_notes')
    .select('topics')
    .where('kind', '=', 'case')
    .where('subject_id', '=', caseId)
    .execute();
  assert.deepEqual(
    notes.map((note) => note.topics),
    [['cost']],
  );
  await sql`delete from schedules where name = any(${schedules.map((schedule) => schedule.name)})`.execute(ctx.db);
});
