/*
 * What Auth0 hands a post-login Action, as it documents the event object, for the ways somebody comes by.
 * Source: https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/login-trigger/post-login-event-object
 */

export type Metadata = Record<string, unknown>;
type User = { email?: unknown; email_verified?: boolean; app_metadata?: Metadata | undefined; user_id?: string };
type Query = Record<string, unknown>;

export const CLIENT_ID = 'Xk7vQ2mTocsinWebClient0000000001';

const ASKED = 'openid profile email offline_access read:incidents write:incidents admin:incidents admin:organization';

const base = (user: User) => ({
  authorization: { roles: [] },
  client: { client_id: CLIENT_ID, name: 'Tocsin', metadata: {} },
  connection: { id: 'con_9dKKcib71UMRiHHW', name: 'google-oauth2', strategy: 'google-oauth2', metadata: {} },
  resource_server: { identifier: 'https://tocsin.test' },
  stats: { logins_count: 1 },
  tenant: { id: 'acme' },
  user: {
    user_id: 'google-oauth2|108204268033311374519',
    email: 'jo@example.com',
    email_verified: true,
    name: 'Jo Doe',
    nickname: 'jo',
    picture: 'https://s.gravatar.com/avatar/0.png',
    created_at: '2026-11-20T09:00:00.000Z',
    updated_at: '2026-11-22T09:59:59.000Z',
    identities: [{ connection: 'google-oauth2', isSocial: true, provider: 'google-oauth2', userId: '108204268033311374519' }],
    app_metadata: {} as Metadata | undefined,
    user_metadata: {},
    ...user,
  },
});

const client = {
  geoip: { countryCode: 'DE', timeZone: 'Europe/Berlin' },
  hostname: 'acme.eu.auth0.com',
  ip: '203.0.113.9',
  language: 'en',
  user_agent: 'Mozilla/5.0',
};

/** A browser that was sent to the authorization endpoint and signed in there. */
export const loginEvent = (query: Query = {}, user: User = {}) => ({
  ...base(user),
  authentication: { methods: [{ name: 'federated', timestamp: '2026-11-22T10:00:00.000Z' }] },
  request: {
    ...client,
    method: 'GET',
    body: {},
    query: {
      client_id: CLIENT_ID,
      response_type: 'code',
      redirect_uri: 'https://tocsin.test/callback',
      scope: ASKED,
      state: 's',
      ...query,
    },
  },
  session: { id: 'ses_1' },
  transaction: {
    acr_values: [],
    locale: 'en',
    protocol: 'oidc-basic-profile',
    redirect_uri: 'https://tocsin.test/callback',
    requested_scopes: ASKED.split(' '),
    response_type: ['code'],
    state: 's',
    ui_locales: [],
  } as Record<string, unknown>,
});

/** The same, for a password of the tenant's own database, whose address nobody has confirmed. */
export const databaseEvent = (query: Query = {}, user: User = {}) => ({
  ...loginEvent(query, { user_id: 'auth0|5f7c8ec7c33c6c004bbafe82', email_verified: false, ...user }),
  authentication: { methods: [{ name: 'pwd', timestamp: '2026-11-22T10:00:00.000Z' }] },
  connection: { id: 'con_fpe5kj482KO1eOzQ', name: 'Username-Password-Authentication', strategy: 'auth0', metadata: {} },
});

/** The session that is there already, asked for without a page. */
export const silentEvent = (query: Query = {}, user: User = {}) => loginEvent({ prompt: 'none', ...query }, user);

/** Our server renews a session: no browser, no query, no scopes asked for. */
export const refreshEvent = (user: User = {}) => ({
  ...base(user),
  request: { ...client, method: 'POST', body: { grant_type: 'refresh_token', client_id: CLIENT_ID } },
  transaction: { protocol: 'oauth2-refresh-token', requested_scopes: [], ui_locales: [], acr_values: [] } as Record<string, unknown>,
});

/** Somebody hands over a password at the token endpoint: the set-up switches this off. */
export const passwordGrantEvent = (user: User = {}) => ({
  ...databaseEvent({}, user),
  request: { ...client, method: 'POST', body: { grant_type: 'password', client_id: CLIENT_ID, scope: ASKED }, query: {} },
  transaction: { protocol: 'oauth2-password', requested_scopes: ASKED.split(' ') } as Record<string, unknown>,
});

export type AnyEvent = ReturnType<typeof loginEvent> | ReturnType<typeof refreshEvent> | ReturnType<typeof passwordGrantEvent>;
