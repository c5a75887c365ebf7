export { copyInvitationLink, resendInvitation, revokeInvitation, updateInvitation } from './change-invitation.ts';
export { CLAIM_CODES } from './claim-code.ts';
export { claimInvitation } from './claim-invitation.ts';
export type { InviteUser } from './draft.ts';
export { inviteUser } from './invite-user.ts';
export { addressedTo, type Look, lookAtLink } from './look.ts';
export { linkOf } from './signed-url.ts';
