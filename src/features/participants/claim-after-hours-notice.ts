import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';

const IN_CHARGE = { incident: 'commander_id', case: 'assignee_id' } as const;

/**
 * Somebody is told once per subject that whoever is in charge may be away; never those in charge, nor where the priority says not to.
 * @returns the name of who is in charge when they are to be told now
 */
export async function claimAfterHoursNotice(tx: Context, { kind, id }: SubjectRef, individualId: number): Promise<string | undefined> {
  const { rows } = await sql<{ inCharge: string }>`
    update participants p set after_hours_notification = true
    from ${sql.table(`${kind}s`)} s
    join ${sql.table(`${kind}_priorities`)} r on r.id = ${sql.ref(`s.${kind}_priority_id`)} and r.disable_delayed_message_warning is not true
    join participants k on k.id = ${sql.ref(`s.${IN_CHARGE[kind]}`)}
    join individual_contacts c on c.id = k.individual_contact_id
    where s.id = ${id} and s.organization_id = ${tx.tenant.id} and ${sql.ref(`p.${kind}_id`)} = s.id and p.individual_contact_id = ${individualId}
      and p.id <> k.id and p.after_hours_notification is not true
    returning c.name as "inCharge"`.execute(tx.db);
  return rows[0]?.inCharge;
}
