import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context, System } from '../../../core/context.ts';
import { cookieIn, ownCookie } from '../session-cookie.ts';

const LIFETIME_MS = 5 * 60_000;

type Purpose = 'add' | 'sign-in';

const digest = (secret: string) => createHash('sha256').update(secret).digest('hex');
/** Tells the browser that asked from any other; apart from the session, as there is none yet when somebody signs in. */
const COOKIE = 'passkey';

/**
 * Makes something random for an authenticator to sign, for this browser alone.
 * @param asked.userId undefined: whoever can
 * @returns base64url
 */
export async function makeChallenge(
  ctx: Context,
  asked: { purpose: Purpose; userId: number | undefined },
  request: Pick<FastifyRequest, 'headers'>,
  reply: FastifyReply,
): Promise<string> {
  const browser = cookieIn(ctx.settings, COOKIE, request.headers) ?? randomBytes(32).toString('base64url');
  const challenge = randomBytes(32).toString('base64url');
  await ctx.db
    .insertInto('passkey_challenges')
    .values({
      challenge,
      browser_hash: digest(browser),
      purpose: asked.purpose,
      dispatch_user_id: asked.userId ?? null,
      expires_at: new Date(ctx.now().getTime() + LIFETIME_MS),
    })
    .execute();
  reply.header('set-cookie', ownCookie(ctx.settings, COOKIE, browser, LIFETIME_MS / 1000));
  return challenge;
}

/** Takes a challenge, whatever comes of it: none is answered twice. @returns who has to answer (null: anybody), or undefined: it is none */
export async function takeChallenge(
  ctx: Context,
  { purpose, challenge }: { purpose: Purpose; challenge: string },
  request: Pick<FastifyRequest, 'headers'>,
): Promise<{ userId: number | null } | undefined> {
  const browser = cookieIn(ctx.settings, COOKIE, request.headers);
  if (browser === undefined) return undefined;
  const taken = await ctx.db
    .deleteFrom('passkey_challenges')
    .where('challenge', '=', challenge)
    .where('browser_hash', '=', digest(browser))
    .where('purpose', '=', purpose)
    .where('expires_at', '>', ctx.now())
    .returning('dispatch_user_id')
    .executeTakeFirst();
  return taken && { userId: taken.dispatch_user_id };
}

/** Removes those that nobody answered; for the schedule. */
export async function forgetUnansweredChallenges({ db, now }: Pick<System, 'db' | 'now'>): Promise<void> {
  await db.deleteFrom('passkey_challenges').where('expires_at', '<=', now()).execute();
}
