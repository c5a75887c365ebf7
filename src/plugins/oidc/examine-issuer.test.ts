import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aKey, anOpenIdProvider, CLIENT_ID } from './an-openid-provider.ts';
import { examineIssuer } from './examine-issuer.ts';
import type { OidcOptions } from './options.ts';

type Key = Awaited<ReturnType<typeof aKey>>;
type OpenId = Awaited<ReturnType<typeof anOpenIdProvider>>;
type Options = Partial<OidcOptions>;

let [key, openId]: [Key, OpenId] = [undefined as never, undefined as never];
beforeAll(async () => {
  key = await aKey('first');
  openId = await anOpenIdProvider([key.jwk], [{ sub: 'ada', email: 'ada@example.com', email_verified: true }, { sub: 'cy' }]);
});
afterAll(() => openId.stop());

function examine(more: Options = {}, { token, skewMs = 0, fetch = globalThis.fetch, uiUrl = 'https://tocsin.test' }: Around = {}) {
  const options = {
    issuer: openId.issuer,
    clientId: CLIENT_ID,
    jwksUrl: undefined,
    audience: undefined,
    emailClaim: undefined,
    emailTrust: 'verified' as const,
    ...more,
  };
  return examineIssuer(options, { now: () => new Date(Date.now() + skewMs), fetch, uiUrl }, token);
}

type Fetch = typeof globalThis.fetch;
type Around = { token?: string; skewMs?: number; fetch?: Fetch; uiUrl?: string };
type Checks = Awaited<ReturnType<typeof examine>>;
const resultsOf = (checks: Checks) => checks.map(({ check, result }) => [check, result]);
const wrongOf = (checks: Checks) => checks.find(({ result }) => result === 'wrong');

