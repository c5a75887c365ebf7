import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, type JWK } from 'jose';
import { Refused } from '../../plugin-sdk/authentication.ts';
import { type Answer, objectOf } from './ask.ts';
import type { Discovered } from './issuer.ts';

/** Signatures by a key pair only: with a shared secret, whoever knows the public key could sign. */
export const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** Shorter RSA keys are refused when a signature is verified. */
const LEAST_RSA_BITS = 2048;

/** The provider's keys; `issuer` is undefined where nobody could be asked for it, and then any issuer they sign for counts. */
export type Keys = {
  issuer: string | undefined;
  set: JSONWebKeySet;
  find: ReturnType<typeof createLocalJWKSet>;
  /** the discovery document; empty where there is none */
  metadata: Record<string, unknown>;
};

/** @throws Refused provider_unavailable the answer holds no keys */
export function keysOf(answer: Answer, discovered?: Pick<Discovered, 'issuer' | 'metadata'>): Keys {
  const set = objectOf(answer) as unknown as JSONWebKeySet;
  const isFilled = Array.isArray(set.keys) && set.keys.length > 0 && set.keys.every((key) => key && typeof key === 'object');
  if (!isFilled) throw new Refused('provider_unavailable', `${answer.url} holds no keys.`);
  return { issuer: discovered?.issuer, set, find: createLocalJWKSet(set), metadata: discovered?.metadata ?? {} };
}

/** For an operator: the names of keys as the provider and tokens call them. */
export const namesOf = (keys: JWK[]) => keys.map(({ kid }) => kid ?? '(no name)').join(', ');

/**
 * The keys that can verify a token.
 * @throws Refused unknown_key there is none
 */
export function usableKeys({ set }: Keys): JWK[] {
  const usable = set.keys.filter((key) => key.use !== 'enc' && key.kty !== 'oct' && ALGORITHMS.includes(key.alg ?? 'RS256') && isKey(key));
  if (!usable.length) throw new Refused('unknown_key', `The provider publishes no key that signs tokens; there are ${namesOf(set.keys)}.`);
  return usable;
}

function isKey(key: JWK): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
    return asymmetricKeyType !== 'rsa' || (asymmetricKeyDetails?.modulusLength ?? 0) >= LEAST_RSA_BITS;
  } catch {
    // Not a key this Node can read, so none that could verify anything.
    return false;
  }
}
