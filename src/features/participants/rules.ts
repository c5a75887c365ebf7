import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { allowed, isLookedAfter, type Rule } from '../../core/permissions.ts';
import type { ParticipantRole } from './participant.ts';

/*
 * Who may do what with an incident or a case. Each rule is over a row of `incidents` or `cases`; only somebody who takes part now counts,
 * whatever the case of the letters in their address.
 */

type Kind = SubjectRef['kind'];
export type SubjectVerb = 'view' | 'edit' | 'event' | 'join';

/** Everybody may see what is open; what is restricted is for administrators, those of its project, and those who take part. */
const view = (kind: Kind): Rule => ({
  role: 'Admin',
  // An array and not an `exists` or `in`: PostgreSQL makes it once for a statement and not at all when it meets no restricted row, and
  // does not count its price again for each row, which would keep it from the indexes that filters ask for.
  where: (ctx, alias) => sql<boolean>`(${isOpen(alias)} or ${ofProject(ctx, alias)} or ${sql.ref(`${alias}.id`)} = any(array(
    select ${sql.ref(`tp.${kind}_id`)} from individual_contacts ti
    join participants tp on tp.individual_contact_id = ti.id
    join ${sql.table(`${kind}s`)} ts on ts.id = ${sql.ref(`tp.${kind}_id`)} and ts.visibility = 'Restricted'
    join participant_roles tr on tr.participant_id = tp.id and (tr.renounced_at is null or tr.renounced_at = ts.closed_at)
    where ti.organization_id = ${ctx.tenant.id} and lower(ti.email) = lower(${ctx.actor.email}))))`,
});

const holding = (kind: Kind, ...roles: ParticipantRole[]): Rule => ({
  role: 'Admin',
  where: (ctx, alias) => sql<boolean>`(${ofProject(ctx, alias)} or ${takesPart(ctx, alias, kind, roles)})`,
});

/** Anyone joins what is open in a project that allows it. */
const join: Rule = {
  role: 'Admin',
  where: (ctx, alias) => sql<boolean>`(${ofProject(ctx, alias)} or (${isOpen(alias)} and exists (
    select 1 from projects jp where jp.id = ${sql.ref(`${alias}.project_id`)} and jp.allow_self_join)))`,
};

export const incidentView = view('incident');
/** Commander and reporter change an incident. */
export const incidentEdit = holding('incident', 'Incident Commander', 'Reporter');
/** The scribe may keep the timeline as well. */
export const incidentEvent = holding('incident', 'Incident Commander', 'Reporter', 'Scribe');
export const incidentJoin = join;

export const caseView = view('case');
/** Assignee and reporter change a case. */
export const caseEdit = holding('case', 'Assignee', 'Reporter');
/** Everybody who takes part keeps the timeline of a case. */
export const caseEvent = holding('case');
export const caseJoin = join;

/** The same question of either kind of subject. */
export const SUBJECT_RULES: Record<Kind, Record<SubjectVerb, Rule>> = {
  incident: { view: incidentView, edit: incidentEdit, event: incidentEvent, join: incidentJoin },
  case: { view: caseView, edit: caseEdit, event: caseEvent, join: caseJoin },
};

/** @returns the rule and the row it is about, as `requirePermission` takes them */
export const subjectRule = ({ kind, id }: SubjectRef, verb: SubjectVerb) => [SUBJECT_RULES[kind][verb], { table: `${kind}s`, id }] as const;

/** The same rule for a row that belongs to an incident through `incident_id`; a row of no incident is open to members. */
export const ofIncident = (rule: Rule): Rule => through('incident', rule);
/** The same for a row that belongs to a case through `case_id`. */
export const ofCase = (rule: Rule): Rule => through('case', rule);

/** For a row that may belong to an incident or to a case; a row of neither is open to members. */
export const ofSubject = (verb: SubjectVerb): Rule => ({
  role: 'Admin',
  where: (ctx, alias) =>
    sql<boolean>`(${allowed(ctx, ofIncident(SUBJECT_RULES.incident[verb]), alias)} and ${allowed(ctx, ofCase(SUBJECT_RULES.case[verb]), alias)})`,
});

function through(kind: Kind, rule: Rule): Rule {
  return {
    ...(rule.role && { role: rule.role }),
    where: (ctx, alias) => {
      const subjectId = sql.ref(`${alias}.${kind}_id`);
      return sql<boolean>`(${subjectId} is null or exists (
        select 1 from ${sql.table(`${kind}s`)} oi where oi.id = ${subjectId} and ${allowed(ctx, rule, 'oi')}))`;
    },
    ...(rule === SUBJECT_RULES[kind].view && { among: (ctx, alias) => notHidden(ctx, kind, alias) }),
  };
}

/**
 * The same for many rows: what is restricted is a small part, found once for a statement and looked up for each row. Whether every row's
 * subject may be seen would make PostgreSQL look at all subjects there are, for a page of 25.
 */
function notHidden(ctx: Context, kind: Kind, alias: string): RawBuilder<boolean> {
  const subjectId = sql.ref(`${alias}.${kind}_id`);
  return sql<boolean>`(${subjectId} is null or ${subjectId} not in (
    select oh.id from ${sql.table(`${kind}s`)} oh where oh.visibility = 'Restricted' and not ${allowed(ctx, SUBJECT_RULES[kind].view, 'oh')}))`;
}

const ofProject = (ctx: Context, alias: string) => isLookedAfter(ctx, sql.ref(`${alias}.project_id`));

const isOpen = (alias: string) => sql<boolean>`${sql.ref(`${alias}.visibility`)} = 'Open'`;

/**
 * Closing an incident ends every tenure at that very moment; it takes nobody's sight of what they worked on. Who was removed, before
 * or after, has another end.
 *
 * @param roles any role when there are none
 */
function takesPart(ctx: Context, alias: string, kind: Kind, roles: ParticipantRole[]): RawBuilder<boolean> {
  const role = roles.length ? sql`and tr.role = any(${roles})` : sql``;
  return sql<boolean>`exists (
    select 1 from participants tp
    join individual_contacts ti on ti.id = tp.individual_contact_id and lower(ti.email) = lower(${ctx.actor.email})
    join participant_roles tr on tr.participant_id = tp.id
    where ${sql.ref(`tp.${kind}_id`)} = ${sql.ref(`${alias}.id`)} ${role}
      and (tr.renounced_at is null or tr.renounced_at = ${sql.ref(`${alias}.closed_at`)}))`;
}
