import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { postNotice } from '../conversations/index.ts';

/** Says in the room that more alerts belong to the case: at the second, the fourth, the eighth, so that a storm of them drowns nobody. */
export async function tellRepeated(tx: Context, caseId: number): Promise<void> {
  const subject: SubjectRef = { kind: 'case', id: caseId };
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from signal_instances where case_id = ${caseId}`.execute(
    tx.db,
  );
  const count = rows[0]?.count ?? 0;
  if (count > 1 && Number.isInteger(Math.log2(count)))
    await postNotice(tx, subject, { key: `alerts-${count}`, text: `**${count} alerts** belong to this case now.` });
  announce(tx, subject, 'updated');
}
