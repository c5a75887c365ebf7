export { type Pair, readPair } from './key.ts';
export { ensureKeys, keyStates, publicPem, publishedKeys, revokeKey, rotateKeys } from './keys.ts';
export { privateKeyOf, signingKid, verifyingKey } from './use.ts';
