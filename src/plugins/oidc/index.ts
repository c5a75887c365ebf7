import { type AuthenticationHost, type AuthenticationProvider, type IncomingRequest, Refused } from '../../plugin-sdk/authentication.ts';
import { createDirectory } from './directory.ts';
import { emailOf } from './email.ts';
import { readToken } from './token.ts';

const SLUG = 'dispatch-auth-provider-pkce';

export type OidcOptions = {
  /** as it was pasted: with or without trailing slash, or the discovery address */
  issuer: string | undefined;
  clientId: string | undefined;
  /** where the keys are when there is no issuer to ask; tokens of any issuer that these keys sign are then taken */
  jwksUrl: string | undefined;
  /** default: the client id */
  audience: string | undefined;
  /** default: `email` */
  emailClaim: string | undefined;
  /** `issuer`: an address is taken although the issuer does not say whether it was verified */
  emailTrust: 'verified' | 'issuer';
};

/** Believes signed tokens of one OpenID provider that clients present as `Authorization: Bearer`. */
export function oidcProvider(options: OidcOptions, host: AuthenticationHost): AuthenticationProvider {
  const directory = createDirectory(options, host);
  return {
    slug: SLUG,
    async examine() {
      const { issuer, set } = await directory.get();
      const usable = set.keys.filter((key) => key.use !== 'enc' && key.kty !== 'oct').map((key) => key.kid ?? '(no name)');
      if (!usable.length) throw new Refused('unknown_key', 'The provider publishes no key that signs tokens.');
      const from = issuer ?? `any issuer (without discovery), keys of ${options.jwksUrl}`;
      return `tokens of ${from} for ${options.audience ?? options.clientId}, signed with ${usable.join(', ')}`;
    },
    async identify({ headers }: IncomingRequest) {
      const token = /^bearer\s+(\S+)$/i.exec(String(headers.authorization ?? ''))?.[1];
      if (!token) return undefined;
      const claims = await readToken(token, { directory, audience: options.audience ?? options.clientId ?? '', now: host.now() });
      if (!claims.sub) throw new Refused('malformed', 'The token names no subject (sub).');
      return { issuer: claims.iss ?? options.jwksUrl ?? '', subject: claims.sub, ...emailOf(claims, options) };
    },
  };
}
