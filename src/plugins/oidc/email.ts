import type { JWTPayload } from 'jose';
import { Refused } from '../../plugin-sdk/authentication.ts';

type Options = { emailClaim: string | undefined; emailTrust: 'verified' | 'issuer' };

/** @throws Refused no_email_claim with the claims there are; email_not_verified */
export function emailOf(claims: JWTPayload, { emailClaim = 'email', emailTrust }: Options): { email: string; emailVerified: boolean } {
  const email = emailClaimOf(claims, { emailClaim });
  if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(email))
    throw new Refused(
      'no_email_claim',
      `no_email_claim "${emailClaim}" claims=[${Object.keys(claims).join(', ')}]; send the ID token, have the provider add the claim, or name another in DISPATCH_JWT_EMAIL_OVERRIDE.`,
    );
  const { email_verified: said } = claims;
  if (said === true || said === 'true') return { email, emailVerified: true };
  if (said === undefined && emailTrust === 'issuer') return { email, emailVerified: true };
  throw new Refused(
    'email_not_verified',
    said === undefined
      ? `The provider does not say whether ${email} was verified (email_verified); have it add the claim, or set DISPATCH_OIDC_EMAIL_TRUST=issuer if nobody can choose an address there.`
      : `The provider says that ${email} was not verified; verify it there.`,
  );
}

/** What the claim for the address holds, whatever it is. */
export const emailClaimOf = (claims: JWTPayload, { emailClaim = 'email' }: Pick<Options, 'emailClaim'>): unknown =>
  valueAt(claims, emailClaim);

/** The claim of that very name, which may hold dots and slashes, else the way through nested ones. */
function valueAt(claims: Record<string, unknown>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split('.')) {
    if (!value || typeof value !== 'object' || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
