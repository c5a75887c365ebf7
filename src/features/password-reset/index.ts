export { canResetPassword } from './ask-for-link.ts';
export { createResetLink } from './reset-link.ts';
