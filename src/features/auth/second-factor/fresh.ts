import type { Context } from '../../../core/context.ts';
import { forbidden, invalid } from '../../../core/errors.ts';
import { factorsOf } from './factors.ts';
import { type Proof, requireProof } from './proof.ts';

const FRESH_MS = 10 * 60_000;

/**
 * Has the caller show that it is still them, unless they signed in within the last ten minutes: with a code where they have a second factor,
 * else with their password. Whom a provider alone knows has nothing to show here.
 * @throws invalid at `code` or `password`: it is missing or wrong; limit too many attempts
 */
export async function requireFresh(ctx: Context, { password, code }: Proof): Promise<void> {
  if (ctx.actor.key) throw forbidden('An API key does not do this: sign in.');
  if (await hasJustSignedIn(ctx)) return;
  const factors = await factorsOf(ctx, ctx.actor.userId);
  if (factors.length) {
    if (code === undefined)
      throw invalid(
        'code',
        factors.includes('totp')
          ? 'Enter a code of your application, or a recovery code.'
          : 'Enter a recovery code, or sign out and in again with your passkey.',
      );
    return requireProof(ctx, { code });
  }
  if (!(await hasPassword(ctx))) return;
  if (password === undefined) throw invalid('password', 'Enter your password: you signed in a while ago.');
  return requireProof(ctx, { password });
}

async function hasJustSignedIn({ db, actor, now }: Context): Promise<boolean> {
  if (actor.sessionId === undefined) return false;
  const session = await db
    .selectFrom('sessions')
    .select('created_at')
    .where('id', '=', actor.sessionId)
    .where('dispatch_user_id', '=', actor.userId)
    .executeTakeFirst();
  return session !== undefined && now().getTime() - session.created_at.getTime() <= FRESH_MS;
}

async function hasPassword({ db, actor }: Context): Promise<boolean> {
  const user = await db.selectFrom('users').select('password').where('id', '=', actor.userId).executeTakeFirst();
  return user?.password != null;
}
