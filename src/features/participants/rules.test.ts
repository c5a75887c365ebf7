import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, asViewer, MINUTE } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { allowed, can, type Rule } from '../../core/permissions.ts';
import type { Role } from '../../core/roles.ts';
import { addParticipant } from './add-participant.ts';
import { assignRole } from './assign-role.ts';
import { BARE, KINDS } from './fixtures.ts';
import type { ParticipantRole } from './participant.ts';
import { removeParticipant } from './remove-participant.ts';
import type { SubjectVerb } from './rules.ts';
import { caseView, incidentView, ofCase, ofIncident, ofSubject, SUBJECT_RULES, subjectRule } from './rules.ts';
import { inactivateAll } from './tenures.ts';

type Kind = SubjectRef['kind'];
type Allowed = SubjectVerb[];

type Row = {
  who: string;
  /** default: it is the same with both */
  kind?: Kind;
  role?: Role;
  /** the project of the subject */
  administers?: boolean;
  isReadOnly?: boolean;
  part?: ParticipantRole | 'removed lead' | 'former scribe';
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
  { who: 'INV-12: who looks after the project', administers: true, visibility: 'Restricted', may: ALL },
  { who: 'INV-12: a viewer who would look after it', administers: true, isReadOnly: true, visibility: 'Restricted', may: [] },
  { who: 'the commander', kind: 'incident', part: 'Incident Commander', visibility: 'Restricted', may: ['view', 'edit', 'event'] },
  { who: 'the assignee', kind: 'case', part: 'Assignee', visibility: 'Restricted', may: ['view', 'edit', 'event'] },
  { who: 'the reporter', part: 'Reporter', visibility: 'Restricted', may: ['view', 'edit', 'event'] },
  { who: 'the scribe', kind: 'incident', part: 'Scribe', visibility: 'Restricted', may: ['view', 'event'] },
  { who: 'the liaison', kind: 'incident', part: 'Liaison', visibility: 'Restricted', may: ['view'] },
  { who: 'an observer', kind: 'incident', part: 'Observer', visibility: 'Restricted', may: ['view'] },
  { who: 'an observer', kind: 'case', part: 'Observer', visibility: 'Restricted', may: ['view', 'event'] },
  { who: 'a former scribe who stays', kind: 'incident', part: 'former scribe', visibility: 'Restricted', may: ['view'] },
  { who: 'somebody who was removed', part: 'removed lead', visibility: 'Restricted', may: [] },
  { who: 'somebody who was removed', part: 'removed lead', visibility: 'Open', may: ['view', 'join'] },
];

const CASES = TABLE.flatMap((row) => (row.kind ? [row.kind] : KINDS).map((kind) => ({ ...row, kind })));

for (const row of CASES) {
  const { kind } = row;
  const where = `${row.visibility === 'Open' ? 'an open' : 'a restricted'} ${kind}${row.selfJoin === false ? ' that nobody joins by themselves' : ''}`;
  test(`${row.who} may ${row.may.join(', ') || 'nothing'} with ${where}`, async () => {
    const { ctx, project } = await anOrganization();
    if (row.selfJoin === false) await sql`update projects set allow_self_join = false where id = ${project.id}`.execute(ctx.db);
    const subject = await BARE[kind](ctx, project.id, { visibility: row.visibility });
    const caller = row.isReadOnly ? await asViewer(ctx) : await asUser(ctx, row.role ?? 'Member');
    if (row.administers) caller.actor.administers = [project.id];
    if (row.part) await takePart(ctx, subject, caller.actor.email, row.part);
    for (const verb of Object.keys(SUBJECT_RULES[kind]) as SubjectVerb[]) {
      assert.equal(await can(caller, ...subjectRule(subject, verb)), row.may.includes(verb), verb);
      assert.equal(await listed(caller, subject, SUBJECT_RULES[kind][verb]), row.may.includes(verb), `${verb} as SQL`);
    }
  });
}

async function takePart(ctx: Context, subject: SubjectRef, email: string, part: NonNullable<Row['part']>) {
  const lead = subject.kind === 'incident' ? 'Incident Commander' : 'Assignee';
  // People write their address as they please.
  const written = email.toUpperCase();
  await transaction(ctx, async (tx) => {
    if (part === 'removed lead') {
      await addParticipant(tx, subject, { email: written, role: lead });
      await assignRole(tx, subject, { email: 'somebody@example.com', role: lead });
      await removeParticipant(tx, subject, email);
    } else if (part === 'former scribe') {
      await addParticipant(tx, subject, { email: written, role: 'Scribe' });
      await assignRole(tx, subject, { email: 'somebody@example.com', role: 'Scribe' });
    } else await addParticipant(tx, subject, { email: written, role: part });
  });
}

async function listed(ctx: Context, { kind, id }: SubjectRef, rule: Rule): Promise<boolean> {
  const { rows } = await sql`
    select t0.id from ${sql.table(`${kind}s`)} t0 where t0.id = ${id} and ${allowed(ctx, rule, 't0')}`.execute(ctx.db);
  return rows.length === 1;
}

test.each(KINDS)('closing a restricted %s takes nobody’s sight of it, removal afterwards does', async (kind) => {
  const { ctx, project, clock } = await anOrganization();
  const subject = await BARE[kind](ctx, project.id, { visibility: 'Restricted' });
  const caller = await asUser(ctx, 'Member');
  await transaction(ctx, (tx) => addParticipant(tx, subject, { email: caller.actor.email }));
  clock.advance(MINUTE);
  await transaction(ctx, async (tx) => {
    await sql`update ${sql.table(`${kind}s`)} set status = 'Closed', closed_at = ${tx.now()} where id = ${subject.id}`.execute(tx.db);
    await inactivateAll(tx, subject, tx.now());
  });
  assert.equal(await can(caller, ...subjectRule(subject, 'view')), true);
  clock.advance(MINUTE);
  await transaction(ctx, (tx) => removeParticipant(tx, subject, caller.actor.email));
  assert.equal(await can(caller, ...subjectRule(subject, 'view')), false);
});

test.each([
  ['incident', ofIncident(incidentView)],
  ['case', ofCase(caseView)],
  ['incident', ofSubject('view')],
  ['case', ofSubject('view')],
] as const)('the rule of an %s holds for what belongs to it', async (kind, rule) => {
  const { ctx, project } = await anOrganization();
  const subject = await BARE[kind](ctx, project.id, { visibility: 'Restricted' });
  const caller = await asUser(ctx, 'Member');
  const visible = async (who: Context) => {
    const { rows } = await sql`
      select t0.id from participants t0 where ${sql.ref(`t0.${kind}_id`)} = ${subject.id} and ${allowed(who, rule, 't0')}`.execute(ctx.db);
    return rows.length;
  };
  await transaction(ctx, (tx) => addParticipant(tx, subject, { email: 'ada@example.com' }));
  assert.equal(await visible(caller), 0);
  assert.equal(await visible(ctx), 1);
  await transaction(ctx, (tx) => addParticipant(tx, subject, { email: caller.actor.email }));
  assert.equal(await visible(caller), 2);
});

test.each(KINDS)('another organization’s administrator has no say about an open %s', async (kind) => {
  const { ctx, project, system } = await anOrganization();
  const other = await anOrganization(system);
  const subject = await BARE[kind](ctx, project.id);
  assert.equal(await can(other.ctx, ...subjectRule(subject, 'view')), false);
});
