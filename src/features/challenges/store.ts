import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { enqueue } from '../../core/jobs.ts';

export type Status = 'pending' | 'approved' | 'denied' | 'expired';

/** How a challenge stands now: its time may be over before the job that notes it has run. For statements over `mfa_challenges c`. */
export const statusAt = (now: Date) =>
  sql<Status>`case when c.status = 'pending' and c.expires_at <= ${now} then 'expired' else c.status end`;

type Continuation = { job: string; payload: Record<string, unknown> };

/**
 * Ends a pending challenge and has whoever asked go on; once, however many try.
 * @returns false: it is over already, or its time is
 */
export async function settle(tx: Context, challengeId: string, status: Exclude<Status, 'pending'>): Promise<boolean> {
  const inTime = status === 'expired' ? sql`c.expires_at <= ${tx.now()}` : sql`c.expires_at > ${tx.now()}`;
  const { rows } = await sql<{ continuation: Continuation }>`
    update mfa_challenges c set status = ${status}, decided_at = ${tx.now()}
    where c.challenge_id = ${challengeId} and c.organization_id = ${tx.tenant.id} and c.status = 'pending' and ${inTime}
    returning c.continuation`.execute(tx.db);
  const [settled] = rows;
  if (!settled) return false;
  const { job, payload } = settled.continuation;
  await enqueue(tx, job, { ...payload, challengeId, status }, { key: `challenge-${challengeId}` });
  return true;
}
