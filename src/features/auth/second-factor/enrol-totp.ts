import type { Context } from '../../../core/context.ts';
import { transaction } from '../../../core/db.ts';
import { conflict, invalid, notFound } from '../../../core/errors.ts';
import { encrypt } from '../../../core/secrets.ts';
import { forgetGuesses, unsealed } from './check-code.ts';
import { firstRecoveryCodes, forgetSpareCodes } from './factors.ts';
import { type Proof, requireProof } from './proof.ts';
import { keyUri, newSecret, stepOf } from './totp.ts';

/** For so long the proof that began it holds. */
const TIME_MS = 10 * 60_000;

/**
 * Begins to add an authenticator application, or to replace the one there is, which counts until the new one is confirmed.
 * @returns the secret, shown once: as text and as what a picture of it says
 * @throws invalid, limit the proof
 */
export async function beginTotp(ctx: Context, proof: Proof): Promise<{ secret: string; uri: string }> {
  await requireProof(ctx, proof);
  const { userId, email } = ctx.actor;
  const secret = newSecret();
  const row = { secret: encrypt(secret, ctx.settings.encryptionKey), created_at: ctx.now() };
  await ctx.db
    .insertInto('totp_factors')
    .values({ dispatch_user_id: userId, is_confirmed: false, ...row })
    .onConflict((on) => on.columns(['dispatch_user_id', 'is_confirmed']).doUpdateSet(row))
    .execute();
  return { secret, uri: keyUri(ctx.settings, email, secret) };
}

/**
 * Has the new application count from now on: a code shows that it was set up right.
 * @returns recovery codes, if this is the first factor
 * @throws conflict nothing was begun, or too long ago; invalid the code is wrong
 */
export async function confirmTotp(ctx: Context, { code }: { code: string }): Promise<{ recovery_codes: string[] }> {
  const { userId } = ctx.actor;
  const begun = await ctx.db
    .selectFrom('totp_factors')
    .select('secret')
    .where('dispatch_user_id', '=', userId)
    .where('is_confirmed', '=', false)
    .where('created_at', '>', new Date(ctx.now().getTime() - TIME_MS))
    .executeTakeFirst();
  if (!begun) throw tooLate();
  const step = stepOf(unsealed(ctx, userId, begun.secret), code.replace(/\s/g, ''), ctx.now());
  if (step === undefined)
    throw invalid(
      'code',
      'This is not the code of this secret. Take the one your application shows now; if it stays wrong, look at its clock.',
    );
  return transaction(ctx, async (tx) => {
    const mine = tx.db.deleteFrom('totp_factors').where('dispatch_user_id', '=', userId);
    await mine.where('is_confirmed', '=', true).execute();
    const confirmed = await tx.db
      .updateTable('totp_factors')
      .set({ is_confirmed: true, last_step: step, created_at: tx.now(), used_at: tx.now() })
      .where('dispatch_user_id', '=', userId)
      .where('is_confirmed', '=', false)
      .where('secret', '=', begun.secret)
      .returning('dispatch_user_id')
      .executeTakeFirst();
    if (!confirmed) throw tooLate();
    await forgetGuesses(tx, userId);
    return { recovery_codes: await firstRecoveryCodes(tx, userId) };
  });
}

const tooLate = () => conflict('This took too long, or was begun anew elsewhere. Begin again.');

/** @throws not_found there is none; invalid, limit the proof */
export async function removeTotp(ctx: Context, proof: Proof): Promise<void> {
  await requireProof(ctx, proof);
  await transaction(ctx, async (tx) => {
    const { userId } = tx.actor;
    const gone = await tx.db.deleteFrom('totp_factors').where('dispatch_user_id', '=', userId).returning('is_confirmed').execute();
    if (!gone.some(({ is_confirmed }) => is_confirmed)) throw notFound('second factor');
    await forgetSpareCodes(tx, userId);
  });
}
