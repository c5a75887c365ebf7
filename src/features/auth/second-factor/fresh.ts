import type { Context } from '../../../core/context.ts';
import { AppError, forbidden, invalid } from '../../../core/errors.ts';
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

/**
 * The same where there is no place for a password or a code: whoever hands out much has just signed in.
 * @param field that asks for it; @param then what they do after signing in again, for the message
 * @throws forbidden REAUTHENTICATION_REQUIRED. @source invitations.md, INV-9 and INV-56
 */
export async function requireFreshSignIn(ctx: Context, field: string, then: string): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  await requireFresh(ctx, {}).catch((error) => {
    if (!(error instanceof AppError) || error.kind !== 'invalid') throw error;
    const msg = `You signed in a while ago. Sign out and in again, then ${then} within ten minutes.`;
    throw new AppError('forbidden', msg, {
      problems: [{ type: 'REAUTHENTICATION_REQUIRED', loc: ['body', field], msg }],
      data: { url: `${ctx.settings.uiUrl}/sign-in` },
    });
  });
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
