import { sql } from 'kysely';
import type { System } from './context.ts';

/** A key is remembered this long: what is queued twice is queued twice within moments, or by a schedule that was away for days. */
const KEEP_MS = 30 * 86_400_000;
const BATCH = 5000;
/** What is left over waits for the next turn. */
const MOST_BATCHES = 20;

/**
 * Deletes jobs that were over long ago, a batch at a time so that no lock is held for long. Steps of flows stay: they are what an
 * incident's page shows of its beginning. So do failed ones: somebody has yet to look at them.
 *
 * @returns how many were deleted
 */
export async function forgetFinishedJobs(system: System): Promise<number> {
  const before = new Date(system.now().getTime() - KEEP_MS);
  let total = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const result = await sql`
      delete from jobs where id in (
        select id from jobs where flow is null and status in ('done', 'skipped') and finished_at < ${before}
        order by finished_at limit ${sql.lit(BATCH)} for update skip locked)`.execute(system.db);
    const deleted = Number(result.numAffectedRows ?? 0);
    total += deleted;
    if (deleted < BATCH) break;
  }
  return total;
}
