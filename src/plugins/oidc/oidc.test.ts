import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aKey, anOpenIdProvider, CLIENT_ID } from './an-openid-provider.ts';
import { oidcProvider } from './index.ts';
import type { OidcOptions } from './options.ts';

type Key = Awaited<ReturnType<typeof aKey>>;
type OpenId = Awaited<ReturnType<typeof anOpenIdProvider>>;

let [key, openId]: [Key, OpenId] = [undefined as never, undefined as never];
const people = [
  { sub: 'ada', email: 'ada@example.com', email_verified: true },
  { sub: 'bob', email: 'bob@example.com', email_verified: false },
  { sub: 'cy' },
];

beforeAll(async () => {
  key = await aKey('first');
  openId = await anOpenIdProvider([key.jwk], people);
});
afterAll(() => openId.stop());

type Fetch = typeof globalThis.fetch;
const MINUTE = 60_000;

function aProvider(more: Partial<OidcOptions> = {}, fetch: Fetch = globalThis.fetch) {
  const asked: string[] = [];
  const clock = { skewMs: 0 };
  const options: OidcOptions = {
    issuer: openId.issuer,
    clientId: CLIENT_ID,
    jwksUrl: undefined,
    audience: undefined,
    emailClaim: undefined,
    emailTrust: 'verified',
    ...more,
  };
  const counting: Fetch = (url, init) => {
    asked.push(String(url));
    return fetch(url, init);
  };
  const provider = oidcProvider(options, { now: () => new Date(Date.now() + clock.skewMs), fetch: counting, uiUrl: 'https://tocsin.test' });
  const identify = (token?: string) =>
    provider.identify({ headers: token ? { authorization: `Bearer ${token}` } : {}, peer: '192.0.2.1', method: 'GET' });
  return { identify, asked, clock };
}

type Made = { claims?: Record<string, unknown>; header?: Record<string, unknown>; by?: Key; secondsLeft?: number | 'for ever' };

/** A token such as the provider signs, bent as the test wants it. */
const aToken = ({ claims = {}, header = {}, by = key, secondsLeft = 300 }: Made = {}) => {
  const all = { sub: 'ada', iss: openId.issuer, aud: CLIENT_ID, email: 'ada@example.com', email_verified: true, ...claims };
  const token = new SignJWT(all).setProtectedHeader({ alg: 'RS256', kid: 'first', ...header });
  if (secondsLeft !== 'for ever') token.setExpirationTime(Math.floor(Date.now() / 1000) + secondsLeft);
  return token.sign(by.privateKey);
};

test('an ID token of a real provider says who somebody is; no token says nothing', async () => {
  const { identify, asked } = aProvider();
  const { id_token } = await openId.signIn('ada');
  const expected = { issuer: openId.issuer, subject: 'ada', email: 'ada@example.com', emailVerified: true };
  expect(await identify(id_token)).toEqual(expected);
  expect(await identify(id_token)).toEqual(expected);
  expect(asked).toHaveLength(2); // discovery and keys, once
  expect(await identify()).toBe(undefined);
});

test.each(['', '/', '///', '/.well-known/openid-configuration', '/.well-known/openid-configuration/'])(
  'pain: an hour lost to a trailing slash: the issuer may be pasted with "%s" at its end',
  async (end) => {
    expect(await aProvider({ issuer: openId.issuer + end }).identify(await aToken())).toMatchObject({ subject: 'ada' });
  },
);

