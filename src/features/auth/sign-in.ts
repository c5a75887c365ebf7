import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { System } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import { countAttempt, forgetAttempts } from '../../core/rate-limit.ts';
import { passwordProblem } from './password-rule.ts';
import { hashPassword, isImported, verifyPassword } from './passwords.ts';

export const SignIn = Type.Object({
  email: Type.String({ minLength: 1, maxLength: 320 }),
  password: Type.String({ minLength: 1, maxLength: 1000 }),
});
export type SignIn = Static<typeof SignIn>;

const QUARTER_HOUR_MS = 15 * 60_000;
/** For one account from one address: nobody guesses a password in so few attempts, and nobody locks out somebody else. */
const PER_ACCOUNT = { attempts: 10, windowMs: QUARTER_HOUR_MS };
/** For everything behind one address: an office may share it. */
const PER_ADDRESS = { attempts: 200, windowMs: QUARTER_HOUR_MS };

/**
 * Checks a password.
 * @param address where the attempt comes from
 * @throws invalid wrong e-mail or password, which of the two is not said; limited too many attempts
 */
export async function checkPassword(system: System, input: SignIn, address: string): Promise<{ userId: number; email: string }> {
  const account = `sign-in ${address} ${input.email.toLowerCase()}`;
  await countAttempt(system, `sign-in ${address}`, PER_ADDRESS);
  await countAttempt(system, account, PER_ACCOUNT);
  const user = await system.db
    .selectFrom('users')
    .select(['id', 'email', 'password'])
    .where(sql<boolean>`lower(email) = lower(${input.email})`)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  const valid = await verifyPassword(input.password, user?.password ?? null);
  if (!user || !valid) throw wrongCredentials();
  if (user.password !== null && isImported(user.password)) await renewHash(system, user.id, user.password, input.password);
  await forgetAttempts(system, account);
  return { userId: user.id, email: user.email };
}

/** Replaces an imported hash, unless the password was changed while it was verified. Sessions go on: the password is the same. */
async function renewHash(system: System, userId: number, imported: string, password: string) {
  const stored = await hashPassword(password);
  await system.db.updateTable('users').set({ password: stored }).where('id', '=', userId).where('password', '=', imported).execute();
}

function wrongCredentials() {
  const msg = 'The e-mail address or the password is wrong.';
  return new AppError('invalid', msg, {
    problems: [
      { type: 'value_error', loc: ['username'], msg },
      { type: 'value_error', loc: ['password'], msg },
    ],
  });
}

/** @throws invalid people sign in through a provider here: a password would be a way around it */
export function requirePasswords({ settings }: Pick<System, 'settings'>) {
  if (settings.signIn === 'password') return;
  const msg = 'This installation signs people in elsewhere (DISPATCH_AUTHENTICATION_PROVIDER_SLUG); passwords are not taken.';
  throw new AppError('invalid', msg, { problems: [{ type: 'value_error', loc: ['username'], msg }] });
}

/**
 * @param whose `email`: the person whose password it is to be; `field`: where it is in the body
 * @returns the stored form of a new password, or null for a user who signs in elsewhere
 * @throws invalid the password is too weak; a trial installation, open to everybody, takes any
 */
export async function storedPassword(
  system: System,
  password: string | null | undefined,
  { email, field = 'password' }: { email: string; field?: string },
): Promise<string | null> {
  if (!password) return null;
  const problem = system.settings.registration === 'open' ? undefined : await passwordProblem(password, email);
  if (problem) throw new AppError('invalid', problem, { problems: [{ type: 'value_error', loc: ['body', field], msg: problem }] });
  return hashPassword(password);
}
