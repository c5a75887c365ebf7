import { Refused } from '../../plugin-sdk/authentication.ts';
import { type Answer, objectOf } from './ask.ts';

const SETTING = 'DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL';

/** What people paste: the issuer, with or without slashes at its end, or the address of its discovery document. */
const issuerOf = (pasted: string) =>
  pasted
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/\.well-known\/openid-configuration$/, '')
    .replace(/\/+$/, '');

/** @source https://openid.net/specs/openid-connect-discovery-1_0.html section 4.1 */
export const discoveryUrl = (pasted: string) => `${issuerOf(pasted)}/.well-known/openid-configuration`;

export type Discovered = { issuer: string; jwksUrl: string; metadata: Record<string, unknown> };

/** @throws Refused provider_unavailable the answer is no discovery document */
export function discoveredIn(answer: Answer): Discovered {
  const metadata = objectOf(answer);
  const { issuer, jwks_uri: jwksUrl } = metadata;
  if (typeof issuer !== 'string' || !issuer)
    throw new Refused('provider_unavailable', `${answer.url} names no issuer; correct ${SETTING}.`);
  if (typeof jwksUrl !== 'string' || !URL.canParse(jwksUrl))
    throw new Refused('provider_unavailable', `${answer.url} names no jwks_uri; correct ${SETTING}.`);
  return { issuer, jwksUrl, metadata };
}

/**
 * The provider's own spelling counts, with a slash at its end or without: it is what its tokens carry. Nothing else may differ.
 * @throws Refused wrong_issuer
 */
export function requireSameIssuer({ issuer }: Discovered, pasted: string) {
  const expected = issuerOf(pasted);
  if (issuer !== expected && issuer !== `${expected}/`)
    throw new Refused(
      'wrong_issuer',
      `${discoveryUrl(pasted)} is of the issuer ${JSON.stringify(issuer.slice(0, 300))}, expected ${expected}; correct ${SETTING}.`,
    );
}
