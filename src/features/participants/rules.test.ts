import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, MINUTE } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { allowed, can, type Rule } from '../../core/permissions.ts';
import type { Role } from '../../core/roles.ts';
import { addParticipant } from './add-participant.ts';
import { assignRole } from './assign-role.ts';
import { anIncident } from './fixtures.ts';
import type { ParticipantRole } from './participant.ts';
import { removeParticipant } from './remove-participant.ts';
import { incidentEdit, incidentEvent, incidentJoin, incidentView, ofIncident } from './rules.ts';
import { inactivateAll } from './tenures.ts';

const RULES = { view: incidentView, edit: incidentEdit, event: incidentEvent, join: incidentJoin };
type Allowed = (keyof typeof RULES)[];

type Row = {
  who: string;
  role?: Role;
  part?: ParticipantRole | 'removed commander' | 'former scribe';
  visibility: 'Open' | 'Restricted';
  selfJoin?: boolean;
  may: Allowed;
};

const ALL: Allowed = ['view', 'edit', 'event', 'join'];

const TABLE: Row[] = [
  { who: 'an owner', role: 'Owner', visibility: 'Restricted', may: ALL },
  { who: 'a manager', role: 'Manager', visibility: 'Restricted', may: ALL },
  { who: 'an administrator', role: 'Admin', visibility: 'Restricted', selfJoin: false, may: ALL },
  { who: 'a member', visibility: 'Open', may: ['view', 'join'] },
  { who: 'a member', visibility: 'Open', selfJoin: false, may: ['view'] },
  { who: 'a member', visibility: 'Restricted', may: [] },
  { who: 'the commander', part: 'Incident Commander', visibility: 'Restricted', may: ['view', 'edit', 'event'] },
  { who: 'the reporter', part: 'Reporter', visibility: 'Restricted', may: ['view', 'edit', 'event'] },
  { who: 'the scribe', part: 'Scribe', visibility: 'Restricted', may: ['view', 'event'] },
  { who: 'the liaison', part: 'Liaison', visibility: 'Restricted', may: ['view'] },
  { who: 'an observer', part: 'Observer', visibility: 'Restricted', may: ['view'] },
  { who: 'a former scribe who stays', part: 'former scribe', visibility: 'Restricted', may: ['view'] },
  { who: 'somebody who was removed', part: 'removed commander', visibility: 'Restricted', may: [] },
  { who: 'somebody who was removed', part: 'removed commander', visibility: 'Open', may: ['view', 'join'] },
];

for (const row of TABLE) {
  const where = `${row.visibility === 'Open' ? 'an open' : 'a restricted'} incident${row.selfJoin === false ? ' that nobody joins by themselves' : ''}`;
  test(`${row.who} may ${row.may.join(', ') || 'nothing'} with ${where}`, async () => {
    const { ctx, project } = await anOrganization();
    if (row.selfJoin === false) await sql`update projects set allow_self_join = false where id = ${project.id}`.execute(ctx.db);
    const subject = await anIncident(ctx, project.id, { visibility: row.visibility });
    const caller = await asUser(ctx, row.role ?? 'Member');
    if (row.part) await takePart(ctx, subject.id, caller.actor.email, row.part);
    const table = { table: 'incidents', id: subject.id };
    for (const [name, rule] of Object.entries(RULES) as [keyof typeof RULES, Rule][]) {
      assert.equal(await can(caller, rule, table), row.may.includes(name), name);
      assert.equal(await listed(caller, rule, subject.id), row.may.includes(name), `${name} as SQL`);
    }
  });
}

async function takePart(ctx: Context, id: number, email: string, part: NonNullable<Row['part']>) {
  const subject = { kind: 'incident', id } as const;
  // People write their address as they please.
  const written = email.toUpperCase();
  await transaction(ctx, async (tx) => {
    if (part === 'removed commander') {
      await addParticipant(tx, subject, { email: written, role: 'Incident Commander' });
      await assignRole(tx, subject, { email: 'somebody@example.com', role: 'Incident Commander' });
      await removeParticipant(tx, subject, email);
    } else if (part === 'former scribe') {
      await addParticipant(tx, subject, { email: written, role: 'Scribe' });
      await assignRole(tx, subject, { email: 'somebody@example.com', role: 'Scribe' });
    } else await addParticipant(tx, subject, { email: written, role: part });
  });
}

async function listed(ctx: Context, rule: Rule, id: number): Promise<boolean> {
  const { rows } = await sql`select t0.id from incidents t0 where t0.id = ${id} and ${allowed(ctx, rule, 't0')}`.execute(ctx.db);
  return rows.length === 1;
}

test('closing a restricted incident takes nobody’s sight of it, removal afterwards does', async () => {
  const { ctx, project, clock } = await anOrganization();
  const subject = await anIncident(ctx, project.id, { visibility: 'Restricted' });
  const caller = await asUser(ctx, 'Member');
  await transaction(ctx, (tx) => addParticipant(tx, subject, { email: caller.actor.email }));
  clock.advance(MINUTE);
  await transaction(ctx, async (tx) => {
    await sql`update incidents set status = 'Closed', closed_at = ${tx.now()} where id = ${subject.id}`.execute(tx.db);
    await inactivateAll(tx, subject, tx.now());
  });
  assert.equal(await can(caller, incidentView, { table: 'incidents', id: subject.id }), true);
  clock.advance(MINUTE);
  await transaction(ctx, (tx) => removeParticipant(tx, subject, caller.actor.email));
  assert.equal(await can(caller, incidentView, { table: 'incidents', id: subject.id }), false);
});

test('the rule of an incident holds for what belongs to it', async () => {
  const { ctx, project } = await anOrganization();
  const subject = await anIncident(ctx, project.id, { visibility: 'Restricted' });
  const caller = await asUser(ctx, 'Member');
  const visible = async (who: Context) => {
    const { rows } = await sql`
      select t0.id from participants t0 where t0.incident_id = ${subject.id} and ${allowed(who, ofIncident(incidentView), 't0')}`.execute(
      ctx.db,
    );
    return rows.length;
  };
  await transaction(ctx, (tx) => addParticipant(tx, subject, { email: 'ada@example.com' }));
  assert.equal(await visible(caller), 0);
  assert.equal(await visible(ctx), 1);
  await transaction(ctx, (tx) => addParticipant(tx, subject, { email: caller.actor.email }));
  assert.equal(await visible(caller), 2);
});

test('another organization’s administrator has no say', async () => {
  const { ctx, project, system } = await anOrganization();
  const other = await anOrganization(system);
  const subject = await anIncident(ctx, project.id);
  assert.equal(await can(other.ctx, incidentView, { table: 'incidents', id: subject.id }), false);
});
