export { createApiKey, createPersonalToken, type MadeKey, revokeApiKey, rotateApiKey } from './keys.ts';
export { createServiceAccount, deleteServiceAccount, updateServiceAccount } from './service-accounts.ts';
