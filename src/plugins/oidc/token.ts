import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { Refused } from '../../plugin-sdk/authentication.ts';
import type { Directory } from './directory.ts';
import { ALGORITHMS, type Keys, namesOf } from './keys.ts';

const LEEWAY_SECONDS = 60;

type Expectations = { directory: Directory; audience: string; now: Date };
type Against = { keys: Keys; audience: string; now: Date };

/**
 * `at_hash` is not looked at: it vouches for an access token, and a bearer request does not bring one beside the ID token.
 *
 * @returns the claims of a token that the provider signed for us and that is valid now
 * @throws Refused with what was received and expected, never with the token
 */
export async function readToken(token: string, { directory, audience, now }: Expectations): Promise<JWTPayload & { sub: string }> {
  const { alg, kid } = headerOf(token);
  if (!alg || !ALGORITHMS.includes(alg))
    throw new Refused('wrong_algorithm', `The token is signed with ${said(alg)}; ${ALGORITHMS.join(', ')} are taken.`);
  let keys = await directory.get();
  const check = () => verified(token, { keys, audience, now });
  const claims = await check()
    .catch(async (error) => {
      const newer = error instanceof errors.JWKSNoMatchingKey && (await directory.newer(keys));
      if (!newer) throw error;
      keys = newer;
      return check();
    })
    .catch((error) => {
      throw asRefusal(error, `${said(kid)} (${alg})`, { keys, audience, now });
    });
  const { iat, sub } = claims;
  if (iat !== undefined && iat * 1000 > now.getTime() + LEEWAY_SECONDS * 1000)
    throw new Refused('not_yet_valid', `The token was issued at ${timeOf(iat)}; it is ${now.toISOString()} here: compare the clocks.`);
  if (typeof sub !== 'string' || !sub) throw new Refused('malformed', 'The token names no subject (sub).');
  return { ...claims, sub };
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

async function verified(token: string, { keys, audience, now }: Against): Promise<JWTPayload> {
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

function asRefusal(error: unknown, key: string, against: Against): Refused {
  const { keys, now } = against;
  if (error instanceof errors.JWTExpired)
    return new Refused('expired', `The token expired at ${timeOf(error.payload.exp)}; it is ${now.toISOString()} here.`);
  if (error instanceof errors.JWTClaimValidationFailed) return claimRefusal(error, against);
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    const setting = keys.issuer === undefined ? 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS' : ISSUER_SETTING;
    return new Refused(
      'unknown_key',
      `The token is signed with the key ${key}; the provider has ${namesOf(keys.set.keys)}. If it is of another issuer, correct ${setting}.`,
    );
  }
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return new Refused('bad_signature', `The signature does not fit the provider's key ${key}.`);
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid || error instanceof errors.JOSENotSupported)
    return new Refused('malformed', `The token cannot be read: ${error.message}.`, error);
  // What is left comes from the key: too short, or not what it says it is.
  return new Refused('unknown_key', `The provider's key ${key} cannot be used: ${(error as Error).message}.`, error);
}

const ISSUER_SETTING = 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL';

/** A missing claim is found before a wrong one; who issued it and for whom is told first all the same, as it explains the rest. */
function claimRefusal({ claim, payload, message }: errors.JWTClaimValidationFailed, { keys, audience, now }: Against): Refused {
  if (keys.issuer !== undefined && payload.iss !== keys.issuer)
    return new Refused('wrong_issuer', `wrong_issuer got=${said(payload.iss)} expected=${keys.issuer}; correct ${ISSUER_SETTING}.`);
  if (![payload.aud].flat().includes(audience))
    return new Refused(
      'wrong_audience',
      `wrong_audience got=${said(payload.aud)} expected=${audience}; set DISPATCH_JWT_AUDIENCE, or the audience at the provider.`,
    );
  if (claim === 'exp') return new Refused('expired', `The token does not say when it expires: exp=${said(payload.exp)}.`);
  if (claim === 'nbf' && typeof payload.nbf === 'number')
    return new Refused('not_yet_valid', `The token is valid from ${timeOf(payload.nbf)}; it is ${now.toISOString()} here.`);
  return new Refused('malformed', `The token cannot be read: ${message}.`);
}

/** What a forged token says of itself is shown shortened: it may be anything. */
const said = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300));

/** A number that is no time is shown as it is. */
export function timeOf(seconds: number | undefined): string {
  const date = new Date((seconds ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? said(seconds) : date.toISOString();
}
