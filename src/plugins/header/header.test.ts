import { expect, test } from 'vitest';
import { headerProvider } from './index.ts';

const PROXY = '10.0.0.5';
const options = { header: 'Remote-User', trustedProxies: ['10.0.0.0/24'], sharedSecret: undefined, emailDomain: undefined };
const identify = (headers: Record<string, string | string[]>, peer = PROXY, more: Partial<Parameters<typeof headerProvider>[0]> = {}) =>
  headerProvider({ ...options, ...more }).identify({ headers, peer, method: 'GET' });

test('a trusted proxy says who somebody is', async () => {
  expect(await identify({ 'remote-user': ' Ada@example.com ' })).toEqual({
    issuer: 'dispatch-auth-provider-header',
    subject: 'ada@example.com',
    email: 'Ada@example.com',
    emailVerified: true,
  });
  expect(await identify({ 'remote-user': 'ada' }, '::ffff:10.0.0.9', { emailDomain: 'example.com' })).toMatchObject({
    email: 'ada@example.com',
  });
});

test('without the header nobody is named', async () => {
  expect(await identify({})).toBe(undefined);
  expect(await identify({ 'remote-user': '' }, '203.0.113.9')).toBe(undefined);
});

test.each([
  [
    'a client that reaches the port itself',
    { 'remote-user': 'owner@example.com' },
    '203.0.113.9',
    {},
    'untrusted_peer',
    /203\.0\.113\.9.*DISPATCH_TRUSTED_PROXIES/,
  ],
  [
    'an address that only looks trusted',
    { 'remote-user': 'owner@example.com', 'x-forwarded-for': PROXY },
    '10.0.1.5',
    {},
    'untrusted_peer',
    /10\.0\.1\.5/,
  ],
  ['a peer without an address', { 'remote-user': 'owner@example.com' }, '', {}, 'untrusted_peer', /not among/],
  [
    'no secret',
    { 'remote-user': 'ada@example.com' },
    PROXY,
    { sharedSecret: 'between us' },
    'wrong_secret',
    /DISPATCH_PROXY_SHARED_SECRET/,
  ],
  [
    'another secret',
    { 'remote-user': 'ada@example.com', 'x-tocsin-proxy-secret': 'guess' },
    PROXY,
    { sharedSecret: 'between us' },
    'wrong_secret',
    /without the secret/,
  ],
  [
    'a secret that only begins right',
    { 'remote-user': 'ada@example.com', 'x-tocsin-proxy-secret': 'between us two' },
    PROXY,
    { sharedSecret: 'between us' },
    'wrong_secret',
    /without the secret/,
  ],
  [
    'the secret several times',
    { 'remote-user': 'ada@example.com', 'x-tocsin-proxy-secret': ['between us', 'between us'] },
    PROXY,
    { sharedSecret: 'between us' },
    'wrong_secret',
    /without the secret/,
  ],
  ['two headers', { 'remote-user': 'owner@example.com, ada@example.com' }, PROXY, {}, 'malformed', /several values/],
  ['a list', { 'remote-user': ['owner@example.com', 'ada@example.com'] }, PROXY, {}, 'malformed', /several values/],
  ['a user name alone', { 'remote-user': 'ada' }, PROXY, {}, 'malformed', /DISPATCH_HEADER_EMAIL_DOMAIN/],
  ['what is no name', { 'remote-user': 'ada lovelace' }, PROXY, { emailDomain: 'example.com' }, 'malformed', /neither/],
] as const)('ATTACK 23.6: %s is refused', async (_name, headers, peer, more, code, message) => {
  await expect(identify(headers as never, peer, more)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test('the right secret opens', async () => {
  const headers = { 'remote-user': 'ada@example.com', 'x-tocsin-proxy-secret': 'between us' };
  expect(await identify(headers, PROXY, { sharedSecret: 'between us' })).toMatchObject({ email: 'ada@example.com' });
});
