export { authenticate } from './authenticate.ts';
export { createOwnerLink, needsOwner } from './owner-link.ts';
export { verifyPassword } from './passwords.ts';
export { Register, register } from './register.ts';
export { endEverySession } from './sessions.ts';
export { mySettings, Settings, UpdateSettings, updateMySettings } from './settings.ts';
export { checkPassword, requirePasswords, SignIn, storedPassword } from './sign-in.ts';
export { issueToken } from './tokens.ts';
export { addMember, addToProject, createUser, ensureSettings, findUserId } from './users.ts';
