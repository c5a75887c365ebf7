import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { type Rule, requirePermission } from '../../core/permissions.ts';
import { lockSubject } from '../participants/index.ts';
import { removeOutside } from './remove-outside.ts';

/**
 * Deletes a subject for good: the row and all of its children first, in one transaction; what was made outside is then removed by jobs
 * that know what to remove without it.
 *
 * @throws forbidden  the rule does not admit the caller
 */
export async function deleteSubject(ctx: Context, subject: SubjectRef, rule: Rule): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, rule, { table: `${subject.kind}s`, id: subject.id });
    const row = await lockSubject(tx, subject);
    await removeOutside(tx, subject, row.project_id);
    await sql`delete from ${sql.table(`${subject.kind}s`)} where id = ${subject.id}`.execute(tx.db);
    announce(tx, subject, 'deleted');
    tx.log.info({ [subject.kind]: row.name, by: tx.actor.email }, `${subject.kind} deleted`);
  });
}
