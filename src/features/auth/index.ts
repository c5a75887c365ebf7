export { authenticate } from './authenticate.ts';
export { createOwnerLink, needsOwner } from './owner-link.ts';
export { verifyPassword } from './passwords.ts';
export { Register, register } from './register.ts';
export { mySettings, Settings, UpdateSettings, updateMySettings } from './settings.ts';
export { SignIn, signIn, storedPassword } from './sign-in.ts';
export { issueToken } from './tokens.ts';
export { addMember, addToProject, createUser, ensureSettings, findUserId } from './users.ts';
