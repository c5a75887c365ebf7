import Type, { type Static } from 'typebox';
import type { Context, Settings } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { rejected } from '../../core/errors.ts';
import { enqueue } from '../../core/jobs.ts';
import { countAttempt } from '../../core/rate-limit.ts';
import { requirePasswords } from '../auth/index.ts';
import { canSendSecretMail } from '../mail/index.ts';
import { requireMayReplacePassword } from '../users/index.ts';
import { SEND_RESET_LINK } from './job-names.ts';

export const AskForLink = Type.Object({ email: Type.String({ minLength: 1, maxLength: 320 }) });

const HOUR_MS = 3_600_000;
/** An office may share an address. */
const PER_ADDRESS = { attempts: 20, windowMs: HOUR_MS };
/** What somebody's mailbox is filled with at most, whoever asks. The last mail has a link that works: nobody is locked out by it. */
const PER_ACCOUNT = { attempts: 5, windowMs: HOUR_MS };
const account = (email: string) => `forgotten ${email.toLowerCase()}`;

/** Whether people can be sent a link: they have passwords here, and there is a mail server. */
export const canResetPassword = (settings: Pick<Settings, 'signIn' | 'smtpUrl'>): boolean =>
  settings.signIn === 'password' && canSendSecretMail(settings);

/**
 * Has a link sent to whoever has this address. Nothing is looked up before the answer, so that neither it nor the time it takes tells
 * whether somebody has it.
 *
 * @param address where the request comes from
 * @throws invalid people sign in elsewhere; rejected no mail server; limited too many requests, whether or not there is such an account
 */
export async function askForLink(ctx: Context, { email }: Static<typeof AskForLink>, address: string): Promise<void> {
  requirePasswords(ctx);
  requireMailServer(ctx);
  await countAttempt(ctx, `forgotten from ${address}`, PER_ADDRESS);
  await countAttempt(ctx, account(email.trim()), PER_ACCOUNT);
  await transaction(ctx, (tx) => enqueue(tx, SEND_RESET_LINK, { email: email.trim() }));
}

/**
 * Has a link sent to a member, for whom it may be the first password as well.
 * @throws forbidden they also belong to an organization that the caller does not own; rejected their account is locked, or no mail server
 */
export async function sendMemberLink(ctx: Context, userId: number): Promise<void> {
  requirePasswords(ctx);
  await requireMayReplacePassword(ctx, userId);
  requireMailServer(ctx);
  const { email, disabled_at } = await ctx.db
    .selectFrom('users')
    .select(['email', 'disabled_at'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  if (disabled_at !== null) throw rejected('This account is locked: a new password would not let them in.');
  await countAttempt(ctx, account(email), PER_ACCOUNT);
  await transaction(ctx, (tx) => enqueue(tx, SEND_RESET_LINK, { userId }));
}

function requireMailServer({ settings }: Context) {
  if (canResetPassword(settings)) return;
  throw rejected('No mail server is set up for the installation (TOCSIN_SMTP_URL): an Owner can set a new password by hand.');
}
