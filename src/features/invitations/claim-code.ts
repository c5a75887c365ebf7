/** How a claim ends that makes nobody a member: what the person is told, and what programs act on. @source invitations.md 11 */
export const CLAIM_CODES = {
  invite_invalid: {
    status: 400,
    says: 'This link is not complete, or not one of ours. Open it from the mail again, or ask for a new one.',
  },
  invite_expired: { status: 410, says: 'This link has run out. Ask whoever invited you for a new one.' },
  invite_used: { status: 409, says: 'This invitation was accepted already. Just sign in.' },
  invite_superseded: { status: 410, says: 'A newer link was sent since. Open that one.' },
  invite_revoked: { status: 410, says: 'This invitation is no longer valid. Ask whoever invited you.' },
  invite_declined: { status: 410, says: 'This invitation is no longer valid: it was declined.' },
  invite_wrong_email: { status: 403, says: 'This invitation is for somebody else. Use the account of the address it was sent to.' },
  email_not_verified: {
    status: 403,
    says: 'The service that signs you in has not verified your e-mail address. Verify it there, then open the link again; it stays good.',
  },
  invite_organization_unavailable: { status: 410, says: 'This organization is closed at the moment. Ask whoever invited you.' },
  seat_limit_reached: { status: 409, says: 'The organization has no seat left. Its administrators know; the link stays good.' },
  account_suspended: { status: 403, says: 'Your account is suspended. Ask an administrator.' },
  login_state_missing: { status: 400, says: 'Your browser has lost the invitation. Open the link from your e-mail again.' },
  rate_limited: { status: 429, says: 'Too many attempts with this link. Try again in an hour.' },
} as const;
export type ClaimCode = keyof typeof CLAIM_CODES;
