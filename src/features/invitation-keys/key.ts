import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK } from 'jose';

const BITS = 2048;
const generate = promisify(generateKeyPair);

/** A pair in the forms it is kept in: PEM texts. */
export type Pair = { kid: string; publicKey: string; privateKey: string };

export async function makePair(): Promise<Pair> {
  const { privateKey } = await generate('rsa', { modulusLength: BITS });
  return pairOf(privateKey);
}

/**
 * Reads a private key that somebody configured.
 * @param where how it is called when it is refused: the setting, or the file
 * @throws Error what is wrong with it, and the remedy
 */
export async function readPair(pem: string, where: string): Promise<Pair> {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new Error(
      `${where} holds no private key: give PKCS #8 in PEM, as \`openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048\` makes it.`,
    );
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw new Error(`${where} holds a key of the kind ${key.asymmetricKeyType}; invitations are signed with RSA.`);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < BITS) throw new Error(`${where} holds a key of ${bits} bits; give one of at least ${BITS}.`);
  return pairOf(key);
}

async function pairOf(privateKey: KeyObject): Promise<Pair> {
  const publicKey = createPublicKey(privateKey);
  return {
    kid: await calculateJwkThumbprint(await exportJWK(publicKey)),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

/** A public key as the set at `/.well-known/jwks.json` shows it. @source RFC 7517 */
export type PublishedKey = { kty: string; n: string; e: string; use: 'sig'; alg: 'RS256'; kid: string };

export async function published({ kid, publicKey }: Pick<Pair, 'kid' | 'publicKey'>): Promise<PublishedKey> {
  const { n, e } = await exportJWK(createPublicKey(publicKey));
  return { kty: 'RSA', n: n as string, e: e as string, use: 'sig', alg: 'RS256', kid };
}
