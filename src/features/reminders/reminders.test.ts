import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asSystem, DAY, HOUR, MINUTE, type TestOrganization } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { aCostedIncident } from '../costs/fixtures.ts';
import { remindToClose } from './close-reminders.ts';
import { remindOfEvergreen } from './evergreen-reminders.ts';
import { remindAfterTransition, remindOfReports } from './report-reminders.ts';

/** An active incident with a commander; reports every 2 hours (tactical) and every 6 (executive). */
async function aCommandedIncident(place: TestOrganization) {
  const { ctx, project } = place;
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  const id = await facts.make();
  await facts.status(id, 'Active', 0);
  const commander = await facts.person(id, [['Incident Commander', 0]]);
  await sql`update incidents set commander_id = ${commander} where id = ${id}`.execute(ctx.db);
  await sql`update incident_priorities set tactical_report_reminder = 2, executive_report_reminder = 6 where project_id = ${project.id}`.execute(
    ctx.db,
  );
  return { id, facts };
}

/** What commanders were told, by the beginning of the key: `tactical`, `executive`, `close`. */
async function reminders({ ctx }: TestOrganization, incidentId: number): Promise<string[]> {
  const jobs = await ctx.db
    .selectFrom('jobs')
    .select('payload')
    .where('incident_id', '=', incidentId)
    .where('name', '=', 'post-message')
    .orderBy('id')
    .execute();
  return jobs.map((one) => (one.payload as { key: string }).key.split('-')[0] as string);
}

/** Every five minutes, as the schedule does. */
async function pass(place: TestOrganization, ms: number) {
  for (let passed = 0; passed < ms; passed += 5 * MINUTE) {
    place.clock.advance(5 * MINUTE);
    await remindOfReports(asSystem(place.ctx));
  }
}

const report = ({ ctx }: TestOrganization, incidentId: number, type: string) =>
  sql`insert into reports (organization_id, incident_id, type, created_at) values (${ctx.tenant.id}, ${incidentId}, ${type}, ${ctx.now()})`.execute(
    ctx.db,
  );

test('the commander is reminded once for each interval that passed without a report', async () => {
  const place = await anOrganization();
  const { id } = await aCommandedIncident(place);
  await pass(place, 2 * HOUR - 5 * MINUTE);
  assert.deepEqual(await reminders(place, id), []);
  await pass(place, 5 * MINUTE);
  assert.deepEqual(await reminders(place, id), ['tactical']);
  await pass(place, 4 * HOUR);
  assert.deepEqual(await reminders(place, id), ['tactical', 'tactical', 'tactical', 'executive']);
});

test('a report starts its interval anew and leaves the other kind alone', async () => {
  const place = await anOrganization();
  const { id } = await aCommandedIncident(place);
  await pass(place, 90 * MINUTE);
  await report(place, id, 'Tactical Report');
  await pass(place, 115 * MINUTE);
  assert.deepEqual(await reminders(place, id), []);
  await pass(place, 5 * MINUTE);
  assert.deepEqual(await reminders(place, id), ['tactical']);
});

test('turns missed while nothing ran are made up for once', async () => {
  const place = await anOrganization();
  const { id } = await aCommandedIncident(place);
  place.clock.advance(5 * HOUR);
  await pass(place, 30 * MINUTE);
  assert.deepEqual(await reminders(place, id), ['tactical']);
});

test('a reminder that was put off comes then, and not before', async () => {
  const place = await anOrganization();
  const { id, facts } = await aCommandedIncident(place);
  await pass(place, 2 * HOUR);
  await sql`update incidents set delay_tactical_report_reminder = ${facts.timeOf(4.5)} where id = ${id}`.execute(place.ctx.db);
  await pass(place, 2.25 * HOUR);
  assert.deepEqual(await reminders(place, id), ['tactical']);
  await pass(place, 0.25 * HOUR);
  assert.deepEqual(await reminders(place, id), ['tactical', 'tactical']);
  const incident = await place.ctx.db
    .selectFrom('incidents')
    .select('delay_tactical_report_reminder')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.equal(incident.delay_tactical_report_reminder, null);
});

