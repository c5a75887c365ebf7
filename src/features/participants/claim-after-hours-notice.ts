import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';

/**
 * Somebody is told once per incident that its commander may be away; never the commander, nor where the priority says not to.
 * @returns the commander's name when they are to be told now
 */
export async function claimAfterHoursNotice(tx: Context, incidentId: number, individualId: number): Promise<string | undefined> {
  const { rows } = await sql<{ commander: string }>`
    update participants p set after_hours_notification = true
    from incidents i
    join incident_priorities r on r.id = i.incident_priority_id and r.disable_delayed_message_warning is not true
    join participants k on k.id = i.commander_id
    join individual_contacts c on c.id = k.individual_contact_id
    where i.id = ${incidentId} and i.organization_id = ${tx.tenant.id} and p.incident_id = i.id and p.individual_contact_id = ${individualId}
      and p.id <> k.id and p.after_hours_notification is not true
    returning c.name as commander`.execute(tx.db);
  return rows[0]?.commander;
}
