import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, MINUTE, runJobs } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { addParticipant } from './add-participant.ts';
import { assignRole } from './assign-role.ts';
import { anIncident } from './fixtures.ts';
import { removeParticipant } from './remove-participant.ts';

const ada = 'ada@example.com';

/** An incident with a room and a group, as the creation flow leaves it. */
async function aFurnishedOne() {
  const { ctx, project, clock } = await anOrganization();
  const subject = await anIncident(ctx, project.id);
  const group = `${subject.name}@groups.test`;
  await sql`
    insert into conversations (organization_id, incident_id, channel_id, resource_type, resource_id, created_at, updated_at)
    values (${ctx.tenant.id}, ${subject.id}, ${`room-${subject.id}`}, 'test', ${`room-${subject.id}`}, ${ctx.now()}, ${ctx.now()})`.execute(
    ctx.db,
  );
  await sql`
    insert into groups (organization_id, incident_id, kind, name, email, created_at, updated_at)
    values (${ctx.tenant.id}, ${subject.id}, 'tactical', ${subject.name}, ${group}, ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
  return {
    ctx,
    clock,
    subject,
    members: async () => {
      const { rows } = await sql<{ email: string }>`
        select email from group_members where organization_id = ${ctx.tenant.id} and group_email = ${group} order by email`.execute(ctx.db);
      return rows.map((row) => row.email);
    },
    add: (email: string) => transaction(ctx, (tx) => addParticipant(tx, subject, { email })),
    remove: (email: string) => transaction(ctx, (tx) => removeParticipant(tx, subject, email)),
  };
}

async function saidIn(ctx: Context, { id }: SubjectRef) {
  const { rows } = await sql<{ body: string; only_to: string | null }>`
    select m.body, m.only_to from messages m join conversations c on c.id = m.conversation_id where c.incident_id = ${id} order by m.id`.execute(
    ctx.db,
  );
  return rows;
}

test('who is added is in the group, announced, welcomed in the room and by mail, once', async () => {
  const { ctx, subject, members, add } = await aFurnishedOne();
  await add(ada);
  await runJobs(ctx);
  await add(ada);
  await runJobs(ctx);
  assert.deepEqual(await members(), [ada]);
  const said = await saidIn(ctx, subject);
  assert.equal(said.filter((message) => message.body.includes('joined as Observer')).length, 1);
  assert.equal(said.filter((message) => message.only_to === ada).length, 1);
  const mails = await ctx.db.selectFrom('mails').select('to').where('incident_id', '=', subject.id).execute();
  assert.deepEqual(mails, [{ to: [ada] }]);
});

test('who is removed leaves the group; who comes back is in it and is welcomed again', async () => {
  const { ctx, clock, subject, members, add, remove } = await aFurnishedOne();
  await add(ada);
  await runJobs(ctx);
  clock.advance(MINUTE);
  await remove(ada);
  await runJobs(ctx);
  assert.deepEqual(await members(), []);
  clock.advance(MINUTE);
  await add(ada);
  await runJobs(ctx);
  assert.deepEqual(await members(), [ada]);
  assert.equal((await saidIn(ctx, subject)).filter((message) => message.only_to === ada).length, 2);
});

test('who left before anybody was told is not welcomed', async () => {
  const { ctx, subject, members, add, remove } = await aFurnishedOne();
  await add(ada);
  await remove(ada);
  await runJobs(ctx);
  assert.deepEqual(await members(), []);
  assert.deepEqual(await saidIn(ctx, subject), []);
});

test('a hand-over is told to the room, and what helps in command to the new commander', async () => {
  const { ctx, subject } = await aFurnishedOne();
  await transaction(ctx, (tx) => assignRole(tx, subject, { email: ada, role: 'Incident Commander' }));
  await runJobs(ctx);
  const said = await saidIn(ctx, subject);
  assert.ok(said.some((message) => /is now \*\*Incident Commander\*\*, named by /.test(message.body)));
  assert.ok(said.some((message) => message.only_to === ada && message.body.includes('/tactical-report')));
});
