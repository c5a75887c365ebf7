import { createHash, randomBytes } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import { type Context, NOWHERE, type System, systemContext } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import { timeSql } from '../../core/field.ts';
import type { Grant } from '../../plugin-sdk/authentication.ts';
import { keepGrant } from './provider-grant.ts';

const HOUR_MS = 3_600_000;
/** However busy it is, a session ends after a day. @source https://pages.nist.gov/800-63-4/sp800-63b.html#sec5 */
const LONGEST_MS = 24 * HOUR_MS;
const IDLE_MS = 8 * HOUR_MS;
const SEEN_EVERY_MS = 60_000;
const MOST_OF_ONE_PERSON = 50;

/** For so long a session waits for the second factor. */
const WAIT_MS = 10 * 60_000;

/** How long the browser keeps the cookie. */
export const secondsOf = ({ awaitsFactor }: Pick<SessionStart, 'awaitsFactor'>) => (awaitsFactor ? WAIT_MS : LONGEST_MS) / 1000;

export type SessionStart = {
  userId: number;
  method: 'password' | 'link' | 'provider' | 'passkey';
  /** where the request came from */
  address: string;
  agent: string;
  provider?: ProviderGrant;
  /** the password was right and the second factor is to come: until then it opens nothing */
  awaitsFactor?: boolean;
};

type ProviderGrant = { issuer: string; subject: string; grant: Grant };

const digest = (secret: string) => createHash('sha256').update(secret).digest('hex');

/**
 * Begins a session; of one person's the oldest end when there are too many. Those that wait are counted apart: the password alone must
 * not push anybody out.
 * @returns the secret, for the cookie alone
 */
export async function startSession(system: System, start: SessionStart): Promise<string> {
  const { userId, method, address, agent, provider, awaitsFactor = false } = start;
  const secret = randomBytes(32).toString('base64url');
  const now = system.now();
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    await sql`
      delete from sessions where id in (
        select id from sessions where dispatch_user_id = ${userId} and awaits_factor = ${awaitsFactor} order by seen_at desc, id desc offset ${MOST_OF_ONE_PERSON - 1})`.execute(
      tx.db,
    );
    const { id } = await tx.db
      .insertInto('sessions')
      .values({
        token_hash: digest(secret),
        dispatch_user_id: userId,
        method,
        address,
        agent: agent.slice(0, 500),
        created_at: now,
        seen_at: now,
        ends_at: new Date(now.getTime() + secondsOf(start) * 1000),
        awaits_factor: awaitsFactor,
        provider_issuer: provider?.issuer,
        provider_subject: provider?.subject,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    if (provider) await keepGrant(tx, id, provider.grant);
  });
  return secret;
}

/** For a statement that reads `sessions s`: the one of this secret, if it still counts. */
export const isSessionOf = (secret: string, now: Date): RawBuilder<boolean> =>
  sql`s.token_hash = ${digest(secret)} and not s.awaits_factor and ${isAlive(now)}`;

/** @returns whose session of this secret waits for the second factor, undefined when none does */
export async function findWaiting(system: System, secret: string): Promise<{ userId: number } | undefined> {
  const { rows } = await sql<{ userId: number }>`
    select u.id as "userId" from sessions s join users u on u.id = s.dispatch_user_id
    where s.token_hash = ${digest(secret)} and s.awaits_factor and ${isAlive(system.now())} and u.disabled_at is null`.execute(system.db);
  return rows[0];
}

const isAlive = (now: Date) => sql<boolean>`(s.ends_at > ${now} and s.seen_at > ${new Date(now.getTime() - IDLE_MS)})`;

/**
 * Notes that a session is used: not at each request, as nobody needs it to the second.
 * @param organizationId where it is used by a member; the first becomes its place, and stays it until they choose another
 */
export async function noteSeen(
  system: System,
  session: { id: number; seenAt: Date; isPlaced: boolean },
  organizationId: number | undefined,
): Promise<void> {
  const now = system.now();
  const places = !session.isPlaced && organizationId !== undefined;
  if (!places && now.getTime() - session.seenAt.getTime() < SEEN_EVERY_MS) return;
  await sql`
    update sessions set seen_at = greatest(seen_at, ${now}), organization_id = coalesce(organization_id, ${organizationId ?? null})
    where id = ${session.id}`.execute(system.db);
}

