import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict, invalid } from '../../core/errors.ts';
import { enqueue } from '../../core/jobs.ts';
import { countAttempt } from '../../core/rate-limit.ts';
import { endEverySession, requirePasswords, storedPassword } from '../auth/index.ts';
import { canSendSecretMail } from '../mail/index.ts';
import { TELL_OF_RESET } from './job-names.ts';
import { findPersonOfLink, takeLink } from './reset-link.ts';

export const ResetByLink = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 200 }),
  password: Type.String({ maxLength: 1000 }),
});

/** Nobody guesses a link; this only bounds the work that trying makes. */
const PER_ADDRESS = { attempts: 60, windowMs: 15 * 60_000 };

/**
 * Sets a new password with a link and ends whatever speaks for the person. Nobody is signed in by it: a second factor stays what it is.
 *
 * @param address where the request comes from
 * @returns whose password it is, for the sign-in form
 * @throws conflict the link was used, replaced or has expired; invalid the password is too weak, and the link still works
 */
export async function resetByLink(
  ctx: Context,
  { token, password }: Static<typeof ResetByLink>,
  address: string,
): Promise<{ email: string }> {
  requirePasswords(ctx);
  await countAttempt(ctx, `reset ${address}`, PER_ADDRESS);
  const person = await findPersonOfLink(ctx, token);
  if (!person) throw deadLink();
  const { userId, email } = person;
  const stored = await storedPassword(ctx, password, { email });
  if (stored === null) throw invalid('password', 'Choose a password.');
  return transaction(ctx, async (tx) => {
    if (!(await takeLink(tx, userId, token))) throw deadLink();
    await tx.db.updateTable('users').set({ password: stored, updated_at: tx.now() }).where('id', '=', userId).execute();
    await endEverySession(tx, userId);
    if (canSendSecretMail(tx.settings)) await enqueue(tx, TELL_OF_RESET, { userId });
    return { email };
  });
}

const deadLink = () =>
  conflict('This link was used, was replaced by a newer one, or is older than an hour. Ask for a new one on the sign-in page.', 'token');
