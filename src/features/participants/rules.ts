import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { allowed, type Rule } from '../../core/permissions.ts';
import type { ParticipantRole } from './participant.ts';

/*
 * Who may do what with an incident. Each rule is over a row of `incidents`; only somebody who takes part now counts, whatever the
 * case of the letters in their address.
 */

/** Everybody may see an open incident; a restricted one is for administrators and those who take part. */
export const incidentView: Rule = {
  role: 'Admin',
  // An array and not an `exists` or `in`: PostgreSQL makes it once for a statement and not at all when it meets no restricted row, and
  // does not count its price again for each row, which would keep it from the indexes that filters ask for.
  where: (ctx, alias) => sql<boolean>`(${isOpen(alias)} or ${sql.ref(`${alias}.id`)} = any(array(
    select tp.incident_id from individual_contacts ti
    join participants tp on tp.individual_contact_id = ti.id
    join incidents ts on ts.id = tp.incident_id and ts.visibility = 'Restricted'
    join participant_roles tr on tr.participant_id = tp.id and (tr.renounced_at is null or tr.renounced_at = ts.closed_at)
    where ti.organization_id = ${ctx.tenant.id} and lower(ti.email) = lower(${ctx.actor.email}))))`,
};

/** Commander and reporter change an incident. */
export const incidentEdit: Rule = {
  role: 'Admin',
  where: (ctx, alias) => takesPart(ctx, alias, ['Incident Commander', 'Reporter']),
};

/** The scribe may keep the timeline as well. */
export const incidentEvent: Rule = {
  role: 'Admin',
  where: (ctx, alias) => takesPart(ctx, alias, ['Incident Commander', 'Reporter', 'Scribe']),
};

/** Anyone joins or subscribes to an open incident of a project that allows it. */
export const incidentJoin: Rule = {
  role: 'Admin',
  where: (_ctx, alias) => sql<boolean>`(${isOpen(alias)} and exists (
    select 1 from projects jp where jp.id = ${sql.ref(`${alias}.project_id`)} and jp.allow_self_join))`,
};

/** The same rule for a row that belongs to an incident through `incident_id`; a row of no incident is open to members. */
export function ofIncident(rule: Rule): Rule {
  return {
    ...(rule.role && { role: rule.role }),
    where: (ctx, alias) => {
      const incidentId = sql.ref(`${alias}.incident_id`);
      return sql<boolean>`(${incidentId} is null or exists (
        select 1 from incidents oi where oi.id = ${incidentId} and ${allowed(ctx, rule, 'oi')}))`;
    },
  };
}

const isOpen = (alias: string) => sql<boolean>`${sql.ref(`${alias}.visibility`)} = 'Open'`;

/**
 * Closing an incident ends every tenure at that very moment; it takes nobody's sight of what they worked on. Who was removed, before
 * or after, has another end.
 */
function takesPart(ctx: Context, alias: string, roles: ParticipantRole[]): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from participants tp
    join individual_contacts ti on ti.id = tp.individual_contact_id and lower(ti.email) = lower(${ctx.actor.email})
    join participant_roles tr on tr.participant_id = tp.id
    where tp.incident_id = ${sql.ref(`${alias}.id`)} and tr.role = any(${roles})
      and (tr.renounced_at is null or tr.renounced_at = ${sql.ref(`${alias}.closed_at`)}))`;
}
