import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { admin, both, decidedByRole, type Rule } from '../../core/permissions.ts';
import { incidentView, ofIncident } from '../participants/index.ts';

/** Whoever made the record, whatever person the path names. */
const ownRecord: Rule = {
  where: (ctx, alias) => sql<boolean>`exists (
    select 1 from individual_contacts oc where oc.id = ${sql.ref(`${alias}.creator_id`)} and lower(oc.email) = lower(${ctx.actor.email}))`,
};

export const formTypeEdit: Rule = { role: 'Admin', ...ownRecord };

/** A form is hidden with its incident. */
export const formView = ofIncident(incidentView);
export const formEdit: Rule = { role: 'Admin', ...both(formView, ownRecord) };

/** What attorneys ask, find and write is for administrators alone; whoever filled the form in is not among them. */
export const seesAttorneys = (ctx: Context) => decidedByRole(ctx, admin) === true;