test('an unverified address and a missing one are refused with what to do', async () => {
  const { identify } = aProvider();
  const [bob, cy] = [(await openId.signIn('bob')).id_token, (await openId.signIn('cy')).id_token];
  await expect(identify(bob)).rejects.toMatchObject({ code: 'email_not_verified', message: expect.stringContaining('bob@example.com') });
  await expect(identify(cy)).rejects.toMatchObject({
    code: 'no_email_claim',
    message: expect.stringMatching(/claims=\[.*sub.*DISPATCH_JWT_EMAIL_OVERRIDE/),
  });
});

test('an issuer that says nothing about verification is trusted only when that is configured', async () => {
  const token = await aToken({ claims: { email_verified: undefined } });
  await expect(aProvider().identify(token)).rejects.toMatchObject({ message: expect.stringContaining('DISPATCH_OIDC_EMAIL_TRUST=issuer') });
  expect(await aProvider({ emailTrust: 'issuer' }).identify(token)).toMatchObject({ emailVerified: true });
  const denied = await aToken({ claims: { email_verified: false } });
  await expect(aProvider({ emailTrust: 'issuer' }).identify(denied)).rejects.toMatchObject({ code: 'email_not_verified' });
});

test('the address may stand in another claim, nested or named like an address', async () => {
  const token = await aToken({ claims: { user: { email: 'nested@example.com' }, 'https://example.com/email': 'named@example.com' } });
  expect(await aProvider({ emailClaim: 'user.email' }).identify(token)).toMatchObject({ email: 'nested@example.com' });
  expect(await aProvider({ emailClaim: 'https://example.com/email' }).identify(token)).toMatchObject({ email: 'named@example.com' });
});

test('pain: an opaque access token is refused with the way out', async () => {
  const { access_token } = await openId.signIn('ada');
  await expect(aProvider().identify(access_token)).rejects.toMatchObject({
    code: 'malformed',
    message: expect.stringContaining('send the ID token'),
  });
});

test('pain: at_hash needs no setting: it is not looked at without the access token', async () => {
  expect(await aProvider().identify(await aToken({ claims: { at_hash: 'made-up' } }))).toMatchObject({ subject: 'ada' });
});

test.each([
  ['an expired token', () => aToken({ secondsLeft: -61 }), 'expired', /expired at .* it is .* here/],
  ['a token whose time has not come', () => aToken({ claims: { nbf: Math.floor(Date.now() / 1000) + 90 } }), 'not_yet_valid', /valid from/],
  [
    'pain: another audience',
    () => aToken({ claims: { aud: 'other' } }),
    'wrong_audience',
    /got="other" expected=tocsin; set DISPATCH_JWT_AUDIENCE/,
  ],
  ['pain: no audience', () => aToken({ claims: { aud: undefined } }), 'wrong_audience', /got=nothing expected=tocsin/],
  [
    'another issuer',
    () => aToken({ claims: { iss: 'https://evil.example.com' } }),
    'wrong_issuer',
    /got="https:\/\/evil.example.com" expected=http:\/\/127/,
  ],
  [
    'an unknown key',
    () => aToken({ header: { kid: 'made-up' } }),
    'unknown_key',
    /"made-up" \(RS256\); the provider has first\. .*_PKCE_OPEN_ID_CONNECT_URL/,
  ],
  [
    'a token from the future',
    () => aToken({ claims: { iat: Math.floor(Date.now() / 1000) + 90 } }),
    'not_yet_valid',
    /issued at .* it is .* here: compare the clocks/,
  ],
  ['a token that never ends', () => aToken({ secondsLeft: 'for ever' }), 'expired', /exp=nothing/],
  [
    'pain: a token of another issuer without an audience',
    () => aToken({ claims: { iss: 'https://evil.example.com', aud: undefined } }),
    'wrong_issuer',
    /got="https:\/\/evil.example.com"/,
  ],
  ['no subject', () => aToken({ claims: { sub: undefined } }), 'malformed', /no subject/],
  ['another key under the name of a known one', async () => aToken({ by: await aKey('first') }), 'bad_signature', /does not fit/],
] as const)('ATTACK 23.5: %s is refused: the operator reads why, and not the token', async (_name, make, code, message) => {
  const token = await make();
  const refused = await aProvider()
    .identify(token)
    .catch((error) => error);
  expect(refused).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(refused.message).not.toContain(token.slice(0, 40));
});

test('ATTACK 23.5: a token without a signature, and one signed with the public key as if it were a secret, are refused', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: 'ada', iss: openId.issuer, aud: CLIENT_ID, email: 'ada@example.com', email_verified: true, exp: 9_999_999_999 };
  await expect(aProvider().identify(`${part({ alg: 'none' })}.${part(claims)}.`)).rejects.toMatchObject({ code: 'wrong_algorithm' });
  const secret = new TextEncoder().encode(await exportSPKI(key.publicKey));
  const confused = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'first' }).sign(secret);
  await expect(aProvider().identify(confused)).rejects.toMatchObject({
    code: 'wrong_algorithm',
    message: expect.stringContaining('"HS256"'),
  });
});

