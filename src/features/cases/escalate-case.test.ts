import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, HOUR, inject, runJobs } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { AppError } from '../../core/errors.ts';
import { flowOf, peopleOf } from '../incidents/fixtures.ts';
import { createIncident, deleteIncident, updateIncident } from '../incidents/index.ts';
import { addParticipant, removeParticipant } from '../participants/index.ts';
import { deleteCase } from './delete-case.ts';
import { escalateCase } from './escalate-case.ts';
import { openCase } from './fixtures.ts';
import { getCase, theCase } from './store.ts';
import { updateCase } from './update-case.ts';

const incidentRow = async (ctx: Context, id: number) => {
  const { rows } = await sql<Record<string, unknown>>`
    select i.title, i.description, i.status, i.visibility, i.name, j.name as project, t.name as type, p.name as priority from incidents i
    join projects j on j.id = i.project_id join incident_types t on t.id = i.incident_type_id
    join incident_priorities p on p.id = i.incident_priority_id where i.id = ${id}`.execute(ctx.db);
  return rows[0] as Record<string, string>;
};

const linksOf = (ctx: Context, id: number) => ctx.db.selectFrom('case_incidents').select('incident_id').where('case_id', '=', id).execute();

const named = (email: string) => ({ individual: { email } });

async function aWorkedCase(visibility: 'Open' | 'Restricted' = 'Open') {
  const { ctx, project, clock, tenant } = await anOrganization();
  const reporter = await asUser(ctx, 'Member');
  const id = await openCase(reporter, project, {
    assignee: named('ada@example.com'),
    case_priority: { name: 'High' },
    visibility,
  });
  for (const email of ['grace@example.com', 'gone@example.com']) await transaction(ctx, (tx) => addParticipant(tx, theCase(id), { email }));
  await transaction(ctx, (tx) => removeParticipant(tx, theCase(id), 'gone@example.com'));
  return { ctx, project, clock, tenant, reporter, id };
}

test('a case becomes an incident with what is known of it, its people and its timeline, all linked', async () => {
  const { ctx, reporter, id, clock } = await aWorkedCase();
  const first = await ctx.db.selectFrom('events').selectAll().where('case_id', '=', id).orderBy('id').execute();
  clock.advance(HOUR);
  const incidentId = await escalateCase(reporter, id);
  const row = await getCase(ctx, id);
  assert.deepEqual([row.status, row.escalated_at?.getTime()], ['Escalated', ctx.now().getTime()]);
  assert.deepEqual(await linksOf(ctx, id), [{ incident_id: incidentId }]);
  const incident = await incidentRow(ctx, incidentId);
  assert.deepEqual(
    [incident.title, incident.status, incident.visibility, incident.type, incident.priority],
    ['Odd sign-in', 'Active', 'Open', 'Default', 'High'],
  );
  assert.match(incident.description ?? '', new RegExp(`Ada from a new country[\\s\\S]*${row.name}`));
  assert.deepEqual(await peopleOf(ctx, incidentId), [
    `${reporter.actor.email}: Reporter`,
    `${reporter.actor.email}: Incident Commander`,
    'ada@example.com: Participant',
    'grace@example.com: Observer',
  ]);
  const copied = await ctx.db.selectFrom('events').selectAll().where('incident_id', '=', incidentId).orderBy('id').execute();
  for (const event of first) {
    const copy = copied.find((one) => one.description === event.description && one.source === `${event.source} (${row.name})`);
    assert.deepEqual(
      [copy?.started_at, copy?.pinned, copy?.type, copy?.details],
      [event.started_at, event.pinned, event.type, event.details],
      event.description,
    );
  }
  const told = await ctx.db.selectFrom('events').select('description').where('case_id', '=', id).execute();
  assert.ok(told.some(({ description }) => description.includes(`escalated to the incident ${incident.name} in the project default`)));
});

test('what is said of the incident goes before what the case says, its project included', async () => {
  const { ctx, tenant, reporter, id } = await aWorkedCase();
  const body = { name: 'other', organization: { id: tenant.id, name: tenant.name } };
  const other = (await inject(ctx, { method: 'POST', path: '/{organization}/projects', body })).json<{ name: string }>();
  const incidentId = await escalateCase(reporter, id, {
    title: 'Account taken over',
    description: 'It was not Ada',
    incident_priority: { name: 'Low' },
    commander: named('grace@example.com'),
    project: { name: other.name },
  });
  const incident = await incidentRow(ctx, incidentId);
  assert.deepEqual(
    [incident.title, incident.description, incident.priority, incident.project, incident.type],
    ['Account taken over', 'It was not Ada', 'Low', 'other', 'Default'],
  );
  assert.ok((await peopleOf(ctx, incidentId)).includes('grace@example.com: Incident Commander'));
  assert.ok((await peopleOf(ctx, incidentId)).includes('ada@example.com: Participant'));
});

