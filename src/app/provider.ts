import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type AuthenticationHost,
  type AuthenticationPlugin,
  type AuthenticationProvider,
  type OpenIdTrial,
  Refused,
} from '../plugin-sdk/authentication.ts';
import { albProvider } from '../plugins/aws-alb/index.ts';
import { headerProvider } from '../plugins/header/index.ts';
import { oidcProvider } from '../plugins/oidc/index.ts';
import type { Config } from './config/config.ts';
import { ALB_PROVIDER, BASIC_PROVIDER, HEADER_PROVIDER, OIDC_PROVIDER } from './config/sign-in.ts';
import { MISCONFIGURED, StartupError } from './startup-error.ts';

/**
 * The configured provider; undefined where passwords are all there is.
 * @throws StartupError the module of a provider of one's own cannot be used
 */
export async function createProvider({ values, environment, uiUrl }: Config): Promise<AuthenticationProvider | undefined> {
  const host: AuthenticationHost = { now: () => new Date(), fetch: globalThis.fetch, uiUrl };
  switch (values.DISPATCH_AUTHENTICATION_PROVIDER_SLUG) {
    case BASIC_PROVIDER:
      return undefined;
    case OIDC_PROVIDER:
      return oidcProvider(
        {
          issuer: values.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL,
          clientId: values.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID,
          jwksUrl: values.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS,
          audience: values.DISPATCH_JWT_AUDIENCE,
          emailClaim: values.DISPATCH_JWT_EMAIL_OVERRIDE,
          emailTrust: values.DISPATCH_OIDC_EMAIL_TRUST,
          clientSecret: values.TOCSIN_OIDC_CLIENT_SECRET,
          scopes: values.TOCSIN_OIDC_SCOPES.split(/[\s,]+/).filter(Boolean),
          parameters: Object.fromEntries(new URLSearchParams(values.TOCSIN_OIDC_PARAMETERS)),
          ignoreAtHash: values.DISPATCH_PKCE_DONT_VERIFY_AT_HASH,
          staySignedIn: !values.TOCSIN_OIDC_SIGN_OUT,
        },
        host,
      );
    case HEADER_PROVIDER:
      return headerProvider({
        header: values.DISPATCH_AUTHENTICATION_PROVIDER_HEADER_NAME,
        trustedProxies: values.DISPATCH_TRUSTED_PROXIES,
        sharedSecret: values.DISPATCH_PROXY_SHARED_SECRET,
        emailDomain: values.DISPATCH_HEADER_EMAIL_DOMAIN,
      });
    case ALB_PROVIDER:
      return albProvider(
        {
          arn: values.DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN ?? '',
          emailClaim: values.DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_EMAIL_CLAIM,
          keyCacheSeconds: values.DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_PUBLIC_KEY_CACHE_SECONDS,
          clientId: values.DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_CLIENT_ID,
          trustedProxies: values.DISPATCH_TRUSTED_PROXIES,
        },
        host,
      );
    case '':
      return nobodyAsked(values.DISPATCH_AUTHENTICATION_DEFAULT_USER, uiUrl);
    default:
      return loadProvider(values, environment, host);
  }
}

/** Everything that is not pasted is as it would be by default. */
export const trialProvider =
  (uiUrl: string) =>
  ({ clientSecret, emailClaim, ...trial }: OpenIdTrial): AuthenticationProvider =>
    oidcProvider(
      { ...trial, clientSecret, emailClaim, jwksUrl: undefined, audience: undefined },
      { now: () => new Date(), fetch: globalThis.fetch, uiUrl },
    );

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/**
 * Development only: whoever reaches the port is the default user, whose account is made at the start. A page of somebody else, whose name
 * was made to lead to this machine, reaches it as well: only our own names count.
 */
const nobodyAsked = (email: string, uiUrl: string): AuthenticationProvider => ({
  slug: 'none',
  async identify({ headers: { host = '' } }) {
    if (!LOOPBACK.test(String(host)) && host !== URL.parse(uiUrl)?.host)
      throw new Refused('wrong_host', `Asked as ${host}; where nobody is asked who they are, only ${uiUrl} and localhost count.`);
    return { issuer: 'none', subject: email.toLowerCase(), email, emailVerified: true };
  },
});

/** A provider of the operator's own, from a file beside the installation. */
async function loadProvider(
  values: Config['values'],
  environment: Config['environment'],
  host: AuthenticationHost,
): Promise<AuthenticationProvider> {
  const [path, slug] = [values.TOCSIN_AUTHENTICATION_PLUGIN ?? '', values.DISPATCH_AUTHENTICATION_PROVIDER_SLUG];
  const refuse = (why: string, cause?: unknown) =>
    new StartupError(`TOCSIN_AUTHENTICATION_PLUGIN: ${path} ${why}; see docs/guides/sign-in.md.`, { exitCode: MISCONFIGURED, cause });
  const { default: plugin } = await import(pathToFileURL(resolve(path)).href).catch((cause) => {
    throw refuse(`cannot be loaded (${(cause as Error).message})`, cause);
  });
  const { slug: found, create } = (plugin ?? {}) as Partial<AuthenticationPlugin>;
  if (typeof create !== 'function') throw refuse('has no default export with `slug` and `create`');
  if (found !== slug) throw refuse(`is the provider "${found}", but DISPATCH_AUTHENTICATION_PROVIDER_SLUG is "${slug}"`);
  try {
    return create((name) => environment[name], host);
  } catch (cause) {
    throw refuse(`does not start (${(cause as Error).message})`, cause);
  }
}
