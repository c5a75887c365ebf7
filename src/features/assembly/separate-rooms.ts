import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';

/**
 * A case and the incident it became share a room only while both are open: once one of them is restricted, those who see the other
 * would read along. The room stays with the incident.
 */
export async function separateRooms(tx: Context, { kind, id }: SubjectRef): Promise<void> {
  await sql`
    update conversations c set case_id = null, updated_at = ${tx.now()} from incidents i, cases s
    where c.${sql.ref(`${kind}_id`)} = ${id} and i.id = c.incident_id and s.id = c.case_id
      and (i.visibility <> 'Open' or s.visibility <> 'Open')`.execute(tx.db);
}
