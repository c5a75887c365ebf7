import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { System } from '../../core/context.ts';

type Db = Pick<System, 'db' | 'now'>;

const LIFETIME_MS = 3_600_000;
const digest = (token: string) => createHash('sha256').update(token).digest('hex');

/** Makes a link that works once, within an hour; the person's earlier one dies. @returns its address, which is kept nowhere */
export async function createResetLink(system: Pick<System, 'db' | 'now' | 'settings'>, userId: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const now = system.now();
  await sql`
    with old as (delete from password_resets where expires_at <= ${now} and dispatch_user_id <> ${userId})
    insert into password_resets (dispatch_user_id, token_hash, tokens_valid_after, created_at, expires_at)
    select id, ${digest(token)}, tokens_valid_after, ${now}::timestamptz, ${new Date(now.getTime() + LIFETIME_MS)}::timestamptz
    from users where id = ${userId}
    on conflict (dispatch_user_id) do update set token_hash = excluded.token_hash, tokens_valid_after = excluded.tokens_valid_after,
      created_at = excluded.created_at, expires_at = excluded.expires_at`.execute(system.db);
  // Behind #, where it reaches no log of the way.
  return `${system.settings.uiUrl}/reset-password#${token}`;
}

/** Whose link this is, if it still works. */
export async function findPersonOfLink(system: Db, token: string): Promise<{ userId: number; email: string } | undefined> {
  const { rows } = await sql<{ userId: number; email: string }>`
    select u.id as "userId", u.email from password_resets r join users u on u.id = r.dispatch_user_id
    where ${works(system, token)}`.execute(system.db);
  return rows[0];
}

/** Uses a link up. @returns false: it does not work any more, also because somebody else used it at this very moment */
export async function takeLink(tx: Db, userId: number, token: string): Promise<boolean> {
  // First the person: a password that is changed at the same time makes the link worthless, and is seen only behind its lock.
  await sql`select 1 from users where id = ${userId} for no key update`.execute(tx.db);
  const { rows } = await sql`
    delete from password_resets r using users u
    where u.id = r.dispatch_user_id and u.id = ${userId} and ${works(tx, token)} returning r.dispatch_user_id`.execute(tx.db);
  return rows.length === 1;
}

/** For statements over `password_resets r` and `users u`. */
const works = ({ now }: Db, token: string) => sql<boolean>`
  r.token_hash = ${digest(token)} and r.expires_at > ${now()} and u.disabled_at is null
  and r.tokens_valid_after is not distinct from u.tokens_valid_after`;