test('escalated twice, also at once, it is one incident', async () => {
  const { ctx, reporter, id } = await aWorkedCase();
  const [a, b] = await Promise.all([escalateCase(reporter, id), escalateCase(reporter, id, { title: 'Again' })]);
  assert.equal(a, b);
  assert.equal(await escalateCase(reporter, id), a);
  assert.equal((await linksOf(ctx, id)).length, 1);
  assert.equal((await ctx.db.selectFrom('incidents').select('id').where('organization_id', '=', ctx.tenant.id).execute()).length, 1);
});

test('an escalation that fails leaves neither an incident nor a changed case', async () => {
  const { ctx, reporter, id } = await aWorkedCase();
  await assert.rejects(
    transaction(reporter, async (tx) => {
      await escalateCase(tx, id);
      throw new Error('the process dies here');
    }),
  );
  assert.equal((await getCase(ctx, id)).status, 'New');
  assert.deepEqual(await linksOf(ctx, id), []);
  assert.deepEqual(await ctx.db.selectFrom('incidents').select('id').where('organization_id', '=', ctx.tenant.id).execute(), []);
  assert.equal(Object.keys(await flowOf(ctx, id, 'case')).includes('tell-room'), false);
});

test('a case that is linked to an incident becomes that one', async () => {
  const { ctx, project, reporter, id } = await aWorkedCase();
  const incidentId = await createIncident(ctx, { title: 'Known', description: 'Already', project: { id: project.id } });
  await updateCase(ctx, id, { incidents: [{ id: incidentId }] });
  assert.equal(await escalateCase(reporter, id), incidentId);
  assert.equal((await getCase(ctx, id)).status, 'Escalated');
});

test('the status alone escalates as well', async () => {
  const { ctx, reporter, id } = await aWorkedCase();
  await updateCase(reporter, id, { status: 'Escalated' });
  assert.equal((await linksOf(ctx, id)).length, 1);
});

test('a restricted case becomes a restricted incident, in a room of its own, seen by those who worked on it', async () => {
  const { ctx, reporter, id } = await aWorkedCase('Restricted');
  await runJobs(ctx);
  const incidentId = await escalateCase(reporter, id);
  await runJobs(ctx);
  const incident = await incidentRow(ctx, incidentId);
  assert.equal(incident.visibility, 'Restricted');
  const rooms = await ctx.db
    .selectFrom('conversations')
    .select(['case_id', 'incident_id'])
    .where('organization_id', '=', ctx.tenant.id)
    .execute();
  assert.deepEqual(
    rooms.map((room) => [room.case_id, room.incident_id]),
    [
      [id, null],
      [null, incidentId],
    ],
  );
  const told = await ctx.db.selectFrom('events').select(['description', 'details']).where('case_id', '=', id).execute();
  assert.deepEqual(
    told.filter(({ description }) => /escalated/.test(description)),
    [{ description: 'The case was escalated to a restricted incident.', details: {} }],
  );
});

test('who opens a restricted case to everybody takes no timeline along', async () => {
  const { ctx, reporter, id } = await aWorkedCase('Restricted');
  const incidentId = await escalateCase(reporter, id, { visibility: 'Open', title: 'Public', description: 'Only this' });
  const copied = await ctx.db
    .selectFrom('events')
    .select('source')
    .where('incident_id', '=', incidentId)
    .where('source', 'like', '%(dispatch-%')
    .execute();
  assert.deepEqual(copied, []);
});