const aToken = (claims: Record<string, unknown> = {}, { kid = 'first', by = key } = {}) =>
  new SignJWT({ sub: 'ada', iss: openId.issuer, aud: CLIENT_ID, email: 'ada@example.com', email_verified: true, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setExpirationTime((claims.exp as number) ?? '5m')
    .sign(by.privateKey);

const PROVIDER_CHECKS = ['issuer reachable', 'discovery valid', 'issuer equal', 'keys usable', 'client id', 'redirect registered', 'clock'];

test('a provider that is set up well passes, and the redirect address is there to copy', async () => {
  const checks = await examine({ issuer: `${openId.issuer}/` });
  expect(checks).toEqual([
    { check: 'issuer reachable', result: 'good', detail: `${openId.issuer}/.well-known/openid-configuration answers` },
    { check: 'discovery valid', result: 'good', detail: `keys at ${openId.issuer}/jwks` },
    { check: 'issuer equal', result: 'good', detail: `tokens must carry iss=${openId.issuer}` },
    { check: 'keys usable', result: 'good', detail: 'signed with first' },
    { check: 'client id', result: 'good', detail: 'tokens are for tocsin' },
    {
      check: 'redirect registered',
      result: 'good',
      detail: expect.stringMatching(/^https:\/\/tocsin.test\/implicit\/callback is registered/),
    },
    { check: 'clock', result: 'good', detail: expect.stringMatching(/^it is .* here and .* at the provider$/) },
  ]);
});

test('a token as a real provider gives it passes, with the word in front that people copy along', async () => {
  const { id_token } = await openId.signIn('ada');
  const checks = await examine({}, { token: `Bearer ${id_token}\n` });
  expect(checks.slice(PROVIDER_CHECKS.length)).toEqual([
    { check: 'token: key', result: 'good', detail: 'is one of the provider' },
    { check: 'token: signature', result: 'good', detail: 'fits' },
    { check: 'token: issuer', result: 'good', detail: `iss=${openId.issuer}` },
    { check: 'token: audience', result: 'good', detail: 'aud="tocsin"' },
    { check: 'token: time', result: 'good', detail: expect.stringMatching(/^valid until 20/) },
    { check: 'token: e-mail', result: 'good', detail: 'ada@example.com' },
  ]);
});

test.each([
  ['token: key', (): string => 'what-is-opaque', /no JSON Web Token.*send the ID token/],
  ['token: key', () => aToken({}, { kid: 'other' }), /signed with the key "other" \(RS256\); the provider has first\./],
  ['token: signature', async () => aToken({}, { by: await aKey('first') }), /does not fit the provider's key "first"/],
  ['token: issuer', () => aToken({ iss: 'https://a.example.com', aud: 'b' }), /wrong_issuer got="https:\/\/a.example.com" expected=http/],
  ['token: audience', () => aToken({ aud: 'b', exp: 1 }), /wrong_audience got="b" expected=tocsin; set DISPATCH_JWT_AUDIENCE/],
  ['token: time', () => aToken({ exp: 1, email: undefined }), /expired at 1970-01-01T00:00:01.000Z/],
  ['token: e-mail', async (): Promise<string> => (await openId.signIn('cy')).id_token, /claims=\[.*sub.*DISPATCH_JWT_EMAIL_OVERRIDE/],
] as const)('the first wrong thing about a token is named at "%s" and the rest is not looked at', async (check, make, detail) => {
  const token: string = await make();
  const checks = await examine({}, { token });
  expect(wrongOf(checks)).toEqual({ check, result: 'wrong', detail: expect.stringMatching(detail) });
  const at = checks.findIndex(({ result }) => result === 'wrong');
  expect(checks).toHaveLength(PROVIDER_CHECKS.length + 6);
  expect(checks.slice(PROVIDER_CHECKS.length, at).every(({ result }) => result === 'good')).toBe(true);
  for (const rest of checks.slice(at + 1)) expect(rest).toMatchObject({ result: 'note', detail: `Not looked at: first mend "${check}".` });
  expect(JSON.stringify(checks)).not.toContain(token.split('.')[1] ?? 'what-is-opaque');
});

const answering = (discovery: object, keys: object = {}, headers: Record<string, string> = {}): Fetch => {
  // A provider that shows its own page to everybody.
  return async (url) => {
    if (String(url).startsWith(LOGIN)) return new Response('<html>');
    return Response.json(String(url).includes('.well-known') ? { authorization_endpoint: LOGIN, ...discovery } : keys, { headers });
  };
};
const published = () => {
  const { kty, n, e, kid } = key.jwk;
  return { kty, n, e, kid };
};
const A = 'https://id.example.com';
const LOGIN = 'https://login.example.com/authorize';
const found = { issuer: A, jwks_uri: `${A}/jwks` };
const away: Fetch = async () => {
  throw new TypeError('fetch failed');
};

test.each([
  ['issuer reachable', away, /^https:\/\/id.example.com\/.well-known\/openid-configuration does not answer\.$/],
  ['discovery valid', answering({ issuer: A }), /names no jwks_uri; correct DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL/],
  ['discovery valid', (async () => new Response('', { status: 404 })) as Fetch, /openid-configuration answered 404/],
  ['discovery valid', (async () => new Response('<html>')) as Fetch, /did not answer with a JSON object/],
  [
    'issuer equal',
    answering({ ...found, issuer: `${A}/tenant` }),
    /of the issuer "https:\/\/id.example.com\/tenant", expected https:\/\/id.exa/,
  ],
  ['keys usable', answering(found, { keys: [] }), /jwks holds no keys/],
  ['keys usable', answering(found, { keys: [{ kty: 'oct', k: 'AAAA', kid: 'secret' }] }), /no key that signs tokens; there are secret/],
] as const)('what is wrong with a provider is named at "%s"', async (check, fetch, detail) => {
  const checks = await examine({ issuer: A }, { fetch });
  expect(wrongOf(checks)).toMatchObject({ check, detail: expect.stringMatching(detail) });
  expect(checks.map((one) => one.check)).toEqual(PROVIDER_CHECKS);
});

test('a missing client id and a missing provider are named with their settings', async () => {
  expect(wrongOf(await examine({ clientId: undefined }))).toMatchObject({
    check: 'client id',
    detail: expect.stringContaining('set DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID'),
  });
  expect(await examine({ clientId: undefined, audience: 'api' })).toContainEqual({
    check: 'client id',
    result: 'note',
    detail: 'Not set; tokens are for api (DISPATCH_JWT_AUDIENCE).',
  });
  expect(wrongOf(await examine({ issuer: undefined }))?.detail).toMatch(/^No provider is named; set DISPATCH_.*OPEN_ID_CONNECT_URL\.$/);
});

test('keys without an issuer are examined too, and what that leaves open is said', async () => {
  const checks = await examine({ issuer: undefined, jwksUrl: `${openId.issuer}/jwks` }, { token: await aToken({ iss: 'https://any' }) });
  expect(wrongOf(checks)).toBe(undefined);
  expect(checks[0]).toMatchObject({ result: 'note', detail: expect.stringContaining('No issuer is named: whoever the keys at') });
  expect(checks).toContainEqual({ check: 'token: issuer', result: 'note', detail: 'iss=https://any, which is not compared.' });
});

test('a clock that is 30 s off passes, one that is 90 s off is wrong, and one that is not told is a note', async () => {
  expect(wrongOf(await examine({}, { skewMs: 30_000 }))).toBe(undefined);
  for (const skewMs of [90_000, -90_000])
    expect(wrongOf(await examine({}, { skewMs }))).toMatchObject({
      check: 'clock',
      detail: expect.stringMatching(/differ by (89|9[01]) s: it is/),
    });
  const keys = { keys: [published()] };
  expect((await examine({ issuer: A }, { fetch: answering(found, keys) })).at(-1)?.detail).toBe('The provider does not tell its time.');
  const cached = answering(found, keys, { date: new Date(Date.now() - 3_600_000).toUTCString(), age: '3600' });
  expect(resultsOf(await examine({ issuer: A }, { fetch: cached })).at(-1)).toEqual(['clock', 'good']);
});

test.each([
  ['https://acme.okta.com/oauth2/default', 'Okta', /Sign-in redirect URIs/, /Security → API → .*Audience/],
  ['https://acme.eu.auth0.com', 'Auth0', /Allowed Callback URLs/, /Applications → APIs/],
  ['https://acme.onelogin.com/oidc/2', 'OneLogin', /Redirect URIs/, /API Authorization/],
  ['https://sso.example.com/realms/acme', 'Keycloak', /Valid redirect URIs/, /Add mapper: Audience/],
  ['https://login.microsoftonline.com/0000/v2.0', 'Entra ID', /Authentication: redirect URIs/, /Expose an API/],
  ['https://accounts.google.com', 'Google', /Authorized redirect URIs/, /Client ID/],
])('at %s the place in the console of %s is named', async (issuer, name, redirect, audience) => {
  const fetch = answering({ issuer, jwks_uri: `${issuer}/keys` }, { keys: [published()] });
  const checks = await examine({ issuer }, { fetch, token: await aToken({ iss: issuer, aud: 'other' }) });
  const { detail } = checks.find(({ check }) => check === 'redirect registered') ?? {};
  expect(detail).toContain(` At ${name}: `);
  expect(detail).toMatch(redirect);
  expect(wrongOf(checks)?.detail).toMatch(/got="other" expected=tocsin; set DISPATCH_JWT_AUDIENCE/);
  expect(wrongOf(checks)?.detail).toContain(` At ${name}: `);
  expect(wrongOf(checks)?.detail).toMatch(audience);
});

test('a host that only looks like a known one gets no words of it', async () => {
  const issuer = 'https://okta.com.example.com';
  const checks = await examine({ issuer }, { fetch: answering({ issuer, jwks_uri: `${issuer}/keys` }, { keys: [published()] }) });
  expect(checks.find(({ check }) => check === 'redirect registered')?.detail).toMatch(/A test sign-in tells\.$/);
});

test('a redirect address that the provider does not know is told, and so is a client that it does not know', async () => {
  for (const checks of [await examine({}, { uiUrl: 'https://tocsin.example.com' }), await examine({ clientId: 'nobody' })])
    expect(wrongOf(checks)).toMatchObject({
      check: 'redirect registered',
      detail: expect.stringMatching(/answers 400 to a browser .*\/implicit\/callback: register that address there, .*PKCE_CLIENT_ID/),
    });
});

test('a provider that shows its page to everybody leaves the question open', async () => {
  const toLogin: Fetch = (url, init) =>
    String(url).includes('prompt=none')
      ? Promise.resolve(new Response(null, { status: 302, headers: { location: 'https://login.example.com/' } }))
      : globalThis.fetch(url, init);
  const checks = await examine({}, { fetch: toLogin });
  expect(checks.find(({ check }) => check === 'redirect registered')).toMatchObject({
    result: 'note',
    detail: expect.stringMatching(/answers 302 to everybody. A test sign-in tells/),
  });
});

test('scopes that the provider refuses are told with its words', async () => {
  const refusing: Fetch = (url, init) =>
    String(url).includes('prompt=none')
      ? Promise.resolve(
          new Response(null, {
            status: 303,
            headers: { location: 'https://tocsin.test/implicit/callback?error=invalid_scope&error_description=no+groups' },
          }),
        )
      : globalThis.fetch(url, init);
  expect(wrongOf(await examine({}, { fetch: refusing }))).toMatchObject({ detail: expect.stringMatching(/"invalid_scope", "no groups"/) });
});
