/** Where to find what is asked for, in the words of each console. */
export const PROVIDERS = [
  {
    value: 'other',
    label: 'Another OpenID provider',
    issuer: 'https://login.example.com',
    where: 'Create a web application, or a public one with PKCE. The issuer is what comes before /.well-known/openid-configuration.',
  },
  {
    value: 'keycloak',
    label: 'Keycloak',
    issuer: 'https://login.example.com/realms/company',
    where:
      'Clients → Create client: type OpenID Connect, Client authentication off, Standard flow on; the addresses above under Valid redirect URIs and Valid post logout redirect URIs. People need “Email verified”.',
  },
  {
    value: 'auth0',
    label: 'Auth0',
    issuer: 'https://company.eu.auth0.com/',
    where:
      'Applications → Create Application → Regular Web Application. Settings: Domain is the issuer, then Client ID and Client Secret; the addresses above under Allowed Callback URLs and Allowed Logout URLs.',
  },
  {
    value: 'okta',
    label: 'Okta',
    issuer: 'https://company.okta.com',
    where:
      'Applications → Create App Integration → OIDC, Web Application; the addresses above as Sign-in and Sign-out redirect URIs. General: Client ID and secret. Assign the people under Assignments.',
  },
  {
    value: 'onelogin',
    label: 'OneLogin',
    issuer: 'https://company.onelogin.com/oidc/2',
    where:
      'Applications → Add App → OpenId Connect (OIDC). Configuration: the addresses above. SSO: Client ID; Token Endpoint “None (PKCE)” and type Native without a secret. Give a role access.',
  },
  {
    value: 'entra',
    label: 'Microsoft Entra ID',
    issuer: 'https://login.microsoftonline.com/<tenant id>/v2.0',
    where:
      'App registrations → New registration, this directory only; the redirect address as Web. Certificates & secrets: a client secret. Token configuration: optional claim email. Entra says nothing about verification: choose that under “Rarely needed”, only if your people cannot choose an address.',
  },
  {
    value: 'google',
    label: 'Google',
    issuer: 'https://accounts.google.com',
    where:
      'Google Auth Platform → Clients → Create client → Web application; the redirect address under Authorized redirect URIs; copy Client ID and secret.',
  },
];
