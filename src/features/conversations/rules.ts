import { sql } from 'kysely';
import { both, either, type Rule } from '../../core/permissions.ts';
import { incidentJoin, incidentView } from '../participants/index.ts';

const takesPart: Rule = {
  where: (ctx, alias) => sql<boolean>`exists (
    select 1 from participants wp
    join individual_contacts wi on wi.id = wp.individual_contact_id and lower(wi.email) = lower(${ctx.actor.email})
    where wp.incident_id = ${sql.ref(`${alias}.id`)}
      and exists (select 1 from participant_roles wr where wr.participant_id = wp.id and wr.renounced_at is null))`,
};

/** Whoever takes part in an incident talks in its room, and whoever might join it: talking is joining. */
export const incidentTalk: Rule = both(incidentView, either(incidentJoin, takesPart));
