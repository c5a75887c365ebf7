import type { AuthenticationHost, AuthenticationProvider, IncomingRequest } from '../../plugin-sdk/authentication.ts';
import { createDirectory } from './directory.ts';
import { emailOf } from './email.ts';
import { examineIssuer } from './examine-issuer.ts';
import { grantedBy } from './granted.ts';
import { audienceOf, type OidcOptions } from './options.ts';
import { redirectSignIn } from './redirect.ts';
import { readToken } from './token.ts';

const SLUG = 'dispatch-auth-provider-pkce';

/** Believes one OpenID provider: it signs people in whose browser is sent there, and tokens that clients present as `Authorization: Bearer`. */
export function oidcProvider(options: OidcOptions, host: AuthenticationHost): AuthenticationProvider {
  const directory = createDirectory(options, host);
  return {
    slug: SLUG,
    // Without an issuer nobody knows where to send a browser, and without a client id nobody would be let in there.
    ...(options.issuer && options.clientId && { redirect: redirectSignIn(options, host, directory) }),
    examine: (token) => examineIssuer(options, host, token),
    isReady: () =>
      directory.get().then(
        () => true,
        () => false,
      ),
    async identify({ headers }: IncomingRequest) {
      const token = /^bearer\s+(\S+)$/i.exec(String(headers.authorization ?? ''))?.[1];
      if (!token) return undefined;
      const claims = await readToken(token, { directory, audience: audienceOf(options), now: host.now() });
      const granted = grantedBy(claims);
      return { issuer: claims.iss ?? options.jwksUrl ?? '', subject: claims.sub, ...emailOf(claims, options), ...(granted && { granted }) };
    },
  };
}