test('a clock that is 30 s off is forgiven, one that is 90 s off is not, in either direction', async () => {
  const { identify, clock } = aProvider();
  const token = await aToken({ secondsLeft: 1 });
  clock.skewMs = 30_000;
  expect(await identify(token)).toMatchObject({ subject: 'ada' });
  clock.skewMs = 90_000;
  await expect(identify(token)).rejects.toMatchObject({ code: 'expired', message: expect.stringMatching(/expired at .*; it is .* here/) });
  const fresh = await aToken({ claims: { iat: Math.floor(Date.now() / 1000) } });
  clock.skewMs = -30_000;
  expect(await identify(fresh)).toMatchObject({ subject: 'ada' });
  clock.skewMs = -90_000;
  await expect(identify(fresh)).rejects.toMatchObject({ code: 'not_yet_valid', message: expect.stringContaining('compare the clocks') });
});

/** Answers as the provider does, with keys that the test exchanges, or not at all. */
function anAnswer(state: { keys: Key[]; away?: boolean }): Fetch {
  return async (url) => {
    if (state.away) throw new TypeError('fetch failed');
    const discovery = { issuer: openId.issuer, jwks_uri: `${openId.issuer}/jwks` };
    const jwks = { keys: state.keys.map(({ jwk: { kty, n, e, kid, alg, use } }) => ({ kty, n, e, kid, alg, use })) };
    return Response.json(String(url).includes('.well-known') ? discovery : jwks);
  };
}

test('ATTACK 23.5: a new key of the provider is found at once, and made-up keys do not make it be asked again and again', async () => {
  const [old, fresh] = await Promise.all([aKey('old'), aKey('fresh')]);
  const state = { keys: [old] };
  const { identify, asked, clock } = aProvider({}, anAnswer(state));
  await identify(await aToken({ by: old, header: { kid: 'old' } }));
  state.keys = [old, fresh];
  clock.skewMs = MINUTE;
  expect(await identify(await aToken({ by: fresh, header: { kid: 'fresh' } }))).toMatchObject({ subject: 'ada' });
  const before = asked.length;
  for (let n = 0; n < 5; n += 1) await identify(await aToken({ header: { kid: `made-up-${n}` } })).catch(() => undefined);
  expect(asked).toHaveLength(before);
});

test('while the provider is away its last good keys count; without any the answer is that it is away', async () => {
  const state = { keys: [key], away: false };
  const { identify, clock } = aProvider({}, anAnswer(state));
  await identify(await aToken());
  state.away = true;
  clock.skewMs = 11 * MINUTE;
  expect(await identify(await aToken({ secondsLeft: 3600 }))).toMatchObject({ subject: 'ada' });
  const cold = aProvider({}, anAnswer(state));
  await expect(cold.identify(await aToken())).rejects.toMatchObject({
    code: 'provider_unavailable',
    message: expect.stringMatching(/openid-configuration does not answer/),
  });
});

test('made-up tokens do not make an absent provider be asked again and again, and it is asked again soon', async () => {
  const state = { keys: [key], away: true };
  const { identify, asked, clock } = aProvider({}, anAnswer(state));
  for (let n = 0; n < 5; n += 1)
    await expect(identify(await aToken())).rejects.toMatchObject({ message: expect.stringContaining('does not answer') });
  expect(asked).toHaveLength(1);
  state.away = false;
  clock.skewMs = 3000;
  expect(await identify(await aToken())).toMatchObject({ subject: 'ada' });
});

