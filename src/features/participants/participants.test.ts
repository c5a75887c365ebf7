import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, HOUR } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { AppError } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { ensureIndividual } from '../people/index.ts';
import { addParticipant, type NewParticipant } from './add-participant.ts';
import { assignRole } from './assign-role.ts';
import { anIncident } from './fixtures.ts';
import type { ParticipantRole } from './participant.ts';
import { recordActivity } from './record-activity.ts';
import { removeParticipant } from './remove-participant.ts';
import { activeEmails } from './store.ts';
import { inactivateAll, reactivateAll } from './tenures.ts';

const ada = 'ada@example.com';
const grace = 'grace@example.com';

async function aCase() {
  const { ctx, project, clock } = await anOrganization();
  const subject = await anIncident(ctx, project.id);
  return {
    ctx,
    project,
    clock,
    subject,
    add: (person: NewParticipant) => transaction(ctx, (tx) => addParticipant(tx, subject, person)),
    assign: (email: string, role: ParticipantRole) => transaction(ctx, (tx) => assignRole(tx, subject, { email, role })),
    remove: (email: string) => transaction(ctx, (tx) => removeParticipant(tx, subject, email)),
  };
}

/** Active roles, as `email: role, role` */
async function rolesIn(ctx: Context, subject: SubjectRef): Promise<string[]> {
  const { rows } = await sql<{ who: string }>`
    select i.email || ': ' || string_agg(r.role, ', ' order by r.role) as who from participants p
    join individual_contacts i on i.id = p.individual_contact_id join participant_roles r on r.participant_id = p.id and r.renounced_at is null
    where p.incident_id = ${subject.id} group by i.email order by i.email`.execute(ctx.db);
  return rows.map((row) => row.who);
}

const commanderOf = async (ctx: Context, { id }: SubjectRef) => {
  const { rows } = await sql<{ email: string | null }>`
    select (select i.email from participants p join individual_contacts i on i.id = p.individual_contact_id where p.id = s.commander_id) as email
    from incidents s where s.id = ${id}`.execute(ctx.db);
  return rows[0]?.email;
};

const refused = (kind: AppError['kind']) => (error: unknown) => error instanceof AppError && error.kind === kind;

test('who is added watches, is filed under their organization and is told of outside', async () => {
  const { ctx, subject, add } = await aCase();
  const { outcome, participantId } = await add({ email: ada });
  assert.equal(outcome, 'added');
  assert.deepEqual(await rolesIn(ctx, subject), [`${ada}: Observer`]);
  const row = await ctx.db.selectFrom('participants').selectAll().where('id', '=', participantId).executeTakeFirstOrThrow();
  assert.deepEqual([row.team, row.department, row.location], ['example.com', 'Unknown', 'Unknown']);
  const jobs = await ctx.db.selectFrom('jobs').select('name').where('incident_id', '=', subject.id).orderBy('name').execute();
  assert.deepEqual(
    jobs.map((job) => job.name),
    ['add-to-conversation', 'announce-participant', 'describe-participant', 'sync-group', 'welcome-participant'],
  );
});

test('the same person twice, in other letters, takes part once', async () => {
  const { ctx, subject, add } = await aCase();
  await add({ email: ada });
  assert.equal((await add({ email: 'ADA@Example.com' })).outcome, 'present');
  assert.deepEqual(await activeEmails(ctx, subject), [ada]);
});

test('two requests at once add somebody once', async () => {
  const { ctx, subject, add } = await aCase();
  const outcomes = await Promise.all([add({ email: ada }), add({ email: ada })]);
  assert.deepEqual(outcomes.map((one) => one.outcome).sort(), ['added', 'present']);
  assert.deepEqual(await rolesIn(ctx, subject), [`${ada}: Observer`]);
});

test('who was removed comes back as what they were', async () => {
  const { ctx, subject, add, remove } = await aCase();
  await add({ email: ada, role: 'Liaison' });
  await remove(ada);
  assert.deepEqual(await rolesIn(ctx, subject), []);
  assert.equal((await add({ email: ada })).outcome, 'reactivated');
  assert.deepEqual(await rolesIn(ctx, subject), [`${ada}: Liaison`]);
});

test('nobody comes back into a role that is taken', async () => {
  const { ctx, subject, add, remove } = await aCase();
  await add({ email: ada, role: 'Liaison' });
  await remove(ada);
  await add({ email: grace, role: 'Liaison' });
  await add({ email: ada });
  assert.deepEqual(await rolesIn(ctx, subject), [`${ada}: Participant`, `${grace}: Liaison`]);
});

test('one person per on-call service is enough', async () => {
  const { ctx, project, subject, add } = await aCase();
  const { rows } = await sql<{ id: number }>`
    insert into services (organization_id, project_id, name, external_id, created_at, updated_at)
    values (${ctx.tenant.id}, ${project.id}, 'Database', 'db', ${ctx.now()}, ${ctx.now()}) returning id`.execute(ctx.db);
  const serviceId = rows[0]?.id as number;
  await add({ email: ada, serviceId });
  assert.equal((await add({ email: grace, serviceId })).outcome, 'present');
  assert.deepEqual(await activeEmails(ctx, subject), [ada]);
});

