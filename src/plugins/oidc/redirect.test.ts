import { createHash } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aKey, anOpenIdProvider, CLIENT_ID } from './an-openid-provider.ts';
import { oidcProvider } from './index.ts';
import type { OidcOptions } from './options.ts';

type Key = Awaited<ReturnType<typeof aKey>>;
type OpenId = Awaited<ReturnType<typeof anOpenIdProvider>>;

const BACK = 'https://tocsin.test/implicit/callback';
const SECRET = 'a secret that only the two of them know';
const people = [
  { sub: 'ada', email: 'ada@example.com', email_verified: true },
  { sub: 'bob', email: 'bob@example.com', email_verified: false },
  { sub: 'cy' },
];

let [key, openId, strict]: [Key, OpenId, OpenId] = [undefined as never, undefined as never, undefined as never];

beforeAll(async () => {
  key = await aKey('first');
  openId = await anOpenIdProvider([key.jwk], people, { backTo: ['https://tocsin.test/sign-in?out=1'] });
  strict = await anOpenIdProvider([key.jwk], people, { secret: SECRET, isStrict: true });
});
afterAll(() => Promise.all([openId.stop(), strict.stop()]));

type Fetch = typeof globalThis.fetch;
type Bend = (tokens: { id_token: string; access_token: string }, claims: Record<string, unknown>) => Promise<object>;

/** @param bend changes what the token endpoint answers */
function aRedirect(more: Partial<OidcOptions> = {}, { at = openId, bend, skewMs = 0 }: { at?: OpenId; bend?: Bend; skewMs?: number } = {}) {
  const options: OidcOptions = {
    issuer: at.issuer,
    clientId: CLIENT_ID,
    jwksUrl: undefined,
    audience: undefined,
    emailClaim: undefined,
    emailTrust: 'verified',
    ...more,
  };
  const fetch: Fetch = async (url, init) => {
    const answer = await globalThis.fetch(url, init);
    if (!bend || !String(url).endsWith('/token') || !answer.ok) return answer;
    const tokens = (await answer.json()) as { id_token: string; access_token: string };
    return Response.json({ ...tokens, ...(await bend(tokens, decodeJwt(tokens.id_token))) });
  };
  const provider = oidcProvider(options, { now: () => new Date(Date.now() + skewMs), fetch, uiUrl: 'https://tocsin.test' });
  const { redirect } = provider;
  if (!redirect) throw new Error('it signs nobody in by redirect');
  const signIn = async (sub = 'ada', change: (query: URLSearchParams) => void = () => undefined) => {
    const { url, kept } = await redirect.begin(BACK);
    const query = new URL(await at.visit(url, sub)).searchParams;
    change(query);
    return redirect.finish(query, kept);
  };
  return { redirect, signIn };
}

const signed = (claims: Record<string, unknown>, header: Record<string, unknown> = {}, by = key) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'first', ...header }).sign(by.privateKey);

/** The ID token with other claims, signed as the provider signs. */
const withClaims =
  (claims: Record<string, unknown>): Bend =>
  async (_tokens, told) => ({ id_token: await signed({ ...told, ...claims }) });

test('a browser that is sent to the provider comes back as the person who signed in there', async () => {
  const { redirect, signIn } = aRedirect();
  const url = new URL((await redirect.begin(BACK)).url);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: CLIENT_ID,
    scope: 'openid profile email',
    redirect_uri: BACK,
    code_challenge_method: 'S256',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(redirect.at).toBe(new URL(openId.issuer).host);
  const { identity, grant } = await signIn();
  expect(identity).toEqual({ issuer: openId.issuer, subject: 'ada', email: 'ada@example.com', emailVerified: true });
  expect(grant.renewAt).toBe(undefined);
});

test('scopes and parameters of one’s own go along, openid always', async () => {
  const { redirect } = aRedirect({ scopes: ['email', 'groups'], parameters: { audience: 'api', prompt: 'select_account' } });
  const { searchParams } = new URL((await redirect.begin(BACK)).url);
  expect(searchParams.get('scope')).toBe('openid email groups');
  expect([searchParams.get('audience'), searchParams.get('prompt')]).toEqual(['api', 'select_account']);
});

test('a confidential client proves itself by its secret, and an address that only userinfo tells is found', async () => {
  const { identity } = await aRedirect({ clientSecret: SECRET }, { at: strict }).signIn();
  expect(identity).toMatchObject({ subject: 'ada', email: 'ada@example.com' });
});

