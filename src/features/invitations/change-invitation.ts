import type { Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { enqueue } from '../../core/jobs.ts';
import { requireScope } from '../../core/permissions.ts';
import { requireFreshSignIn } from '../auth/index.ts';
import { requireGrantable } from '../members/index.ts';
import { wordsOf } from './access.ts';
import { FOLLOW_UP } from './claim-invitation.ts';
import { draftOf, type Promised } from './draft.ts';
import { type Invitation, notPending, stateOf } from './invitation.ts';
import { noteInvitation } from './invite-user.ts';
import { issueNextLink } from './issue-link.ts';
import { lifetimeOf } from './lifetime.ts';
import { requireWithinLimits } from './limits.ts';
import { lockOrganization, requireSeat } from './seats.ts';
import { signedUrl } from './signed-url.ts';
import { endInvitation, lockInvitation, rewrite } from './store.ts';

/**
 * Makes a new link of an open invitation and sends it; the former one is dead, and its time begins anew.
 * @throws not_found; forbidden; conflict INVITATION_STATE it is over, SEAT_LIMIT; limit RATE_LIMITED
 */
export const resendInvitation = (ctx: Context, id: string): Promise<Invitation> =>
  transaction(ctx, async (tx) => {
    const former = await lockRenewable(tx, id);
    const invitation = await issueNextLink(tx, former, { lifetimeSeconds: lifetimeOf(tx, undefined), deliver: true });
    noteInvitation(tx, 'invite.resent', invitation, { generation: invitation.generation });
    return invitation;
  });

/**
 * Makes a new link for somebody who passes it on themself: the only way to see one.
 * @returns the link, a secret
 * @throws as for `resendInvitation`
 * @source invitations.md, INV-21
 */
export const copyInvitationLink = (ctx: Context, id: string): Promise<{ invitation: Invitation; url: string }> =>
  transaction(ctx, async (tx) => {
    const former = await lockRenewable(tx, id);
    const invitation = await issueNextLink(tx, former, { lifetimeSeconds: lifetimeOf(tx, undefined), deliver: false });
    noteInvitation(tx, 'invite.link_copied', invitation, { generation: invitation.generation });
    return { invitation, url: await signedUrl(tx, invitation) };
  });

/**
 * Changes what an open invitation promises. The token states it, so there is a new link.
 * @throws as for `inviteUser` and `resendInvitation`
 */
export async function updateInvitation(ctx: Context, id: string, promised: Static<typeof Promised>): Promise<Invitation> {
  requireScope(ctx, 'admin:members');
  return transaction(ctx, async (tx) => {
    const former = await lockRenewable(tx, id);
    const draft = await draftOf(tx, { ...promised, email: former.email, name: former.name });
    if (draft.role === 'Owner' && former.role !== 'Owner') await requireFreshSignIn(tx, 'roles', 'invite an Owner');
    await rewrite(tx, former, draft);
    const invitation = await issueNextLink(tx, { ...former, ...draft }, { ...draft, deliver: true });
    noteInvitation(tx, 'invite.roles_changed', invitation, { roles: { from: wordsOf(former), to: wordsOf(invitation) } });
    return invitation;
  });
}

/**
 * Ends an open invitation; its link is dead from now on.
 * @throws not_found; forbidden; conflict INVITATION_STATE it is over
 */
export const revokeInvitation = (ctx: Context, id: string): Promise<Invitation> =>
  transaction(ctx, async (tx) => {
    requireScope(tx, 'admin:members');
    const invitation = await lockInvitation(tx, id);
    requireGrantable(tx, invitation.role);
    if (!(await endInvitation(tx, invitation, 'revoked', tx.actor.userId || null))) throw notPending(stateOf(invitation, tx.now()));
    noteInvitation(tx, 'invite.revoked', invitation);
    await enqueue(tx, FOLLOW_UP, { invitation_id: invitation.id, event: 'invite_revoked', at: tx.now().toISOString() });
    return { ...invitation, state: 'revoked' };
  });

/** An open invitation of a rank that the caller may give, of which there may be one more link. */
async function lockRenewable(tx: Context, id: string): Promise<Invitation> {
  requireScope(tx, 'admin:members');
  const organization = await lockOrganization(tx);
  const invitation = await lockInvitation(tx, id);
  const state = stateOf(invitation, tx.now());
  if (state !== 'pending' && state !== 'expired') throw notPending(state);
  requireGrantable(tx, invitation.role);
  await requireWithinLimits(tx, invitation.emailKey);
  if (state === 'expired') await requireSeat(tx, organization, 'everybody');
  return invitation;
}
