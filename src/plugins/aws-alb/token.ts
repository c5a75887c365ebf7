import { type KeyObject, verify } from 'node:crypto';
import { Refused } from '../../plugin-sdk/authentication.ts';

const LEEWAY_MS = 60_000;
const MAX_LENGTH = 32_768;
const KEY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Expectations = { arn: string; clientId: string | undefined; now: Date; keyOf(kid: string): Promise<KeyObject> };

/**
 * Verifies the token exactly as it was sent: the load balancer leaves the padding of base64 inside the text it signs, so removing it, as
 * libraries for JSON Web Tokens do, breaks the signature.
 *
 * @returns its claims
 * @throws Refused with what is wrong; nothing of the token is in the message but what it says about itself
 */
export async function readToken(token: string, { arn, clientId, now, keyOf }: Expectations): Promise<Record<string, unknown>> {
  const [header, payload, signature, ...more] = token.split('.');
  if (!header || !payload || !signature || more.length || token.length > MAX_LENGTH)
    throw new Refused('malformed', 'What the load balancer sent is no signed token of three parts.');
  const { alg, signer, kid, client, exp } = jsonOf(header);
  if (alg !== 'ES256') throw new Refused('wrong_algorithm', `The token says alg=${said(alg)}; the load balancer signs with ES256.`);
  if (signer !== arn)
    throw new Refused(
      'wrong_signer',
      `The token is signed by ${said(signer)}, expected ${arn} (DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN).`,
    );
  if (typeof kid !== 'string' || !KEY_ID.test(kid))
    throw new Refused('malformed', 'The token names no key in the form of the load balancer.');
  const key = await keyOf(kid);
  const valid = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!valid) throw new Refused('bad_signature', `The signature does not fit the key ${kid} of the load balancer.`);
  const claims = jsonOf(payload);
  const expiresAt = claims.exp ?? exp;
  if (typeof expiresAt !== 'number') throw new Refused('malformed', 'The token of the load balancer does not say when it expires.');
  if (expiresAt * 1000 + LEEWAY_MS <= now.getTime())
    throw new Refused('expired', `The token expired at ${new Date(expiresAt * 1000).toISOString()}; it is ${now.toISOString()} here.`);
  if (clientId !== undefined && client !== clientId)
    throw new Refused(
      'wrong_audience',
      `The token is for the client ${said(client)}, expected ${clientId} (DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_CLIENT_ID).`,
    );
  return claims;
}

/** What a forged token says of itself is shown shortened: it may be anything. */
const said = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 300));

function jsonOf(part: string): Record<string, unknown> {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (value && typeof value === 'object' && !Array.isArray(value)) return value;
  } catch {
    // Told below: what it is instead does not matter.
  }
  throw new Refused('malformed', 'A part of the load balancer’s token is not the JSON it should be.');
}
