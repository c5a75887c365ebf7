import type { FastifyRequest } from 'fastify';
import type { Context, System } from '../../../core/context.ts';
import { invalid, rejected } from '../../../core/errors.ts';
import { sessionSecret } from '../session-cookie.ts';
import { findWaiting } from '../sessions.ts';
import { checkCode } from './check-code.ts';
import { factorsOf } from './factors.ts';

/**
 * @returns whose password the browser that asks has proven
 * @throws rejected nobody's, or too long ago
 */
export async function requireWaiting(ctx: Context, { headers }: Pick<FastifyRequest, 'headers'>): Promise<number> {
  const secret = sessionSecret(ctx.settings, headers);
  const waiting = secret === undefined ? undefined : await findWaiting(ctx, secret);
  if (!waiting) throw rejected('Your sign-in took too long. Enter your password again.');
  return waiting.userId;
}

/**
 * For clients that sign in with one request: the code comes along with the password.
 * @throws invalid there is a second factor and no code, or a wrong one; limit too many wrong ones
 */
export async function requireFactor(system: System, userId: number, code: string | undefined): Promise<void> {
  if (!(await factorsOf(system, userId)).length) return;
  if (!code)
    throw invalid('code', 'This account has a second factor: send the six digits of its application, or a recovery code, as `code`.');
  await checkCode(system, userId, code);
}