test.each([
  ['never answers', () => {}, /openid-configuration does not answer within 3 s\.$/],
  ['stops in the middle', (answer: ServerResponse) => answer.write('{"issuer":'), /did not finish its answer within 3 s\.$/],
  ['never stops', (answer: ServerResponse) => answer.end('x'.repeat(1_000_001)), /answers with more than 1000000 bytes\.$/],
] as const)('pain: a provider that %s holds nobody up', async (_name, respond, message) => {
  const server = createServer((_request, answer) => void respond(answer)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [real, asked] = [AbortSignal.timeout, [] as number[]];
  // The limit is looked at, and a shorter one waited for.
  const spy = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    asked.push(ms);
    return real.call(AbortSignal, 100);
  });
  try {
    const { identify } = aProvider({ issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    await expect(identify(await aToken())).rejects.toMatchObject({ code: 'provider_unavailable', message: expect.stringMatching(message) });
    expect(asked).toEqual([3000]);
  } finally {
    spy.mockRestore();
    server.closeAllConnections();
    server.close();
  }
});

test('pain: a key that cannot be used is a refusal with its name, and no defect of ours', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'short', alg: 'RS256' } as JWK;
  const fetch = anAnswer({ keys: [{ ...key, jwk }] });
  const head = [{ alg: 'RS256', kid: 'short' }, { sub: 'ada' }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const token = `${head.join('.')}.${sign('sha256', Buffer.from(head.join('.')), privateKey).toString('base64url')}`;
  await expect(aProvider({}, fetch).identify(token)).rejects.toMatchObject({
    code: 'unknown_key',
    message: expect.stringMatching(/^The provider's key "short" \(RS256\) cannot be used: .*2048 bits/),
  });
});

test.each(['PS256', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'])('a token signed with %s is taken', async (alg) => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const by = { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid: alg, alg } };
  const fetch: Fetch = async (url) =>
    Response.json(
      String(url).includes('.well-known') ? { issuer: openId.issuer, jwks_uri: `${openId.issuer}/jwks` } : { keys: [key.jwk, by.jwk] },
    );
  expect(await aProvider({}, fetch).identify(await aToken({ by, header: { alg, kid: alg } }))).toMatchObject({ subject: 'ada' });
});

test('without a client id and an audience nobody is let in', async () => {
  await expect(aProvider({ clientId: undefined, audience: '' }).identify(await aToken())).rejects.toMatchObject({
    code: 'wrong_audience',
    message: expect.stringContaining('expected=(no client id is configured)'),
  });
});

test('pain: the key set is not loaded at each request, whoever asks at once', async () => {
  const { identify, asked } = aProvider({}, anAnswer({ keys: [key] }));
  const token = await aToken();
  await Promise.all([1, 2, 3, 4, 5].map(() => identify(token)));
  expect(asked).toHaveLength(2);
});

test.each([
  [
    'another issuer than configured',
    { issuer: 'https://other.example.com', jwks_uri: 'https://other.example.com/jwks' },
    'wrong_issuer',
    /of the issuer "https:\/\/other.example.com", expected/,
  ],
  ['no keys address', { issuer: undefined }, 'provider_unavailable', /names no jwks_uri/],
] as const)('a discovery document with %s is refused', async (_name, document, code, message) => {
  const fetch: Fetch = async () => Response.json({ ...document, issuer: document.issuer ?? openId.issuer });
  await expect(aProvider({}, fetch).identify(await aToken())).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('keys without discovery are enough', async () => {
  const provider = aProvider({ issuer: undefined, jwksUrl: `${openId.issuer}/jwks` });
  expect(await provider.identify(await aToken())).toMatchObject({ subject: 'ada', issuer: openId.issuer });
});

test.each([
  [{}, undefined],
  [{ scope: 'openid read:incidents' }, ['openid', 'read:incidents']],
  [{ scp: 'read write' }, ['read', 'write']],
  [{ scp: ['read:incidents', 'read:cases'] }, ['read:incidents', 'read:cases']],
  [{ scope: 'openid', permissions: ['admin:members'] }, ['openid', 'admin:members']],
  [{ scope: '' }, []],
  [{ scope: 7, scp: { read: true }, permissions: [1, 'read'] }, ['read']],
])('INV-14: what a token with %j is granted', async (claims, granted) => {
  expect((await aProvider().identify(await aToken({ claims })))?.granted).toEqual(granted);
});
