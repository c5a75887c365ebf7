import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';

/**
 * Keeps which type an incident had until now: what was done until then stays costed by that type's model. Called before
 * `incidents.incident_type_id` is written, followed by `recalculate`.
 */
export async function changeTypeOfIncident(tx: Context, incidentId: number, nextTypeId: number): Promise<void> {
  await sql`
    insert into incident_type_changes (organization_id, incident_id, incident_type_id, changed_at)
    select i.organization_id, i.id, i.incident_type_id, '-infinity' from incidents i
      where i.id = ${incidentId} and i.organization_id = ${tx.tenant.id} and i.incident_type_id <> ${nextTypeId}
        and not exists (select 1 from incident_type_changes h where h.incident_id = i.id)
    union all
    select i.organization_id, i.id, ${nextTypeId}::int, ${tx.now()}::timestamptz from incidents i
      where i.id = ${incidentId} and i.organization_id = ${tx.tenant.id} and i.incident_type_id <> ${nextTypeId}`.execute(tx.db);
}
