import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import { wireTime } from '../../core/field.ts';
import { countAttempt } from '../../core/rate-limit.ts';
import { type AccessRole, accessOf } from '../../core/scopes.ts';
import type { ProvenIdentity } from '../../plugin-sdk/authentication.ts';
import { keyOf, masked } from './address.ts';
import { checkLink, type Link } from './check-link.ts';
import { CLAIM_CODES, type ClaimCode } from './claim-code.ts';
import { hasCredential } from './store.ts';

/** Links that are none of ours, per network: nobody tries out tokens. @source invitations.md 20 */
const PER_NETWORK = { attempts: 30, windowMs: 60_000 };

/** What the page about an invitation shows. A link that is none of ours shows nothing but that. */
export type Look = {
  result: ClaimCode | 'valid' | 'member';
  organization: { slug: string; name: string } | null;
  inviter: string | null;
  /** masked, unless whoever asks is signed in as it */
  email: string | null;
  roles: AccessRole[];
  organization_role: string | null;
  expires_at: string | null;
  /** when the link that replaced this one was made */
  superseded_at: string | null;
  /** whether the address has an account here that somebody can sign in to */
  has_account: boolean;
  /** as whom the browser is signed in */
  signed_in_as: string | null;
};

type Beside = { refused?: string | undefined; proven?: ProvenIdentity | undefined };

const NOTHING: Look = {
  result: 'invite_invalid',
  organization: null,
  inviter: null,
  email: null,
  roles: [],
  organization_role: null,
  expires_at: null,
  superseded_at: null,
  has_account: false,
  signed_in_as: null,
};

/**
 * Looks at the link that somebody opens; nothing is used up by it.
 * @param seen.refused why the last attempt in this browser came to nothing; `proven`: whom a proxy vouches for, where they have no account yet
 * @throws limit more than thirty a minute from one network that are none of ours
 * @source invitations.md, INV-41, INV-46
 */
export async function lookAtLink(ctx: Context, token: string | undefined, { refused, proven }: Beside = {}): Promise<Look> {
  if (token === undefined) return nothing(ctx);
  const checked = await checkLink(ctx, token);
  const { link } = checked;
  if (!link || checked.code === 'invite_invalid') return nothing(ctx);
  const me = ctx.actor.userId ? ctx.actor.email : (proven?.email ?? null);
  const isMine = me !== null && keyOf(me) === link.emailKey;
  const shown = show(link, { isMine, me, hasAccount: await hasCredential(ctx, link) });
  if (checked.code === 'invite_used' && link.acceptedBy !== null && link.acceptedBy === ctx.actor.userId)
    return { ...shown, result: 'member' };
  if (checked.code !== 'valid') return { ...shown, result: checked.code };
  if (me !== null && !isMine) return { ...shown, result: 'invite_wrong_email' };
  return { ...shown, result: me === null && refused && refused in CLAIM_CODES ? (refused as ClaimCode) : 'valid' };
}

/** Mail gateways open a good link as often as they like; what is counted is looking for one. */
async function nothing(ctx: Context): Promise<Look> {
  await countAttempt(ctx, `invitation from ${ctx.origin?.address ?? ''}`, PER_NETWORK);
  return NOTHING;
}

/** @returns the address that the provider should expect; undefined for a link that is not good */
export async function addressedTo(ctx: Context, token: string): Promise<string | undefined> {
  const checked = await checkLink(ctx, token);
  return checked.code === 'valid' ? checked.link.email : undefined;
}

type Seen = { isMine: boolean; me: string | null; hasAccount: boolean };

const show = (link: Link, { isMine, me, hasAccount: has_account }: Seen): Look => ({
  result: 'valid',
  organization: { slug: link.organization.slug, name: link.organization.name },
  inviter: link.inviter,
  email: isMine ? link.email : masked(link.email),
  roles: accessOf(link),
  organization_role: link.role,
  expires_at: wireTime(link.expiresAt),
  superseded_at: link.jti === link.currentJti ? null : wireTime(link.currentIssuedAt),
  has_account,
  signed_in_as: me,
});

/** The word for a claim that came to nothing, as an answer: its code is the `type` of the detail. */
export function refusedClaim({ code, retryAfterMs }: { code: ClaimCode; retryAfterMs?: number | undefined }): AppError {
  const { status, says } = CLAIM_CODES[code];
  const kind = status === 403 ? 'forbidden' : status === 409 ? 'conflict' : status === 429 ? 'limit' : 'rejected';
  return new AppError(kind, says, {
    problems: [{ type: code, loc: ['body', 'invite_token'], msg: says }],
    ...(retryAfterMs && { retryAfterMs }),
  });
}
