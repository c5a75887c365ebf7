import { createHash, timingSafeEqual } from 'node:crypto';
import { createNetworks } from '../../lib/networks.ts';
import { type AuthenticationProvider, type IncomingRequest, Refused } from '../../plugin-sdk/authentication.ts';

const SLUG = 'dispatch-auth-provider-header';
const SECRET_HEADER = 'x-tocsin-proxy-secret';

type Options = {
  /** header that holds the person's address or user name */
  header: string;
  /** only what comes from these counts */
  trustedProxies: readonly string[];
  /** what the proxy sends in `x-tocsin-proxy-secret` as well; undefined: nothing */
  sharedSecret: string | undefined;
  /** completes a user name to an address */
  emailDomain: string | undefined;
};

/** Believes a proxy that has signed the person in and names them in a header. From anywhere else the header is an attack. */
export function headerProvider({ header, trustedProxies, sharedSecret, emailDomain }: Options): AuthenticationProvider {
  const name = header.toLowerCase();
  const isTrusted = createNetworks(trustedProxies);
  return {
    slug: SLUG,
    async identify({ headers, peer }: IncomingRequest) {
      const value = headers[name];
      if (value === undefined || value === '') return undefined;
      if (!isTrusted(peer))
        throw new Refused('untrusted_peer', `${peer} sent the header ${name} but is not among DISPATCH_TRUSTED_PROXIES.`);
      if (sharedSecret !== undefined && !isSame(headers[SECRET_HEADER], sharedSecret))
        throw new Refused('wrong_secret', `${peer} sent the header ${name} without the secret of DISPATCH_PROXY_SHARED_SECRET.`);
      const email = emailOf(name, value, emailDomain);
      return { issuer: SLUG, subject: email.toLowerCase(), email, emailVerified: true };
    },
  };
}

/** Node joins what is sent several times with commas: a list means that a client's header came through beside the proxy's. */
function emailOf(name: string, value: string | string[], domain: string | undefined): string {
  const text = String(value).trim();
  if (Array.isArray(value) || text.includes(','))
    throw new Refused('malformed', `The header ${name} holds several values; the proxy must replace what a client sends.`);
  const email = domain && !text.includes('@') ? `${text}@${domain}` : text;
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw new Refused(
    'malformed',
    domain
      ? `The header ${name} holds neither a user name nor an e-mail address.`
      : `The header ${name} holds no e-mail address; for user names set DISPATCH_HEADER_EMAIL_DOMAIN.`,
  );
}

const digest = (text: string) => createHash('sha256').update(text).digest();
const isSame = (given: string | string[] | undefined, expected: string) =>
  typeof given === 'string' && timingSafeEqual(digest(given), digest(expected));
