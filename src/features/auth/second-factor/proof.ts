import Type, { type Static } from 'typebox';
import type { Context } from '../../../core/context.ts';
import { invalid } from '../../../core/errors.ts';
import { countAttempt, forgetAttempts } from '../../../core/rate-limit.ts';
import { verifyPassword } from '../passwords.ts';
import { checkCode } from './check-code.ts';

export const Code = Type.String({
  minLength: 1,
  maxLength: 50,
  description: 'Six digits of the authenticator application, or a recovery code',
});

/** That it is really the person who asks: one of the two. */
export const Proof = Type.Object({
  password: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  code: Type.Optional(Code),
});
export type Proof = Static<typeof Proof>;

const LIMIT = { attempts: 10, windowMs: 15 * 60_000 };

/**
 * Has the caller prove that it is still them: an open browser alone must not change how they sign in.
 * @throws invalid neither is given, or it is wrong; limit too many attempts
 */
export async function requireProof(ctx: Context, { password, code }: Proof): Promise<void> {
  if (code !== undefined) return checkCode(ctx, ctx.actor.userId, code);
  if (password === undefined) throw invalid('password', 'Enter your password: this changes how you sign in.');
  const key = `proof ${ctx.actor.userId}`;
  await countAttempt(ctx, key, LIMIT);
  const user = await ctx.db.selectFrom('users').select('password').where('id', '=', ctx.actor.userId).executeTakeFirst();
  if (!(await verifyPassword(password, user?.password ?? null))) throw invalid('password', 'This is not your password.');
  await forgetAttempts(ctx, key);
}
