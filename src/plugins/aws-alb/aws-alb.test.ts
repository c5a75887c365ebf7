import { expect, test } from 'vitest';
import { ARN, aKeyPair, aLoadBalancer, KID } from '../../../test/load-balancer.ts';
import { albProvider } from './index.ts';

const KEY_URL = `https://public-keys.auth.elb.eu-west-1.amazonaws.com/${KID}`;
const NOW = new Date('2026-01-05T09:00:00Z');
const PEER = '10.0.0.5';
const { aToken, pem } = aLoadBalancer(() => NOW);

const answering = (status: number, body: string) => async () => new Response(body, { status });

function aProvider({
  fetch = answering(200, pem),
  ...more
}: {
  fetch?: typeof globalThis.fetch;
  clientId?: string;
  emailClaim?: string;
} = {}) {
  const asked: string[] = [];
  const clock = { now: NOW };
  const options = { arn: ARN, emailClaim: 'email', keyCacheSeconds: 300, clientId: undefined, trustedProxies: ['10.0.0.0/24'], ...more };
  const counting: typeof globalThis.fetch = (url, init) => {
    asked.push(String(url));
    return fetch(url, init);
  };
  const provider = albProvider(options, { now: () => clock.now, fetch: counting, uiUrl: 'https://tocsin.test' });
  return {
    asked,
    clock,
    identify: (token: string | string[], peer = PEER) => provider.identify({ headers: { 'x-amzn-oidc-data': token }, peer, method: 'GET' }),
  };
}

test('a token as the load balancer sends it, padding included, says who somebody is', async () => {
  const { identify, asked } = aProvider({ clientId: 'client-1' });
  const token = aToken();
  expect(token.split('.').some((part) => part.endsWith('='))).toBe(true);
  expect(await identify(token)).toEqual({
    issuer: 'https://id.example.com',
    subject: 'sub-1',
    email: 'ada@example.com',
    emailVerified: true,
  });
  expect(asked).toEqual([KEY_URL]);
  expect(await identify(aToken({ claims: { email_verified: 'false' } }))).toMatchObject({ emailVerified: false });
});

test('without the header nobody is named', async () => {
  expect(await aProvider().identify('')).toBe(undefined);
});

test('a token that names no issuer is vouched for by the load balancer alone', async () => {
  expect(await aProvider().identify(aToken({ claims: { iss: undefined } }))).toMatchObject({
    issuer: 'dispatch-auth-provider-aws-alb',
    subject: 'sub-1',
  });
});

const stripped = (token: string) => token.replaceAll('=', '');
const withoutSignature = (token: string) => `${token.split('.').slice(0, 2).join('.')}.`;

