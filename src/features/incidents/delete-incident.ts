import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { admin, requirePermission } from '../../core/permissions.ts';
import { removeOutside } from '../assembly/index.ts';
import { getIncident, incident } from './store.ts';

/**
 * Deletes an incident for good: the row and all of its children first, in one transaction; what was made outside is then removed by
 * jobs that know what to remove without it.
 *
 * @throws forbidden  deletion is for administrators
 */
export async function deleteIncident(ctx: Context, id: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, admin, { table: 'incidents', id });
    const row = await getIncident(tx, id, { lock: true });
    await removeOutside(tx, incident(id), row.project_id);
    await sql`delete from incidents where id = ${id}`.execute(tx.db);
    announce(tx, incident(id), 'deleted');
    tx.log.info({ incident: row.name, by: tx.actor.email }, 'an incident was deleted');
  });
}
