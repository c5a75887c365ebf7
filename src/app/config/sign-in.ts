import { choice, email, exactText, flag, integer, matching, networks, secret, text, url } from './read.ts';

export const BASIC_PROVIDER = 'dispatch-auth-provider-basic';
export const OIDC_PROVIDER = 'dispatch-auth-provider-pkce';
export const HEADER_PROVIDER = 'dispatch-auth-provider-header';
export const ALB_PROVIDER = 'dispatch-auth-provider-aws-alb';

const WEB = ['http:', 'https:'];

/** How people sign in. Each name is read at start by the server; the browser asks the server. */
export const SIGN_IN_SETTINGS = {
  DISPATCH_AUTHENTICATION_PROVIDER_SLUG: {
    ...exactText(
      `how people sign in: ${BASIC_PROVIDER}, ${OIDC_PROVIDER}, ${HEADER_PROVIDER}, ${ALB_PROVIDER}, the slug of a provider of your own, or none: nobody is asked`,
      BASIC_PROVIDER,
    ),
    // The word means the same as nothing at all.
    read: (value: string) => (value === 'none' ? '' : value),
  },
  TOCSIN_AUTHENTICATION_PLUGIN: text('file of a provider of your own', undefined),
  DISPATCH_ALLOW_ANONYMOUS: flag('needed beside the slug `none`: whoever reaches the port is the default user', false),
  DISPATCH_AUTHENTICATION_DEFAULT_USER: email('who everybody is when nobody is asked', 'dispatch@example.com'),
  TOCSIN_DEFAULT_USER_ROLE: choice('what that user may do', ['Owner', 'Manager', 'Admin', 'Member'], 'Member'),
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: url(
    'issuer of the OpenID provider; its discovery address and trailing slashes are fine',
    undefined,
    WEB,
  ),
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: text('client id at the OpenID provider', undefined),
  TOCSIN_OIDC_CLIENT_SECRET: secret('secret of that client; a public client, which PKCE alone protects, has none'),
  TOCSIN_OIDC_SCOPES: matching(
    'scopes that are asked for; add offline_access where a provider needs it to renew sessions',
    'openid profile email',
    'a list of scopes with openid among them',
    /(^|[\s,])openid($|[\s,])/,
  ),
  TOCSIN_OIDC_PARAMETERS: matching(
    'more that is sent along with a browser: audience=…&prompt=select_account',
    undefined,
    'pairs such as audience=https://api.example.com&prompt=select_account',
    /^[^=&\s]+=[^&\s]*(&[^=&\s]+=[^&\s]*)*$/,
  ),
  TOCSIN_OIDC_SIGN_OUT: flag('signing out here signs out of the provider as well, where it can', true),
  DISPATCH_PKCE_DONT_VERIFY_AT_HASH: flag('takes an access token although the ID token beside it speaks of another', false),
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS: url('keys of the OpenID provider, where it has no discovery', undefined, WEB),
  DISPATCH_JWT_AUDIENCE: text('audience that tokens of the OpenID provider must carry; default: the client id', undefined),
  DISPATCH_JWT_EMAIL_OVERRIDE: text('claim that holds the e-mail address, or the way to it: user.email; default: email', undefined),
  DISPATCH_OIDC_EMAIL_TRUST: choice(
    'verified: the provider must say that an address is verified; issuer: it may say nothing about it',
    ['verified', 'issuer'],
    'verified',
  ),
  DISPATCH_AUTHENTICATION_PROVIDER_HEADER_NAME: matching(
    'header that names the person, set by a proxy',
    'remote-user',
    'the name of a header, such as remote-user',
    /^[!#$%&'*+.^`|~\w-]+$/,
  ),
  DISPATCH_HEADER_EMAIL_DOMAIN: matching(
    'completes a user name in that header to an address',
    undefined,
    'a domain, such as example.com',
    /^[^\s@/]+$/,
  ),
  DISPATCH_TRUSTED_PROXIES: networks(
    'proxies that may say who somebody is: addresses, networks, loopback; needed for header and load balancer',
    [],
  ),
  DISPATCH_PROXY_SHARED_SECRET: secret('what such a proxy must send in x-tocsin-proxy-secret as well'),
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN: text('ARN of the load balancer that must have signed', undefined),
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_EMAIL_CLAIM: text('claim that holds the e-mail address', 'email'),
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_CLIENT_ID: text('client id that the load balancer must name', undefined),
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_PUBLIC_KEY_CACHE_SECONDS: integer('how long its keys are remembered, seconds', 300, {
    max: 86_400,
  }),
} as const;

export type SignInValues = {
  DISPATCH_AUTHENTICATION_PROVIDER_SLUG: string;
  TOCSIN_AUTHENTICATION_PLUGIN: string | undefined;
  DISPATCH_ALLOW_ANONYMOUS: boolean;
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: string | undefined;
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: string | undefined;
  DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS: string | undefined;
  DISPATCH_JWT_AUDIENCE: string | undefined;
  DISPATCH_TRUSTED_PROXIES: string[];
  DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN: string | undefined;
  TOCSIN_HOST: string | undefined;
};

type Problem = { name: string; message: string };

/** What a provider cannot do without; a start that would refuse everybody, or nobody, is refused itself. */
export function signInProblems(values: SignInValues, production: boolean): Problem[] {
  const slug = values.DISPATCH_AUTHENTICATION_PROVIDER_SLUG;
  const needed = (name: keyof SignInValues, message: string) => ({ name, message: `${message} (needed with ${slug}).` });
  switch (slug) {
    case BASIC_PROVIDER:
      return [];
    case OIDC_PROVIDER:
      return oidcProblems(values, needed);
    case HEADER_PROVIDER:
      return values.DISPATCH_TRUSTED_PROXIES.length ? [] : [needed('DISPATCH_TRUSTED_PROXIES', 'name the proxies that may set the header')];
    case ALB_PROVIDER:
      return [
        ...(/^arn:[\w-]+:elasticloadbalancing:[\w-]+:\d+:loadbalancer\/\S+$/.test(values.DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN ?? '')
          ? []
          : [
              needed(
                'DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_ARN',
                'give arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/…',
              ),
            ]),
        ...(values.DISPATCH_TRUSTED_PROXIES.length ? [] : [needed('DISPATCH_TRUSTED_PROXIES', 'name the networks of the load balancer')]),
      ];
    case '':
      return anonymousProblems(values, production);
    default:
      return values.TOCSIN_AUTHENTICATION_PLUGIN
        ? []
        : [
            {
              name: 'DISPATCH_AUTHENTICATION_PROVIDER_SLUG',
              message: `"${slug}" is not one of ${[BASIC_PROVIDER, OIDC_PROVIDER, HEADER_PROVIDER, ALB_PROVIDER].join(', ')}; for a provider of your own name its file in TOCSIN_AUTHENTICATION_PLUGIN.`,
            },
          ];
  }
}

function oidcProblems(values: SignInValues, needed: (name: keyof SignInValues, message: string) => Problem): Problem[] {
  const problems: Problem[] = [];
  if (!values.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL && !values.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_JWKS)
    problems.push(needed('DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL', 'give the issuer of your OpenID provider'));
  if (!values.DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID && !values.DISPATCH_JWT_AUDIENCE)
    problems.push(
      needed('DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID', 'give the client id, or the audience in DISPATCH_JWT_AUDIENCE'),
    );
  return problems;
}

function anonymousProblems({ DISPATCH_ALLOW_ANONYMOUS, TOCSIN_HOST }: SignInValues, production: boolean): Problem[] {
  const name = 'DISPATCH_AUTHENTICATION_PROVIDER_SLUG';
  if (production) return [{ name, message: 'says `none`: nobody would be asked who they are, which production refuses.' }];
  if (!DISPATCH_ALLOW_ANONYMOUS)
    return [
      {
        name,
        message:
          'is empty or `none`: nobody would be asked who they are. Set DISPATCH_ALLOW_ANONYMOUS=true to mean that, or leave the name out.',
      },
    ];
  return /^(localhost|127(\.\d+){3}|::1)$/.test(TOCSIN_HOST ?? '')
    ? []
    : [{ name: 'TOCSIN_HOST', message: 'must be a loopback address while nobody is asked who they are.' }];
}