test('a put-off reminder is dropped when the report has just come', async () => {
  const place = await anOrganization();
  const { id, facts } = await aCommandedIncident(place);
  await sql`update incidents set delay_tactical_report_reminder = ${facts.timeOf(1)} where id = ${id}`.execute(place.ctx.db);
  await pass(place, 50 * MINUTE);
  await report(place, id, 'Tactical Report');
  await pass(place, 30 * MINUTE);
  assert.deepEqual(await reminders(place, id), []);
});

test('when an incident becomes stable its commander is asked for a report, and the interval counts from then', async () => {
  const place = await anOrganization();
  const { ctx } = place;
  const { id } = await aCommandedIncident(place);
  await pass(place, 1.5 * HOUR);
  await transaction(ctx, (tx) => remindAfterTransition(tx, id));
  assert.deepEqual(await reminders(place, id), ['tactical']);
  await report(place, id, 'Tactical Report');
  await transaction(ctx, (tx) => remindAfterTransition(tx, id));
  assert.deepEqual(await reminders(place, id), ['tactical']);
});

test('types that are left out, stable incidents and disabled projects are not reminded of', async () => {
  const place = await anOrganization();
  const { id, facts } = await aCommandedIncident(place);
  await sql`update incident_types set exclude_from_reminders = true where project_id = ${place.project.id}`.execute(place.ctx.db);
  await pass(place, 3 * HOUR);
  await sql`update incident_types set exclude_from_reminders = false where project_id = ${place.project.id}`.execute(place.ctx.db);
  await sql`update projects set enabled = false where id = ${place.project.id}`.execute(place.ctx.db);
  await pass(place, HOUR);
  await sql`update projects set enabled = true where id = ${place.project.id}`.execute(place.ctx.db);
  await facts.status(id, 'Stable', 4);
  await pass(place, 3 * HOUR);
  assert.deepEqual(await reminders(place, id), []);
});

test('an incident that is stable for a week is asked to be closed, once a week', async () => {
  const place = await anOrganization();
  const { ctx, clock } = place;
  const { id, facts } = await aCommandedIncident(place);
  await facts.status(id, 'Stable', 1);
  clock.advance(6 * DAY);
  await remindToClose(asSystem(ctx), ctx.now());
  assert.deepEqual(await reminders(place, id), []);
  clock.advance(2 * DAY);
  await remindToClose(asSystem(ctx), ctx.now());
  await remindToClose(asSystem(ctx), ctx.now());
  assert.deepEqual(await reminders(place, id), ['close']);
  clock.advance(7 * DAY);
  await remindToClose(asSystem(ctx), ctx.now());
  assert.deepEqual(await reminders(place, id), ['close', 'close']);
});

test('owners are asked about what should stay true: one mail, and not again before the interval has passed', async () => {
  const place = await anOrganization();
  const { ctx, clock, project } = place;
  for (const name of ['Runbook', 'Contacts'])
    await sql`insert into documents (organization_id, project_id, name, evergreen, evergreen_owner, evergreen_reminder_interval, created_at, updated_at)
      values (${ctx.tenant.id}, ${project.id}, ${name}, true, 'keeper@example.com', 30, ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
  await sql`insert into notifications (organization_id, project_id, name, type, target, evergreen, evergreen_owner, created_at, updated_at)
    values (${ctx.tenant.id}, ${project.id}, 'Everybody', 'email', 'all@example.com', true, 'other@example.com', ${ctx.now()}, ${ctx.now()})`.execute(
    ctx.db,
  );
  const mails = () =>
    ctx.db.selectFrom('mails').select(['to', 'text']).where('organization_id', '=', ctx.tenant.id).orderBy('id').execute();
  await remindOfEvergreen(asSystem(ctx), ctx.now());
  assert.deepEqual(await mails(), []);
  clock.advance(30 * DAY);
  await remindOfEvergreen(asSystem(ctx), ctx.now());
  await remindOfEvergreen(asSystem(ctx), ctx.now());
  const [mail, ...more] = await mails();
  assert.deepEqual([mail?.to, more.length], [['keeper@example.com'], 0]);
  assert.match(mail?.text ?? '', /Runbook[\s\S]*Contacts/);
  clock.advance(60 * DAY);
  await remindOfEvergreen(asSystem(ctx), ctx.now());
  assert.deepEqual(
    (await mails()).map((one) => one.to),
    [['keeper@example.com'], ['keeper@example.com'], ['other@example.com']],
  );
});