test.each([
  ['wrong', 'not the secret at all, but as long'],
  ['missing', undefined],
])('a %s secret is told as such', async (_name, clientSecret) => {
  await expect(aRedirect({ clientSecret }, { at: strict }).signIn()).rejects.toMatchObject({
    code: 'client_refused',
    message: expect.stringMatching(/invalid_client.*TOCSIN_OIDC_CLIENT_SECRET/),
  });
});

test('an unverified address and a missing one are refused', async () => {
  await expect(aRedirect().signIn('bob')).rejects.toMatchObject({ code: 'email_not_verified' });
  await expect(aRedirect().signIn('cy')).rejects.toMatchObject({
    code: 'no_email_claim',
    message: expect.stringMatching(/claims=\[.*sub.*\]/),
  });
});

test.each<[string, Bend | undefined, Partial<OidcOptions>, { code: string; message: RegExp }]>([
  [
    'another audience',
    withClaims({ aud: 'somebody-else' }),
    {},
    { code: 'wrong_audience', message: /"aud".*DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID/ },
  ],
  ['another issuer', withClaims({ iss: 'https://evil.example' }), {}, { code: 'wrong_issuer', message: /another issuer/ }],
  ['another nonce', withClaims({ nonce: 'of another sign-in' }), {}, { code: 'wrong_nonce', message: /nonce/ }],
  ['no nonce', withClaims({ nonce: undefined }), {}, { code: 'wrong_nonce', message: /nonce/ }],
  ['an hour too old', withClaims({ exp: Math.floor(Date.now() / 1000) - 3600 }), {}, { code: 'expired', message: /"exp".*clocks/ }],
  [
    'a foreign key',
    async (_tokens, told) => ({ id_token: await signed(told, {}, await aKey('first')) }),
    {},
    { code: 'bad_signature', message: /does not fit the provider's key "first"/ },
  ],
  [
    'no signature',
    async (_tokens, told) => ({
      id_token: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(told)).toString('base64url')}.`,
    }),
    {},
    { code: 'wrong_algorithm', message: /"alg"|none/ },
  ],
  [
    'the hash of another access token',
    async () => ({ access_token: 'another' }),
    {},
    { code: 'at_hash_mismatch', message: /at_hash_mismatch got="[\w-]+" expected=[\w-]+.*DISPATCH_PKCE_DONT_VERIFY_AT_HASH/ },
  ],
])('pain: at_hash, audience and all that: %s is refused with what was got and expected', async (_name, bend, more, expected) => {
  await expect(aRedirect(more, { bend: hashed(bend) }).signIn()).rejects.toMatchObject({
    code: expected.code,
    message: expect.stringMatching(expected.message),
  });
});

/** As many providers do in this flow, and the one of the tests does not: the hash of the access token that came along. */
const hashed =
  (bend: Bend | undefined): Bend =>
  async (tokens, told) => {
    const at_hash = createHash('sha256').update(tokens.access_token).digest().subarray(0, 16).toString('base64url');
    const whole = { ...told, at_hash };
    return { id_token: await signed(whole), ...(await bend?.(tokens, whole)) };
  };

test('at_hash is looked at where it is there, unless that is switched off', async () => {
  expect((await aRedirect({}, { bend: hashed(undefined) }).signIn()).identity.subject).toBe('ada');
  const other = hashed(async () => ({ access_token: 'another' }));
  expect((await aRedirect({ ignoreAtHash: true }, { bend: other }).signIn()).identity.subject).toBe('ada');
  expect((await aRedirect({}, { bend: withClaims({ at_hash: undefined }) }).signIn()).identity.subject).toBe('ada');
});

test('a state that is not the one of this sign-in is refused before the code is spent', async () => {
  await expect(aRedirect().signIn('ada', (query) => query.set('state', 'of another tab'))).rejects.toMatchObject({
    code: 'wrong_state',
    message: expect.stringMatching(/not what was begun in this browser/),
  });
});

test('a code that was made up, or is shown twice, is refused', async () => {
  const { redirect } = aRedirect();
  const { url, kept } = await redirect.begin(BACK);
  const query = new URL(await openId.visit(url, 'ada')).searchParams;
  await redirect.finish(query, kept);
  await expect(redirect.finish(query, kept)).rejects.toMatchObject({ code: 'bad_grant', message: expect.stringMatching(/invalid_grant/) });
});

test('what the provider says instead of a code is passed on: a person who gave up, and a client it does not know', async () => {
  const gaveUp = (query: URLSearchParams) => {
    query.delete('code');
    query.set('error', 'access_denied');
    query.set('error_description', 'End-User aborted interaction');
  };
  await expect(aRedirect().signIn('ada', gaveUp)).rejects.toMatchObject({
    code: 'access_denied',
    message: expect.stringMatching(/"access_denied": "End-User aborted interaction"/),
  });
  const refused = (query: URLSearchParams) => {
    query.delete('code');
    query.set('error', 'invalid_scope');
  };
  await expect(aRedirect().signIn('ada', refused)).rejects.toMatchObject({
    code: 'provider_error',
    message: expect.stringMatching(/"invalid_scope"/),
  });
});

test('a clock that is off by a minute and a half is told, one that is off by half a minute is forgiven', async () => {
  const short = withClaims({ exp: Math.floor(Date.now() / 1000) + 30 });
  expect((await aRedirect({}, { skewMs: 30_000 }).signIn()).identity.subject).toBe('ada');
  expect((await aRedirect({}, { skewMs: 60_000, bend: short }).signIn()).identity.subject).toBe('ada');
  await expect(aRedirect({}, { skewMs: 121_000, bend: short }).signIn()).rejects.toMatchObject({ code: 'expired' });
  await expect(aRedirect({}, { skewMs: -90_000 }).signIn()).rejects.toMatchObject({
    code: 'not_yet_valid',
    message: expect.stringMatching(/compare the clocks/),
  });
});

test('a provider that is away, or hangs up at the exchange, is told as unavailable', async () => {
  const gone = await anOpenIdProvider([key.jwk], people);
  const { redirect } = aRedirect({}, { at: gone });
  const { url, kept } = await redirect.begin(BACK);
  const query = new URL(await gone.visit(url, 'ada')).searchParams;
  await gone.stop();
  await expect(redirect.finish(query, kept)).rejects.toMatchObject({
    code: 'provider_unavailable',
    message: expect.stringMatching(/\/token does not answer/),
  });
  await expect(aRedirect({}, { at: gone }).redirect.begin(BACK)).rejects.toMatchObject({ code: 'provider_unavailable' });
});

test('a refresh token renews what the session keeps, once each, and ends with the person', async () => {
  const { redirect, signIn } = aRedirect({ scopes: ['email', 'offline_access'], parameters: { prompt: 'consent' } });
  const { grant } = await signIn();
  expect(grant.renewAt?.getTime()).toBeGreaterThan(Date.now());
  const renewed = await redirect.renew(grant.text, 'ada');
  expect(renewed.text).not.toBe(grant.text);
  expect(renewed.renewAt).toBeInstanceOf(Date);
  await expect(redirect.renew(renewed.text, 'somebody else')).rejects.toMatchObject({
    code: 'bad_grant',
    message: expect.stringMatching(/is of "ada", the session of "somebody else"/),
  });
  // A refresh token that comes a second time is a stolen one: the provider ends them all.
  await expect(redirect.renew(grant.text, 'ada')).rejects.toMatchObject({ code: 'bad_grant' });
});

test('signing out there asks for the way back, and is left out where that is wanted', async () => {
  const { redirect, signIn } = aRedirect();
  const { grant } = await signIn();
  const url = new URL((await redirect.signOutUrl(grant.text, 'https://tocsin.test/sign-in?out=1')) ?? '');
  expect(url.href.startsWith(`${openId.issuer}/session/end?`)).toBe(true);
  expect(url.searchParams.get('post_logout_redirect_uri')).toBe('https://tocsin.test/sign-in?out=1');
  expect(decodeJwt(url.searchParams.get('id_token_hint') ?? '').sub).toBe('ada');
  expect(await aRedirect({ staySignedIn: true }).redirect.signOutUrl(grant.text, BACK)).toBe(undefined);
});

test.each([
  ['no issuer', { issuer: undefined, jwksUrl: 'https://id.example.com/keys' }],
  ['no client id', { clientId: undefined, audience: 'api' }],
])('with %s tokens count, but no browser is sent anywhere', (_name, more) => {
  expect(() => aRedirect(more)).toThrow(/signs nobody in by redirect/);
});
