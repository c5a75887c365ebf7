import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';

/**
 * Keeps which type an incident or a case had until now: what was done until then stays costed by that type's model. Called before the
 * row's type is written, followed by `recalculate` or `recalculateCases`.
 */
export async function changeTypeOf(tx: Context, { kind, id }: SubjectRef, nextTypeId: number): Promise<void> {
  const history = sql.table(`${kind}_type_changes`);
  const [subject, type] = [sql.ref(`${kind}_id`), sql.ref(`${kind}_type_id`)];
  const changing = sql`from ${sql.table(`${kind}s`)} s where s.id = ${id} and s.organization_id = ${tx.tenant.id} and s.${type} <> ${nextTypeId}`;
  await sql`
    insert into ${history} (organization_id, ${subject}, ${type}, changed_at)
    select s.organization_id, s.id, s.${type}, '-infinity' ${changing} and not exists (select 1 from ${history} h where h.${subject} = s.id)
    union all
    select s.organization_id, s.id, ${nextTypeId}::int, ${tx.now()}::timestamptz ${changing}`.execute(tx.db);
}
