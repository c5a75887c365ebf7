import type { System } from '../../../core/context.ts';
import { AppError, invalid } from '../../../core/errors.ts';
import { countAttempt, forgetAttempts } from '../../../core/rate-limit.ts';
import { decrypt } from '../../../core/secrets.ts';
import { spendRecoveryCode } from './recovery-codes.ts';
import { stepOf } from './totp.ts';

const HOUR_MS = 3_600_000;
/** Wherever they come from: whoever guesses has the password already. Three of a million codes count at any time. */
const IN_A_QUARTER = { attempts: 5, windowMs: HOUR_MS / 4 };
const IN_A_DAY = { attempts: 20, windowMs: 24 * HOUR_MS };

/**
 * Takes a code: six digits of the authenticator application, or a recovery code. Each counts once, also when it is sent twice at once.
 * @throws invalid wrong, too old, or used before; limit too many wrong ones
 */
export async function checkCode(system: System, userId: number, code: string): Promise<void> {
  const { quarter, day } = keysOf(userId);
  await countAttempt(system, quarter, IN_A_QUARTER);
  await countAttempt(system, day, IN_A_DAY);
  const digits = code.replace(/\s/g, '');
  if (/^\d{6}$/.test(digits)) await takeTotp(system, userId, digits);
  else if (!(await spendRecoveryCode(system, userId, code)))
    throw invalid('code', 'This is neither a code of six digits nor a recovery code that is left.');
  await forgetGuesses(system, userId);
}

const keysOf = (userId: number) => ({ quarter: `second-factor ${userId}`, day: `second-factor a day ${userId}` });

/** What was guessed says nothing about a factor that is new, or about somebody who has shown that it is them. */
export async function forgetGuesses(system: System, userId: number): Promise<void> {
  for (const key of Object.values(keysOf(userId))) await forgetAttempts(system, key);
}

async function takeTotp(system: System, userId: number, code: string) {
  const factor = await system.db
    .selectFrom('totp_factors')
    .select('secret')
    .where('dispatch_user_id', '=', userId)
    .where('is_confirmed', '=', true)
    .executeTakeFirst();
  const step = factor && stepOf(unsealed(system, userId, factor.secret), code, system.now());
  if (!factor || step === undefined)
    throw invalid(
      'code',
      'This code is wrong or has expired. Take the one your application shows now; if it stays wrong, look at its clock.',
    );
  const taken = await system.db
    .updateTable('totp_factors')
    .set({ last_step: step, used_at: system.now() })
    .where('dispatch_user_id', '=', userId)
    .where('is_confirmed', '=', true)
    // Replaced meanwhile: the code was of the former one.
    .where('secret', '=', factor.secret)
    .where((on) => on.or([on('last_step', 'is', null), on('last_step', '<', step)]))
    .returning('dispatch_user_id')
    .executeTakeFirst();
  if (!taken) throw invalid('code', 'This code was used before. Wait for the next one.');
}

/** @throws unavailable it was sealed with another key: the key of the installation was changed */
export function unsealed({ settings, log }: System, userId: number, secret: string): string {
  try {
    return decrypt(secret, settings.encryptionKey);
  } catch (cause) {
    log.error({ cause, user: userId }, 'A second factor cannot be read: it was stored with another encryption key.');
    const remedy = `Ask whoever runs this installation to put the former key back or to run \`tocsin user remove-second-factor\`.`;
    throw new AppError('unavailable', `Your second factor can no longer be read here. ${remedy}`, { cause });
  }
}