test('the command passes over; the former commander stays', async () => {
  const { ctx, subject, add, assign } = await aCase();
  await add({ email: ada, role: 'Incident Commander' });
  await add({ email: grace });
  assert.equal(await assign(grace, 'Incident Commander'), 'assigned');
  assert.deepEqual(await rolesIn(ctx, subject), [`${ada}: Participant`, `${grace}: Incident Commander, Observer`]);
  assert.equal(await commanderOf(ctx, subject), grace);
  assert.equal(await assign(grace, 'Incident Commander'), 'has_role');
});

test('a reporter who gives up the command is reporter still', async () => {
  const { ctx, subject, add, assign } = await aCase();
  await add({ email: ada, role: 'Reporter' });
  await add({ email: ada, role: 'Incident Commander' });
  await assign(grace, 'Incident Commander');
  assert.deepEqual(await rolesIn(ctx, subject), [`${ada}: Reporter`, `${grace}: Incident Commander`]);
});

test('two hand-overs at once leave one commander', async () => {
  const { ctx, subject, add, assign } = await aCase();
  await add({ email: ada, role: 'Incident Commander' });
  await Promise.all([assign(grace, 'Incident Commander'), assign('joan@example.com', 'Incident Commander')]);
  const commanders = (await rolesIn(ctx, subject)).filter((who) => who.includes('Incident Commander'));
  assert.equal(commanders.length, 1);
  assert.equal(commanders[0], `${await commanderOf(ctx, subject)}: Incident Commander`);
});

test('roles of a closed incident are not handed over', async () => {
  const { ctx, project } = await anOrganization();
  const subject = await anIncident(ctx, project.id, { status: 'Closed' });
  await assert.rejects(
    transaction(ctx, (tx) => assignRole(tx, subject, { email: ada, role: 'Scribe' })),
    refused('conflict'),
  );
});

test('the commander is not removed', async () => {
  const { ctx, subject, add, remove } = await aCase();
  await add({ email: ada, role: 'Incident Commander' });
  await assert.rejects(remove(ada), refused('conflict'));
  assert.deepEqual(await rolesIn(ctx, subject), [`${ada}: Incident Commander`]);
});

test('somebody with an open task is not removed', async () => {
  const { ctx, subject, add, remove } = await aCase();
  const { participantId } = await add({ email: ada });
  const { rows } = await sql<{ id: number }>`
    insert into tasks (organization_id, incident_id, description, resolve_by, created_at, updated_at)
    values (${ctx.tenant.id}, ${subject.id}, 'Free some space', ${ctx.now()}, ${ctx.now()}, ${ctx.now()}) returning id`.execute(ctx.db);
  await sql`insert into task_assignees (task_id, participant_id) values (${rows[0]?.id}, ${participantId})`.execute(ctx.db);
  await assert.rejects(remove(ada), refused('conflict'));
});

test('nobody is removed who does not take part', async () => {
  const { remove } = await aCase();
  await assert.rejects(remove(ada), refused('not_found'));
});

test('a reopening brings back who was there at the closing, with every role, and nobody else', async () => {
  const { ctx, subject, clock, add, remove } = await aCase();
  await add({ email: ada, role: 'Incident Commander' });
  await add({ email: ada, role: 'Scribe' });
  await add({ email: grace });
  await remove(grace);
  clock.advance(HOUR);
  const closedAt = ctx.now();
  await transaction(ctx, (tx) => inactivateAll(tx, subject, closedAt));
  assert.deepEqual(await rolesIn(ctx, subject), []);
  clock.advance(HOUR);
  await transaction(ctx, (tx) => reactivateAll(tx, subject, closedAt));
  assert.deepEqual(await rolesIn(ctx, subject), [`${ada}: Incident Commander, Scribe`]);
});

test('the third message makes an observer a participant; the same message counts once', async () => {
  const { ctx, project, subject, add } = await aCase();
  await add({ email: ada });
  const { id } = await transaction(ctx, (tx) => ensureIndividual(tx, project.id, ada));
  const eventSlug = `test-activity-${subject.id}`;
  await sql`
    with plugin as (
      insert into plugins (title, slug, author, author_url, type, installed) values ('Test', ${eventSlug}, 'Test', '', 'workflow', false) returning id)
    insert into plugin_events (name, slug, plugin_id) select 'Test', ${eventSlug}, id from plugin`.execute(ctx.db);
  const say = (message: string) => transaction(ctx, (tx) => recordActivity(tx, subject, id, tx.now(), message, { eventSlug }));
  for (const message of ['one', 'two', 'two']) await say(message);
  assert.deepEqual(await rolesIn(ctx, subject), [`${ada}: Observer`]);
  await say('three');
  assert.deepEqual(await rolesIn(ctx, subject), [`${ada}: Participant`]);
  const facts = await ctx.db.selectFrom('participant_activities').select('external_id').where('incident_id', '=', subject.id).execute();
  assert.equal(facts.length, 3);
});

test('the incident says where most of its people are from', async () => {
  const { ctx, subject, add } = await aCase();
  for (const email of ['a@one.org', 'b@two.org', 'c@two.org']) await add({ email });
  const row = await ctx.db.selectFrom('incidents').select('participants_team').where('id', '=', subject.id).executeTakeFirstOrThrow();
  assert.equal(row.participants_team, 'two.org');
});
