import type { Claimant, Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { unauthenticated } from '../../core/errors.ts';
import { enqueue } from '../../core/jobs.ts';
import { countAttempt } from '../../core/rate-limit.ts';
import type { ProvenIdentity } from '../../plugin-sdk/authentication.ts';
import { requirePasswords, storedPassword } from '../auth/index.ts';
import { keyOf } from './address.ts';
import { checkLink } from './check-link.ts';
import { type Claimed, claimInvitation, FOLLOW_UP, isClaimed } from './claim-invitation.ts';
import { refusal } from './invitation.ts';
import { noteInvitation } from './invite-user.ts';
import { refusedClaim } from './look.ts';
import { endInvitation, findInvitation, hasCredential } from './store.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * Joins, as somebody who is signed in already, or whom a proxy vouches for.
 * @param proven who that is, where the caller has no account yet
 * @throws unauthenticated neither; the word for why not
 */
export async function acceptInvitation(ctx: Context, token: string, proven?: ProvenIdentity): Promise<Claimed> {
  const { userId, email } = ctx.actor;
  if (!userId && !proven) {
    // A link that nobody could use is no reason to sign in.
    const { code } = await checkLink(ctx, token);
    throw code === 'valid' ? unauthenticated('Sign in as the invited address, then join.') : refusedClaim({ code });
  }
  const outcome = await claimInvitation(
    ctx,
    token,
    proven && !userId ? vouchedFor(proven) : { userId, email, emailVerified: true },
    ctx.origin,
  );
  if (!isClaimed(outcome)) throw refusedClaim(outcome);
  return outcome;
}

const vouchedFor = ({ email, emailVerified, issuer, subject }: ProvenIdentity): Claimant => ({
  email,
  emailVerified,
  identity: { issuer, subject },
});

/**
 * Makes the account of somebody new, whose mailbox the link proves, and joins.
 * @throws conflict ACCOUNT_EXISTS the address has an account: its own password opens it, and no link changes that
 * @throws invalid the password is too weak
 * @source invitations.md 13, CHECK 24.20
 */
export async function acceptAsNewAccount(
  ctx: Context,
  token: string,
  { name, password }: { name?: string | null | undefined; password: string },
): Promise<Claimed> {
  requirePasswords(ctx);
  const checked = await checkLink(ctx, token);
  if (checked.code !== 'valid') throw refusedClaim({ code: checked.code });
  const { link } = checked;
  if (await hasCredential(ctx, link)) throw accountExists();
  const stored = (await storedPassword(ctx, password, { email: link.email })) as string;
  const account = { name: name?.replace(/\s+/g, ' ').trim() || null, password: stored };
  const outcome = await claimInvitation(ctx, token, { email: link.email, emailVerified: true, account }, ctx.origin);
  if (!isClaimed(outcome)) throw refusedClaim(outcome);
  return outcome;
}

const accountExists = () =>
  refusal('conflict', 'ACCOUNT_EXISTS', 'password', 'This address has an account already. Sign in with its password, and you join.');

/** Says no to an invitation: whoever holds the link may. @throws the word for why it cannot be declined any more */
export async function declineInvitation(ctx: Context, token: string): Promise<void> {
  const checked = await checkLink(ctx, token);
  if (checked.code !== 'valid') throw refusedClaim({ code: checked.code });
  const { link } = checked;
  if (ctx.actor.userId && keyOf(ctx.actor.email) !== link.emailKey) throw refusedClaim({ code: 'invite_wrong_email' });
  await transaction({ ...ctx, tenant: link.organization }, async (tx) => {
    const invitation = await findInvitation(tx, link.invitationId);
    if (!invitation || !(await endInvitation(tx, invitation, 'declined', null))) throw refusedClaim({ code: 'invite_used' });
    noteInvitation(tx, 'invite.declined', invitation);
    await enqueue(tx, FOLLOW_UP, { invitation_id: invitation.id, event: 'invite_declined', at: tx.now().toISOString() });
  });
}

/** Has the inviter told that somebody needs a new link, at most once a day. @throws the word for a link that a new one would not help */
export async function askForNewLink(ctx: Context, token: string): Promise<void> {
  const checked = await checkLink(ctx, token);
  const { link } = checked;
  if (!link || (checked.code !== 'invite_expired' && checked.code !== 'invite_superseded'))
    throw refusedClaim(checked.code === 'valid' ? { code: 'invite_used' } : { code: checked.code });
  await countAttempt(ctx, `new link ${link.uid}`, { attempts: 1, windowMs: DAY_MS });
  await transaction({ ...ctx, tenant: link.organization }, (tx) =>
    enqueue(tx, FOLLOW_UP, { invitation_id: link.invitationId, event: 'asked_again', at: tx.now().toISOString() }),
  );
}