/** Makes the organization of the context the place of the session that asks; nothing without a session. */
export const switchPlace = (ctx: Context): Promise<void> =>
  transaction(ctx, async (tx) => {
    const { rows } = await sql`
      update sessions set organization_id = ${tx.tenant.id}
      where id = ${tx.actor.sessionId ?? 0} and organization_id is distinct from ${tx.tenant.id} returning id`.execute(tx.db);
    if (rows.length) audit(tx, { action: 'session.switched', target: { kind: 'user', id: tx.actor.userId, name: tx.actor.email } });
  });

/** @param secret as it came in the cookie; one that is none ends nothing @returns what the provider granted, sealed */
export async function endSession({ db }: Pick<System, 'db'>, secret: string): Promise<string | undefined> {
  const ended = await db.deleteFrom('sessions').where('token_hash', '=', digest(secret)).returning('provider_grant').executeTakeFirst();
  return ended?.provider_grant ?? undefined;
}

/**
 * Ends whatever speaks for a person: sessions and tokens.
 * @param except the session that goes on
 */
export async function endEverySession({ db, now }: Pick<System, 'db' | 'now'>, userId: number, except?: number): Promise<void> {
  await db.updateTable('users').set({ tokens_valid_after: now(), updated_at: now() }).where('id', '=', userId).execute();
  await db
    .deleteFrom('sessions')
    .where('dispatch_user_id', '=', userId)
    .$if(except !== undefined, (query) => query.where('id', '!=', except as number))
    .execute();
}

/** Removes what has ended; for the schedule. */
export async function forgetEndedSessions(system: System): Promise<void> {
  await sql`delete from sessions s where not ${isAlive(system.now())}`.execute(system.db);
}

export type Session = {
  id: number;
  method: string;
  address: string;
  agent: string;
  created_at: string;
  seen_at: string;
  ends_at: string;
  current: boolean;
};

/** The caller's browsers, the one that was used last first. */
export const mySessions = async (ctx: Context) => ({ items: await sessionsOf(ctx, sql`s.dispatch_user_id = ${ctx.actor.userId}`) });

/** Those of a member that are at work in the organization of the context. */
const ofMember = (ctx: Context, userId: number) => sql`s.dispatch_user_id = ${userId} and s.organization_id = ${ctx.tenant.id}`;

/** @returns as `mySessions` */
export const memberSessions = (ctx: Context, userId: number): Promise<Session[]> => sessionsOf(ctx, ofMember(ctx, userId));

/**
 * Ends the sessions of a member that are at work in the organization; what they have open elsewhere goes on.
 * @returns how many there were
 */
export async function endMemberSessions(tx: Context, userId: number): Promise<number> {
  const { rows } = await sql`delete from sessions s where ${ofMember(tx, userId)} returning s.id`.execute(tx.db);
  return rows.length;
}

async function sessionsOf(ctx: Context, which: RawBuilder<unknown>): Promise<Session[]> {
  const time = (of: string) => sql.raw(timeSql(of));
  const { rows } = await sql<Session>`
    select s.id, s.method, s.address, s.agent, ${time('s.created_at')} as created_at, ${time('s.seen_at')} as seen_at,
      ${time(`least(s.ends_at, s.seen_at + interval '${IDLE_MS} ms')`)} as ends_at, s.id = ${ctx.actor.sessionId ?? 0} as current
    from sessions s where ${which} and not s.awaits_factor and ${isAlive(ctx.now())}
    order by s.seen_at desc, s.id desc limit ${MOST_OF_ONE_PERSON}`.execute(ctx.db);
  return rows;
}

/** @throws not_found no session, or not the caller's */
export async function endMySession(ctx: Context, id: number): Promise<void> {
  const ended = await ctx.db
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('dispatch_user_id', '=', ctx.actor.userId)
    .returning('id')
    .executeTakeFirst();
  if (!ended) throw notFound('session');
}
