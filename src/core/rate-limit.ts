import { sql } from 'kysely';
import type { System } from './context.ts';
import { limited } from './errors.ts';

export type Limit = { attempts: number; windowMs: number };

/**
 * Counts an attempt within the window that the first one opened; shared by all processes.
 * @returns how many there were with this one, and how long the window stays open, ms
 */
export async function countedAttempts(
  system: Pick<System, 'db' | 'now'>,
  key: string,
  windowMs: number,
): Promise<{ attempts: number; leftMs: number }> {
  const { points, leftMs } = await countedPoints(system, key, { points: 1, limit: Number.POSITIVE_INFINITY, windowMs });
  return { attempts: points, leftMs };
}

/**
 * Counts an attempt and refuses it when there were too many.
 * @throws limited
 */
export async function countAttempt(system: System, key: string, { attempts, windowMs }: Limit): Promise<void> {
  const counted = await countedAttempts(system, key, windowMs);
  if (counted.attempts > attempts) throw tooMany(counted.leftMs);
}

function tooMany(waitMs: number) {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  const wait = minutes < 120 ? `${minutes} minute${minutes === 1 ? '' : 's'}` : `${Math.ceil(minutes / 60)} hours`;
  return limited(`Too many attempts. Try again in ${wait}.`, waitMs);
}

/**
 * Spends points of what somebody has within a window.
 * @returns how many are spent with these, and when they have all of them again, ms
 * @throws limited more than there are
 */
export async function countedPoints(
  { db, now }: Pick<System, 'db' | 'now'>,
  key: string,
  { points, limit, windowMs }: { points: number; limit: number; windowMs: number },
): Promise<{ points: number; leftMs: number }> {
  const at = now();
  const { rows } = await sql<{ attempts: number; expires_at: Date }>`
    insert into rate_limits as r (key, attempts, expires_at) values (${key}, ${points}, ${new Date(at.getTime() + windowMs)})
    on conflict (key) do update set
      attempts = case when r.expires_at <= ${at} then ${points} else r.attempts + ${points} end,
      expires_at = case when r.expires_at <= ${at} then excluded.expires_at else r.expires_at end
    returning attempts, expires_at`.execute(db);
  const spent = rows[0] as { attempts: number; expires_at: Date };
  const leftMs = spent.expires_at.getTime() - at.getTime();
  if (spent.attempts > limit) throw tooMany(leftMs);
  return { points: spent.attempts, leftMs };
}

/** Forgets the attempts: the last one was good. */
export async function forgetAttempts(system: System, key: string): Promise<void> {
  await sql`delete from rate_limits where key = ${key}`.execute(system.db);
}

/** Removes what has expired; for the schedule. */
export async function forgetExpiredAttempts(system: System): Promise<void> {
  await sql`delete from rate_limits where expires_at <= ${system.now()}`.execute(system.db);
}
