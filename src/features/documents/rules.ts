import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { allowed, type Rule } from '../../core/permissions.ts';
import { incidentEdit, incidentView, ofIncident } from '../participants/index.ts';

/** Documents of an incident are for those who see the incident; runbooks, references and templates are for everybody. */
export const documentView: Rule = {
  role: 'Admin',
  where: (
    ctx,
    alias,
  ) => sql<boolean>`(${allowed(ctx, ofIncident(incidentView), alias)} and (${sql.ref(`${alias}.case_id`)} is null or exists (
    select 1 from cases vc where vc.id = ${sql.ref(`${alias}.case_id`)} and vc.visibility = 'Open')))`,
};

/** Name, links and filters: what belongs to the project is set up by administrators, the rest by those who lead the incident. */
export const documentEdit: Rule = { role: 'Admin', where: (ctx, alias) => inIncident(ctx, alias, incidentEdit) };

/** The text itself: everybody who sees the incident writes in its documents. */
export const documentWrite: Rule = { role: 'Admin', where: (ctx, alias) => inIncident(ctx, alias, incidentView) };

const inIncident = (ctx: Context, alias: string, rule: Rule): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(`${alias}.incident_id`)} is not null and ${allowed(ctx, ofIncident(rule), alias)})`;
