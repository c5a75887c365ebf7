import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { requireScope } from '../../core/permissions.ts';
import { requireFreshSignIn } from '../auth/index.ts';
import { wordsOf } from './access.ts';
import { type Draft, draftOf, type InviteUser } from './draft.ts';
import { alreadyMember, type Invitation, invitationPending, memberSuspended, publicId, stateOf } from './invitation.ts';
import { issueFirstLink, issueNextLink } from './issue-link.ts';
import { requireWithinLimits } from './limits.ts';
import { type LockedOrganization, lockOrganization, requireSeat } from './seats.ts';
import { lockPending, rewrite } from './store.ts';

/**
 * Promises somebody a place, and has the link sent. Nothing outside is waited for.
 *
 * An address whose former link has run out is sent a new one; while that is still good the answer is INVITATION_PENDING, unless the caller says
 * `if_pending: 'resend'`.
 *
 * @throws forbidden the caller does not look after members; ROLE_NOT_GRANTABLE a rank above their own; REAUTHENTICATION_REQUIRED
 * @throws invalid with the field
 * @throws conflict ALREADY_MEMBER, MEMBER_SUSPENDED, INVITATION_PENDING, SEAT_LIMIT; limit RATE_LIMITED
 */
export async function inviteUser(ctx: Context, input: InviteUser): Promise<Invitation> {
  requireScope(ctx, 'admin:members');
  const draft = await draftOf(ctx, input);
  if (draft.role === 'Owner') await requireFreshSignIn(ctx, 'roles', 'invite an Owner');
  return transaction(ctx, (tx) => invite(tx, draft, { resends: input.if_pending === 'resend', deliver: input.deliver ?? true }));
}

async function invite(tx: Context, draft: Draft, { resends, deliver }: { resends: boolean; deliver: boolean }): Promise<Invitation> {
  const organization = await lockOrganization(tx);
  if (organization.status !== 'active') throw conflict('This organization is suspended; nobody can be invited.');
  await requireNoMember(tx, draft);
  const open = await lockPending(tx, draft.emailKey);
  if (open && !resends && stateOf(open, tx.now()) === 'pending') throw invitationPending(draft.email, open.id);
  await requireWithinLimits(tx, draft.emailKey);
  return open ? again(tx, open, draft, organization, deliver) : first(tx, draft, organization, deliver);
}

async function first(tx: Context, draft: Draft, organization: LockedOrganization, deliver: boolean): Promise<Invitation> {
  await requireSeat(tx, organization, 'everybody');
  const invitation = await issueFirstLink(tx, draft, { ...draft, deliver });
  if (!invitation) throw invitationPending(draft.email);
  noteInvitation(tx, 'invite.created', invitation, { roles: wordsOf(invitation), expires_at: invitation.expiresAt.toISOString() });
  return invitation;
}

async function again(tx: Context, open: Invitation, draft: Draft, organization: LockedOrganization, deliver: boolean): Promise<Invitation> {
  // One whose link has run out holds no seat.
  if (stateOf(open, tx.now()) === 'expired') await requireSeat(tx, organization, 'everybody');
  await rewrite(tx, open, draft);
  const invitation = await issueNextLink(tx, { ...open, ...draft }, { ...draft, deliver });
  noteInvitation(tx, 'invite.resent', invitation, { roles: wordsOf(invitation), generation: invitation.generation });
  return invitation;
}

/** One entry of the audit log about an invitation. */
export const noteInvitation = (tx: Context, action: string, invitation: Invitation, changes?: Record<string, unknown>) =>
  audit(tx, { action, target: { kind: 'invitation', id: publicId(invitation), name: invitation.email }, ...(changes && { changes }) });

/** @throws conflict ALREADY_MEMBER, MEMBER_SUSPENDED. @source invitations.md, INV-19 */
async function requireNoMember(tx: Context, { email, emailKey }: Draft): Promise<void> {
  const { rows } = await sql<{ status: string }>`
    select m.status from organization_members m join users u on u.id = m.dispatch_user_id
    where m.organization_id = ${tx.tenant.id} and (lower(u.email) = lower(${email}) or lower(u.email) = ${emailKey}) and m.status <> 'removed'
      and (m.expires_at is null or m.expires_at > ${tx.now()})`.execute(tx.db);
  if (rows[0]?.status === 'suspended') throw memberSuspended(email);
  if (rows[0]) throw alreadyMember(email);
}
