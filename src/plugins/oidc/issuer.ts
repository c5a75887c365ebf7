/** What people paste: the issuer, with or without slashes at its end, or the address of its discovery document. */
export const issuerOf = (pasted: string) =>
  pasted
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/\.well-known\/openid-configuration$/, '')
    .replace(/\/+$/, '');

/** @source https://openid.net/specs/openid-connect-discovery-1_0.html section 4.1 */
export const discoveryUrl = (issuer: string) => `${issuerOf(issuer)}/.well-known/openid-configuration`;
