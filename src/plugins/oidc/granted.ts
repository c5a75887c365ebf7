import type { JWTPayload } from 'jose';

/**
 * The words with which a token says how far it reaches: `scope` (a text), `scp` (a text at Entra, a list at Okta) and `permissions` (a list, at
 * Auth0) together.
 * @returns undefined for a token that has none of these claims
 */
export function grantedBy({ scope, scp, permissions }: JWTPayload): string[] | undefined {
  const said = [scope, scp, permissions].filter((claim) => typeof claim === 'string' || Array.isArray(claim));
  if (!said.length) return undefined;
  return said.flat().flatMap((words) => (typeof words === 'string' ? words.split(' ').filter(Boolean) : []));
}
