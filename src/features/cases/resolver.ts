import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { rowId } from '../../lib/row-id.ts';
import { requireEmail } from '../participants/index.ts';
import { ensureIndividual } from '../people/index.ts';

/** @returns the person of the project who is said to have resolved a case, by e-mail address or id @throws invalid neither says who */
export async function findResolver(tx: Context, projectId: number, person: Record<string, unknown>): Promise<number> {
  if (person.email) return (await ensureIndividual(tx, projectId, requireEmail(person.email, 'resolved_by.email'))).id;
  const id = rowId(person.id);
  if (id !== undefined) {
    const { rows } = await sql<{ id: number }>`
      select id from individual_contacts where id = ${id} and project_id = ${projectId} and organization_id = ${tx.tenant.id}`.execute(
      tx.db,
    );
    if (rows[0]) return rows[0].id;
  }
  throw invalid('resolved_by', 'Say who by the e-mail address, or by the id of somebody the project knows.');
}
