export { authenticate } from './authenticate.ts';
export { ClaimOwner, claimOwner, createOwnerLink, needsOwner } from './owner-link.ts';
export { hashPassword, passwordProblem, verifyPassword } from './passwords.ts';
export { Register, register } from './register.ts';
export { mySettings, Settings, UpdateSettings, updateMySettings } from './settings.ts';
export { SignIn, signIn, storedPassword } from './sign-in.ts';
export { issueToken, readToken } from './tokens.ts';
export { addMember, addToProject, createUser, ensureSettings, findUserId } from './users.ts';
