import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { Refused } from '../../plugin-sdk/authentication.ts';
import type { Directory } from './directory.ts';

const LEEWAY_SECONDS = 60;
/** Signatures by a key pair only: with a shared secret, whoever knows the public key could sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

type Keys = Awaited<ReturnType<Directory['get']>>;
type Expectations = { directory: Directory; audience: string; now: Date };

/**
 * @returns the claims of a token that the provider signed for us and that is valid now
 * @throws Refused with what was received and expected, never with the token
 */
export async function readToken(token: string, { directory, audience, now }: Expectations): Promise<JWTPayload> {
  const { alg, kid } = headerOf(token);
  if (!alg || !ALGORITHMS.includes(alg))
    throw new Refused('wrong_algorithm', `The token is signed with ${JSON.stringify(alg)}; ${ALGORITHMS.join(', ')} are taken.`);
  const keys = await directory.get();
  const check = (those: Keys) => verified(token, those, { audience, now });
  const first = await check(keys)
    .catch(async (error) => {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const newer = await directory.newer(keys);
      return newer ? check(newer) : Promise.reject(error);
    })
    .catch((error) => {
      throw asRefusal(error, { kid, keys, audience, now });
    });
  return first;
}

function headerOf(token: string): { alg?: string; kid?: string } {
  try {
    return decodeProtectedHeader(token);
  } catch (cause) {
    const opaque =
      'The bearer token is no JSON Web Token; an access token without an audience is opaque at some providers: send the ID token.';
    throw new Refused('malformed', opaque, cause);
  }
}

async function verified(token: string, keys: Keys, { audience, now }: { audience: string; now: Date }): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, keys.find, {
    algorithms: ALGORITHMS,
    audience,
    ...(keys.issuer !== undefined && { issuer: keys.issuer }),
    requiredClaims: ['exp', 'aud'],
    clockTolerance: LEEWAY_SECONDS,
    currentDate: now,
  });
  return payload;
}

type Known = { kid: string | undefined; keys: Keys; audience: string; now: Date };

function asRefusal(error: unknown, { kid, keys, audience, now }: Known): unknown {
  if (error instanceof errors.JWTExpired)
    return new Refused('expired', `The token expired at ${timeOf(error.payload.exp)}; it is ${now.toISOString()} here.`);
  if (error instanceof errors.JWTClaimValidationFailed) return claimRefusal(error, { keys, audience, now });
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    const have = keys.set.keys.map((key) => key.kid ?? '(none)').join(', ');
    return new Refused('unknown_key', `The token is signed with the key ${JSON.stringify(kid)}; the provider has ${have}.`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return new Refused('bad_signature', `The signature does not fit the provider's key ${JSON.stringify(kid)}.`);
  if (error instanceof errors.JOSEError) return new Refused('malformed', `The token cannot be read: ${error.message}.`, error);
  return error;
}

function claimRefusal({ claim, payload, message }: errors.JWTClaimValidationFailed, { keys, audience, now }: Omit<Known, 'kid'>) {
  if (claim === 'aud')
    return new Refused(
      'wrong_audience',
      `wrong_audience got=${said(payload.aud)} expected=${audience}; set DISPATCH_JWT_AUDIENCE, or the audience at the provider.`,
    );
  if (claim === 'iss')
    return new Refused(
      'wrong_issuer',
      `wrong_issuer got=${said(payload.iss)} expected=${keys.issuer}; correct DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL.`,
    );
  if (claim === 'nbf')
    return new Refused('not_yet_valid', `The token is valid from ${timeOf(payload.nbf)}; it is ${now.toISOString()} here.`);
  return new Refused('malformed', `The token cannot be read: ${message}.`);
}

const said = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300));
const timeOf = (seconds: number | undefined) => (seconds === undefined ? 'no time' : new Date(seconds * 1000).toISOString());
