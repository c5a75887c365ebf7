/** Where in a provider's console something is changed. */
export type Place = { name: string; issuer: string; client: string; audience: string; email: string };

type Known = Place & { isOf(issuer: URL): boolean };

const at =
  (...domains: string[]) =>
  ({ hostname }: URL) =>
    domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));

/** @source docs/guides/sign-in.md has the same for people who start */
const PLACES: Known[] = [
  {
    name: 'Okta',
    isOf: at('okta.com', 'oktapreview.com', 'okta-emea.com', 'okta-gov.com'),
    issuer: 'the issuer is https://<org>.okta.com, or https://<org>.okta.com/oauth2/default (Security → API) for access tokens',
    client: 'Applications → the application → General: Client ID, Sign-in redirect URIs',
    audience: 'Security → API → the authorization server → Settings: Audience',
    email: 'Security → API → the authorization server → Claims: add `email`',
  },
  {
    name: 'Auth0',
    isOf: at('auth0.com'),
    issuer: 'Applications → the application → Settings: Domain; the issuer is https://<domain>/',
    client: 'Applications → the application → Settings: Client ID, Allowed Callback URLs',
    audience: 'Applications → APIs → the API: Identifier',
    email: 'Actions → Triggers → post-login: set a claim whose name is an address of yours',
  },
  {
    name: 'OneLogin',
    isOf: at('onelogin.com'),
    issuer: 'the issuer is https://<subdomain>.onelogin.com/oidc/2 (Applications → the application → SSO: Issuer URL)',
    client: 'Applications → the application → SSO: Client ID; Configuration: Redirect URIs',
    audience: 'Developers → API Authorization → the server → Configuration: Audience',
    email: 'Applications → the application → Parameters, and an e-mail address at the person under Users',
  },
  {
    name: 'Entra ID',
    isOf: at('login.microsoftonline.com', 'login.microsoftonline.us', 'sts.windows.net', 'ciamlogin.com'),
    issuer: 'App registrations → the application → Endpoints; name the tenant by its id, never `common` or `organizations`',
    client: 'App registrations → the application → Overview: Application (client) ID; Authentication: redirect URIs',
    audience: 'App registrations → the application → Expose an API: Application ID URI',
    email: 'App registrations → the application → Token configuration: optional claim `email`',
  },
  {
    name: 'Google',
    isOf: at('accounts.google.com'),
    issuer: 'the issuer is https://accounts.google.com',
    client: 'Google Auth Platform → Clients → the client: Client ID, Authorized redirect URIs',
    audience: 'Google Auth Platform → Clients: the audience of an ID token is the Client ID',
    email: 'the request for the token: ask for the scope `email`',
  },
  {
    // Runs under any host; its realms give it away.
    name: 'Keycloak',
    isOf: ({ pathname }) => /^\/(auth\/)?realms\/[^/]+/.test(pathname),
    issuer:
      'Realm settings → General: Endpoints; the issuer is https://<host>/realms/<realm>, before version 17 https://<host>/auth/realms/<realm>',
    client: 'Clients → the client → Settings: Client ID, Valid redirect URIs',
    audience: 'Clients → the client → Client scopes → its dedicated scope → Add mapper: Audience',
    email: 'Users → the person: Email, Email verified; Clients → the client → Client scopes: email',
  },
];

/** @returns undefined for a provider we have no words for */
export function placeOf(issuer: string | undefined): Place | undefined {
  const url = URL.parse(issuer ?? '');
  return url ? PLACES.find((place) => place.isOf(url)) : undefined;
}