test.each([
  ['a spoofed header from a client', aToken(), '203.0.113.9', 'untrusted_peer', /203\.0\.113\.9.*DISPATCH_TRUSTED_PROXIES/],
  [
    'a foreign load balancer',
    aToken({ header: { signer: ARN.replace('incidents', 'other') } }),
    PEER,
    'wrong_signer',
    /other.*expected arn:aws.*_ARN/,
  ],
  [
    'a signer whose name only begins like ours',
    aToken({ header: { signer: `${ARN}0` } }),
    PEER,
    'wrong_signer',
    /c91880.*expected arn:aws/,
  ],
  ['no signer', aToken({ header: { signer: undefined } }), PEER, 'wrong_signer', /signed by nothing, expected arn:aws/],
  ['a foreign key', aToken({ key: aKeyPair().privateKey }), PEER, 'bad_signature', /does not fit the key/],
  [
    'a token replayed after its end',
    aToken({ header: { exp: 1 }, claims: { exp: NOW.getTime() / 1000 - 61 } }),
    PEER,
    'expired',
    /expired at 2026-01-05T08:58:59.000Z/,
  ],
  ['stripped padding', stripped(aToken({ claims: { name: 'x' } })), PEER, 'bad_signature', /signature/],
  ['no signature', withoutSignature(aToken()), PEER, 'malformed', /three parts/],
  ['alg none', aToken({ header: { alg: 'none' } }), PEER, 'wrong_algorithm', /alg="none".*ES256/],
  ['alg HS256', aToken({ header: { alg: 'HS256' } }), PEER, 'wrong_algorithm', /alg="HS256"/],
  ['several e-mails', aToken({ claims: { email: ['ada@example.com'] } }), PEER, 'no_email_claim', /holds no e-mail address/],
  ['no e-mail', aToken({ claims: { email: undefined } }), PEER, 'no_email_claim', /there are sub, iss, exp.*EMAIL_CLAIM/],
  ['no subject', aToken({ claims: { sub: undefined } }), PEER, 'malformed', /no subject/],
  ['no end', aToken({ header: { exp: undefined }, claims: { exp: undefined } }), PEER, 'malformed', /when it expires/],
  ['garbage', 'notjson0123456789abcdef.notjson0123456789abcdef.x', PEER, 'malformed', /JSON/],
  ['two headers that Node has joined', `${aToken()}, ${aToken()}`, PEER, 'malformed', /three parts/],
  ['a token beyond all measure', aToken({ claims: { name: 'x'.repeat(40_000) } }), PEER, 'malformed', /three parts/],
  ['several headers', [aToken(), aToken()], PEER, 'malformed', /several times/],
] as const)('ATTACK 23.6: %s is refused, and the reason is told without the token', async (_name, token, peer, code, message) => {
  const { identify, asked } = aProvider();
  const refused = await identify(token as string, peer).catch((error) => error);
  expect(refused).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(refused.message).not.toContain(String(token).split('.')[1]?.slice(0, 20) || 'nothing');
  expect(asked.every((url) => url === KEY_URL)).toBe(true);
});

test.each([
  ['leads elsewhere', { kid: '../../evil' }, 'malformed', 'The token names no key in the form of the load balancer.'],
  ['has a path before it', { kid: `../${KID}` }, 'malformed', 'The token names no key in the form of the load balancer.'],
  ['has more behind it', { kid: `${KID}?x=${KID}` }, 'malformed', 'The token names no key in the form of the load balancer.'],
  ['is missing', { kid: undefined }, 'malformed', 'The token names no key in the form of the load balancer.'],
  ['comes from a foreign signer', { signer: 'arn:other' }, 'wrong_signer', expect.stringContaining('signed by "arn:other"')],
  ['belongs to another algorithm', { alg: 'HS256' }, 'wrong_algorithm', expect.stringContaining('alg="HS256"')],
])('a key id that %s is never asked about outside', async (_name, header, code, message) => {
  const { identify, asked } = aProvider();
  await expect(identify(aToken({ header }))).rejects.toMatchObject({ code, message });
  expect(asked).toEqual([]);
});

test('a token for another client is refused when one is configured', async () => {
  await expect(aProvider({ clientId: 'client-2' }).identify(aToken())).rejects.toMatchObject({
    code: 'wrong_audience',
    message: 'The token is for the client "client-1", expected client-2 (DISPATCH_AUTHENTICATION_PROVIDER_AWS_ALB_CLIENT_ID).',
  });
});

test('a clock that is a little behind is no reason to refuse', async () => {
  expect(await aProvider().identify(aToken({ claims: { exp: NOW.getTime() / 1000 - 30 } }))).toMatchObject({ email: 'ada@example.com' });
});

test('a key is asked for once and again when its time is over; an error is not remembered', async () => {
  const state = { status: 500 };
  const { identify, asked, clock } = aProvider({ fetch: async () => new Response(pem, { status: state.status }) });
  await expect(identify(aToken())).rejects.toMatchObject({
    code: 'provider_unavailable',
    message: expect.stringContaining('answered 500'),
  });
  state.status = 200;
  await identify(aToken());
  await identify(aToken());
  expect(asked).toHaveLength(2);
  clock.now = new Date(NOW.getTime() + 301_000);
  await identify(aToken({ claims: { exp: clock.now.getTime() / 1000 + 60 } }));
  expect(asked).toHaveLength(3);
});
