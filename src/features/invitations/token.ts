import { createPrivateKey, createPublicKey } from 'node:crypto';
import { CompactSign, compactVerify } from 'jose';
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';

/** Who issues tokens, and what for: each is of one installation, and good for nothing but this. */
export const issuerOf = (uiUrl: string) => uiUrl;
export const audienceOf = (uiUrl: string) => `${uiUrl}/claim`;

const LONGEST = 4096;
const TYPE = 'invite+jwt';
const ALGORITHM = 'RS256';

const Claims = Type.Object({
  email: Type.String(),
  organization: Type.String(),
  roles: Type.Array(Type.String()),
  exp: Type.Integer(),
  iat: Type.Integer(),
  iss: Type.String(),
  aud: Type.String(),
  jti: Type.String({ format: 'uuid' }),
});
/** What a link says; times in seconds. @source invitations.md 8 */
export type Claims = Static<typeof Claims>;

/** Why a token is not looked at any further; only the audit log tells the two apart. */
export type Unreadable = 'invite_malformed' | 'invite_tampered';

/** Signs what a link says. The same facts give the same token: the signature has no random part. */
export const signToken = (claims: Claims, key: { kid: string; privateKey: string }): Promise<string> =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: key.kid })
    .sign(createPrivateKey(key.privateKey));

/**
 * Reads a token as far as that goes without the database knowing the link: form, header, signature, and that it was meant for here.
 *
 * @param publicKeyOf the key of this name, if there ever was one
 * @returns why not, or what it says and by which key
 * @source invitations.md 8.1, checks 1 to 4
 */
export async function readToken(
  token: string,
  publicKeyOf: (kid: string) => Promise<string | undefined>,
  uiUrl: string,
): Promise<Unreadable | { claims: Claims; kid: string }> {
  const header = headerOf(token);
  if (!header) return 'invite_malformed';
  const kid = kidOf(header);
  const publicKey = kid === undefined ? undefined : await publicKeyOf(kid);
  if (kid === undefined || publicKey === undefined) return 'invite_tampered';
  const payload = await compactVerify(token, createPublicKey(publicKey), { algorithms: [ALGORITHM] }).then(
    (verified) => parsed(Buffer.from(verified.payload)),
    () => undefined,
  );
  if (!Check(Claims, payload) || payload.iss !== issuerOf(uiUrl) || payload.aud !== audienceOf(uiUrl)) return 'invite_tampered';
  return { claims: payload, kid };
}

/** Three parts in base64url, each written in the one way there is: a character more or less would be another text of the same token. */
function headerOf(token: string): unknown {
  const parts = token.split('.');
  const isCanonical = (part: string) => part.length > 0 && Buffer.from(part, 'base64url').toString('base64url') === part;
  if (token.length > LONGEST || parts.length !== 3 || !parts.every(isCanonical)) return undefined;
  return parsed(Buffer.from(parts[0] as string, 'base64url'));
}

/** Nothing but the three names: a header that brings a key along, or names a place to fetch one from, is somebody's attempt. */
function kidOf(header: unknown): string | undefined {
  const { alg, typ, kid, ...others } = (header ?? {}) as Record<string, unknown>;
  return alg === ALGORITHM && typ === TYPE && typeof kid === 'string' && !Object.keys(others).length ? kid : undefined;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
