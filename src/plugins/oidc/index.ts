import type { AuthenticationHost, AuthenticationProvider, IncomingRequest } from '../../plugin-sdk/authentication.ts';
import { createDirectory } from './directory.ts';
import { emailOf } from './email.ts';
import { examineIssuer } from './examine-issuer.ts';
import { audienceOf, type OidcOptions } from './options.ts';
import { readToken } from './token.ts';

const SLUG = 'dispatch-auth-provider-pkce';

/** Believes signed tokens of one OpenID provider that clients present as `Authorization: Bearer`. */
export function oidcProvider(options: OidcOptions, host: AuthenticationHost): AuthenticationProvider {
  const directory = createDirectory(options, host);
  return {
    slug: SLUG,
    examine: (token) => examineIssuer(options, host, token),
    async identify({ headers }: IncomingRequest) {
      const token = /^bearer\s+(\S+)$/i.exec(String(headers.authorization ?? ''))?.[1];
      if (!token) return undefined;
      const claims = await readToken(token, { directory, audience: audienceOf(options), now: host.now() });
      return { issuer: claims.iss ?? options.jwksUrl ?? '', subject: claims.sub, ...emailOf(claims, options) };
    },
  };
}
