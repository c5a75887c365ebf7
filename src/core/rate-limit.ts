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
  const now = system.now();
  const { rows } = await sql<{ attempts: number; expires_at: Date }>`
    insert into rate_limits as r (key, attempts, expires_at) values (${key}, 1, ${new Date(now.getTime() + windowMs)})
    on conflict (key) do update set
      attempts = case when r.expires_at <= ${now} then 1 else r.attempts + 1 end,
      expires_at = case when r.expires_at <= ${now} then excluded.expires_at else r.expires_at end
    returning attempts, expires_at`.execute(system.db);
  const { attempts, expires_at } = rows[0] as { attempts: number; expires_at: Date };
  return { attempts, leftMs: expires_at.getTime() - now.getTime() };
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

/** Forgets the attempts: the last one was good. */
export async function forgetAttempts(system: System, key: string): Promise<void> {
  await sql`delete from rate_limits where key = ${key}`.execute(system.db);
}

/** Removes what has expired; for the schedule. */
export async function forgetExpiredAttempts(system: System): Promise<void> {
  await sql`delete from rate_limits where expires_at <= ${system.now()}`.execute(system.db);
}