test('the incident takes the room of an open case over; closing the case leaves it open, restricting either separates them', async () => {
  const { ctx, reporter, id } = await aWorkedCase();
  await runJobs(ctx);
  const roomOf = () =>
    ctx.db
      .selectFrom('conversations')
      .select(['case_id', 'incident_id', 'archived_at', 'topic'])
      .where('organization_id', '=', ctx.tenant.id)
      .execute();
  const incidentId = await escalateCase(reporter, id);
  await runJobs(ctx);
  const [room, ...more] = await roomOf();
  assert.deepEqual([room?.case_id, room?.incident_id, more.length], [id, incidentId, 0]);
  assert.match(room?.topic ?? '', /In command/);
  const { rows } = await sql<{ body: string }>`select body from messages where organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  assert.ok(rows.some(({ body }) => /is now the incident/.test(body)));
  await updateCase(reporter, id, { status: 'Closed' });
  await runJobs(ctx);
  assert.equal((await roomOf())[0]?.archived_at, null);
  assert.match((await flowOf(ctx, id, 'case'))['archive-when-closed'] ?? '', /^skipped: The incident has taken/);
  await updateIncident(ctx, incidentId, { visibility: 'Restricted' });
  assert.deepEqual(
    (await roomOf()).map((one) => [one.case_id, one.incident_id]),
    [[null, incidentId]],
  );
});

test('the room that two share outlives either of them', async () => {
  for (const which of ['case', 'incident'] as const) {
    const { ctx, reporter, id } = await aWorkedCase();
    await runJobs(ctx);
    const incidentId = await escalateCase(reporter, id);
    await (which === 'case' ? deleteCase(ctx, id) : deleteIncident(ctx, incidentId));
    await runJobs(ctx);
    const rooms = await ctx.db
      .selectFrom('conversations')
      .select(['case_id', 'incident_id', 'archived_at'])
      .where('organization_id', '=', ctx.tenant.id)
      .execute();
    const expected = which === 'case' ? { case_id: null, incident_id: incidentId } : { case_id: id, incident_id: null };
    assert.deepEqual(rooms, [{ ...expected, archived_at: null }]);
  }
});

test('the files of the case are for those who work on the incident as well, and the incident closes its case', async () => {
  const { ctx, reporter, id, clock } = await aWorkedCase();
  await runJobs(ctx);
  const incidentId = await escalateCase(reporter, id);
  await runJobs(ctx);
  assert.equal((await flowOf(ctx, id, 'case'))['share-files'], 'done');
  clock.advance(HOUR);
  await updateIncident(ctx, incidentId, { status: 'Closed' });
  await runJobs(ctx);
  const row = await getCase(ctx, id);
  assert.deepEqual([row.status, row.resolution_reason, row.resolved_by_id], ['Closed', 'Escalated', null]);
  assert.match(row.resolution, new RegExp((await incidentRow(ctx, incidentId)).name ?? ''));
});

test('one linked case that cannot be closed keeps no other open, and is tried again', async () => {
  const { ctx, project, reporter, id } = await aWorkedCase();
  const other = await openCase(ctx, project);
  const incidentId = await escalateCase(reporter, id);
  await updateCase(ctx, other, { incidents: [{ id: incidentId }] });
  await sql
    .raw(`create function refuse_case_${id}() returns trigger language plpgsql as 'begin raise exception ''not this one''; end'`)
    .execute(ctx.db);
  await sql
    .raw(
      `create trigger refuse_case_${id} before update on cases for each row when (new.id = ${id} and new.status = 'Closed') execute function refuse_case_${id}()`,
    )
    .execute(ctx.db);
  await updateIncident(ctx, incidentId, { status: 'Closed' });
  await runJobs(ctx);
  const job = () =>
    ctx.db
      .selectFrom('jobs')
      .select(['status', 'last_error'])
      .where('name', '=', 'close-linked-cases')
      .where('organization_id', '=', ctx.tenant.id)
      .executeTakeFirstOrThrow();
  assert.equal((await getCase(ctx, other)).status, 'Closed');
  assert.match((await job()).last_error ?? '', /not this one/);
  await sql.raw(`drop function refuse_case_${id} cascade`).execute(ctx.db);
  await sql`update jobs set run_at = ${ctx.now()} where name = 'close-linked-cases' and organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  await runJobs(ctx);
  assert.equal((await getCase(ctx, id)).status, 'Closed');
  assert.equal((await job()).status, 'done');
});

test('a restricted incident closes its case without being named', async () => {
  const { ctx, id } = await aWorkedCase();
  const incidentId = await escalateCase(ctx, id, { visibility: 'Restricted' });
  await updateIncident(ctx, incidentId, { status: 'Closed' });
  await runJobs(ctx);
  const row = await getCase(ctx, id);
  assert.deepEqual([row.status, row.resolution], ['Closed', 'Resolved with the incident it led to, which is closed.']);
});

test('an incident that is open again by then closes nothing', async () => {
  const { ctx, reporter, id } = await aWorkedCase();
  const incidentId = await escalateCase(reporter, id);
  await updateIncident(ctx, incidentId, { status: 'Closed' });
  await updateIncident(ctx, incidentId, { status: 'Active' });
  await runJobs(ctx);
  assert.equal((await getCase(ctx, id)).status, 'Escalated');
});

test('a member who only watches escalates nothing; a link to a hidden incident is not shown by escalating', async () => {
  const { ctx, project, reporter, id } = await aWorkedCase();
  const refused = (kind: AppError['kind']) => (error: unknown) => error instanceof AppError && error.kind === kind;
  await assert.rejects(escalateCase(await asUser(ctx, 'Member'), id), refused('forbidden'));
  const hidden = await createIncident(ctx, { title: 'Secret', description: 'x', project: { id: project.id }, visibility: 'Restricted' });
  await updateCase(ctx, id, { incidents: [{ id: hidden }] });
  await assert.rejects(escalateCase(reporter, id), refused('conflict'));
});
