export { authenticate, provenBy } from './authenticate.ts';
export { ADDRESS_CHANGED } from './change-address.ts';
export { type Carried, carriedBy, carry } from './invite-cookie.ts';
export { Joined, joinedBy } from './joined.ts';
export { revokeKeysOf } from './key-holder.ts';
export { openOwnSession, requireOwnPage, requirePlace } from './open-session.ts';
export { createOwnerLink, needsOwner } from './owner-link.ts';
export { verifyPassword } from './passwords.ts';
export { beginProviderSignIn } from './provider-sign-in.ts';
export { Register, register } from './register.ts';
export { requireFactor } from './second-factor/complete-sign-in.ts';
export { removeSecondFactors } from './second-factor/factors.ts';
export { requireFresh, requireFreshSignIn } from './second-factor/fresh.ts';
export { Code, Proof } from './second-factor/proof.ts';
export { endEverySession, endMemberSessions, endMySession, memberSessions, mySessions, type Session, switchPlace } from './sessions.ts';
export { mySettings, Settings, UpdateSettings, updateMySettings } from './settings.ts';
export { checkPassword, requirePasswords, SignIn, storedPassword } from './sign-in.ts';
export { issueToken } from './tokens.ts';
export {
  addMember,
  addToProject,
  createUser,
  ensureSettings,
  findUserId,
  grantInstance,
  instanceScopes,
  requireInstanceScope,
} from './users.ts';
