import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
import {
  type AnyEvent,
  CLIENT_ID,
  databaseEvent,
  loginEvent,
  type Metadata,
  passwordGrantEvent,
  refreshEvent,
  silentEvent,
} from './events.ts';
import { actionText, type Cache, runAction } from './run-action.ts';
import { aKey, answering, aTocsin, headerOf, signed } from './tocsin-peer.ts';

const NOW = Date.UTC(2026, 10, 22, 10);
const SECOND = 1000;
const DAY_SECONDS = 86_400;
const JTI = '0190b7a2-3c4d-7e5f-8a9b-0c1d2e3f4a5b';
const SIGNED_UP = { signed_up: true, organization: 'globex', roles: ['read'] };

const key = aKey();
let tocsin: Awaited<ReturnType<typeof aTocsin>>;

beforeAll(async () => {
  tocsin = await aTocsin();
});
afterAll(() => tocsin.stop());

const granted = { organization: 'acme', roles: ['write', 'read'], organization_role: 'Member', jti: JTI };
beforeEach(() => {
  Object.assign(tocsin.state, { keys: [key], jwks: undefined, claims: [], jwksAsked: 0, claim: answering(200, granted) });
});

const secrets = (more: Record<string, string> = {}) => ({
  CLIENT_IDS: `${CLIENT_ID} another`,
  INVITE_ISSUER: tocsin.origin,
  CLAIM_URL: `${tocsin.origin}/api/v1/auth0/claim`,
  CLAIM_SECRET: 'mutual',
  ...more,
});

const claims = (more: Record<string, unknown> = {}) => ({
  email: 'jo@example.com',
  organization: 'acme',
  roles: ['write', 'read'],
  iat: NOW / SECOND,
  exp: NOW / SECOND + DAY_SECONDS,
  iss: tocsin.origin,
  aud: `${tocsin.origin}/claim`,
  jti: JTI,
  ...more,
});

const aToken = (more: Record<string, unknown> = {}, by = key) => signed(by, headerOf(by), claims(more));

type More = { now?: number; cache?: Cache; secrets?: Record<string, string>; cacheRefuses?: boolean; withoutTransaction?: boolean };

const run = (event: AnyEvent, { now = NOW, secrets: more, ...rest }: More = {}) =>
  runAction('invite-validation', event, { secrets: secrets(more), now, ...rest });

/** A stranger with this token is refused with this code, and nothing else happens to the profile. */
async function refused(token: unknown, code: string, more: More = {}) {
  const outcome = await run(loginEvent({ invite_token: token }), more);
  assert.deepEqual(outcome.calls, [['deny', code]]);
  // The same token in the hands of somebody who is signed up: they get in as they were.
  const signedUp = await run(loginEvent({ invite_token: token }, { app_metadata: SIGNED_UP }), more);
  assert.deepEqual([signedUp.calls, signedUp.metadata], [[], SIGNED_UP]);
  return outcome;
}

describe('CHECK 24.16: without a token', () => {
  for (const [way, event] of [
    ['a login', loginEvent],
    ['a login by password', databaseEvent],
    ['silent authentication', silentEvent],
    ['the password grant', (_: object, user: object) => passwordGrantEvent(user)],
    ['a refresh-token exchange, which has no query', (_: object, user: object) => refreshEvent(user)],
  ] as const) {
    test(`${way}: a stranger is denied as not_invited, whoever is signed up passes untouched`, async () => {
      for (const app_metadata of [{}, undefined, { signed_up: false }, { signed_up: 'true' }, { organization: 'acme', roles: ['admin'] }]) {
        const stranger = await run(event({}, { app_metadata }));
        assert.deepEqual(stranger.calls, [['deny', 'not_invited']], JSON.stringify(app_metadata));
      }
      const member = await run(event({}, { app_metadata: SIGNED_UP }));
      assert.deepEqual(member.calls, []);
      assert.deepEqual([tocsin.state.claims.length, tocsin.state.jwksAsked], [0, 0]);
    });
  }

  test('an empty value is none', async () => {
    assert.equal((await run(loginEvent({ invite_token: '' }))).denied, 'not_invited');
  });
});

test('CHECK 24.16: a login to another application of the tenant is not looked at, whatever it brings along', async () => {
  for (const token of [undefined, 'nonsense', aToken()]) {
    const event = loginEvent({ invite_token: token });
    const elsewhere = await run({ ...event, client: { ...event.client, client_id: 'SomebodyElse' } });
    assert.deepEqual(elsewhere.calls, []);
  }
  const unconfigured = await run(loginEvent({ invite_token: aToken() }), { secrets: { CLIENT_IDS: '' } });
  assert.deepEqual([unconfigured.calls, tocsin.state.claims], [[], []]);
});

describe('CHECK 24.16: a valid token', () => {
  test('is claimed with the shared secret, and the profile says what the server says', async () => {
    const token = aToken();
    const { calls, metadata, transaction, printed } = await run(loginEvent({ invite_token: token }));
    assert.deepEqual(metadata, {
      signed_up: true,
      organization: 'acme',
      roles: ['write', 'read'],
      memberships: [{ organization: 'acme', roles: ['write', 'read'], organization_role: 'Member' }],
    });
    assert.deepEqual(JSON.parse(String(transaction.tocsin_memberships)), metadata.memberships);
    assert.deepEqual(new Set(calls.map(([method]) => method)), new Set(['setAppMetadata', 'transaction']));
    assert.equal(printed, '');
    const [{ headers, body } = { headers: {}, body: {} }] = tocsin.state.claims;
    assert.equal(headers.authorization, 'Bearer mutual');
    assert.deepEqual(body, {
      invite_token: token,
      subject: 'google-oauth2|108204268033311374519',
      email: 'jo@example.com',
      email_verified: true,
      connection: 'google-oauth2',
    });
  });

  test('of a second organization is added to the memberships of somebody who is signed up', async () => {
    const list = [{ organization: 'globex', roles: ['admin', 'write', 'read'], organization_role: 'Owner' }];
    for (const [before, first] of [
      [{ ...SIGNED_UP, memberships: list }, list[0]],
      // A profile of before the list.
      [SIGNED_UP, { organization: 'globex', roles: ['read'], organization_role: 'Member' }],
    ] as [Metadata, unknown][]) {
      const { metadata } = await run(loginEvent({ invite_token: aToken() }, { app_metadata: before }));
      assert.equal(metadata.organization, 'acme');
      assert.deepEqual(metadata.memberships, [first, { organization: 'acme', roles: ['write', 'read'], organization_role: 'Member' }]);
    }
  });

  test('of the organization somebody belongs to already replaces that membership', async () => {
    tocsin.state.claim = answering(200, { ...granted, roles: ['admin'], organization_role: 'Manager' });
    const before = { signed_up: true, organization: 'acme', roles: ['read'], memberships: [{ organization: 'acme', roles: ['read'] }] };
    const { metadata } = await run(loginEvent({ invite_token: aToken() }, { app_metadata: before }));
    assert.deepEqual(metadata.memberships, [{ organization: 'acme', roles: ['admin', 'write', 'read'], organization_role: 'Manager' }]);
  });

  test('works where the tenant has no metadata of transactions', async () => {
    const { denied, metadata } = await run(silentEvent({ invite_token: aToken() }), { withoutTransaction: true });
    assert.deepEqual([denied, metadata.signed_up], [undefined, true]);
  });
});

describe('CHECK 24.16: a token that says what it should not', () => {
  test('given twice, as an object, or as no token at all', async () => {
    const token = aToken();
    for (const value of [[token, token], [token], { a: token }, 7, 'x', 'a.b', `${token}.`, ` ${token}`, `${token}=`, 'a'.repeat(4097)])
      await refused(value, 'invite_invalid');
    // Too long is too long, whoever has signed it.
    await refused(aToken({ more: 'x'.repeat(3000) }), 'invite_invalid');
    assert.deepEqual([tocsin.state.jwksAsked, tocsin.state.claims], [0, []]);
  });

  test('INV-29: algorithm confusion: none, HS256 over the public key, an embedded key, an address of one', async () => {
    const pem = key.publicKey.export({ type: 'spki', format: 'pem' });
    const text = (header: object) => [header, claims()].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url')).join('.');
    const hs256 = text({ ...headerOf(key), alg: 'HS256' });
    await refused(`${hs256}.${createHmac('sha256', pem).update(hs256).digest('base64url')}`, 'invite_invalid');
    await refused(`${text({ ...headerOf(key), alg: 'none' })}.`, 'invite_invalid');
    await refused(`${text({ ...headerOf(key), alg: 'none' })}.AA`, 'invite_invalid');
    const stranger = aKey();
    const jwk = stranger.publicKey.export({ format: 'jwk' });
    for (const extra of [{ jwk }, { jku: `${tocsin.origin}/mine.json` }, { x5u: 'https://evil.test' }, { crit: ['exp'] }, { b64: true }])
      await refused(signed(stranger, { ...headerOf(key), ...extra }, claims()), 'invite_invalid');
    for (const extra of [{ jwk }, { crit: [] }]) await refused(signed(key, { ...headerOf(key), ...extra }, claims()), 'invite_invalid');
    assert.deepEqual(tocsin.state.claims, []);
  });

  test('another type, an unknown key, a key of somebody else under our name, a short key', async () => {
    await refused(signed(key, { ...headerOf(key), typ: 'at+jwt' }, claims()), 'invite_invalid');
    await refused(signed(key, { ...headerOf(key), alg: 'RS512' }, claims()), 'invite_invalid');
    await refused(signed(key, { alg: 'RS256', typ: 'invite+jwt' }, claims()), 'invite_invalid');
    const stranger = aKey();
    await refused(aToken({}, stranger), 'invite_invalid');
    await refused(signed(stranger, headerOf(key), claims()), 'invite_invalid');
    const short = aKey(1024);
    tocsin.state.keys = [short];
    await refused(aToken({}, short), 'invite_invalid');
  });

  test('another issuer or audience, and claims that are missing or of another type', async () => {
    for (const wrong of [
      { iss: `${tocsin.origin}/` },
      { iss: 'https://evil.test' },
      { aud: tocsin.origin },
      { aud: [`${tocsin.origin}/claim`] },
      ...['email', 'organization', 'roles', 'iat', 'exp', 'jti', 'iss', 'aud'].map((name) => ({ [name]: undefined })),
      { email: 7 },
      { roles: 'read' },
      { roles: [] },
      { roles: [1] },
      { exp: '1795000000' },
      { iat: 1.5 },
      { jti: '' },
    ])
      await refused(aToken(wrong), 'invite_invalid');
    await refused(signed(key, headerOf(key), []), 'invite_invalid');
    await refused(signed(key, headerOf(key), null), 'invite_invalid');
    assert.deepEqual(tocsin.state.claims, []);
  });

  test('CHECK 24.4: expired and early, to the second', async () => {
    const token = aToken();
    const at = async (seconds: number) => (await run(loginEvent({ invite_token: token }), { now: NOW + seconds * SECOND })).denied;
    assert.deepEqual(
      [await at(-61), await at(-60), await at(DAY_SECONDS - 31), await at(DAY_SECONDS), await at(DAY_SECONDS + 29)],
      ['invite_invalid', undefined, undefined, undefined, undefined],
    );
    assert.deepEqual([await at(DAY_SECONDS + 30), await at(DAY_SECONDS + 31)], ['invite_expired', 'invite_expired']);
    // Forged and expired is forged.
    await refused(signed(aKey(), headerOf(key), claims({ exp: 1 })), 'invite_invalid');
  });

  test('CHECK 24.5: each character flipped in turn is never accepted', { timeout: 60_000 }, async () => {
    const token = aToken();
    const cache: Cache = new Map();
    for (let index = 0; index < token.length; index += 1) {
      for (const other of [token[index] === 'A' ? 'B' : 'A', '.', '/']) {
        const flipped = `${token.slice(0, index)}${other}${token.slice(index + 1)}`;
        if (flipped === token) continue;
        const { calls } = await run(loginEvent({ invite_token: flipped }), { cache });
        assert.deepEqual(calls, [['deny', 'invite_invalid']], `${index} ${other}`);
      }
    }
    assert.deepEqual(tocsin.state.claims, []);
    assert.ok(tocsin.state.jwksAsked <= 1, `${tocsin.state.jwksAsked} times the keys`);
  });

  test('the signature has one spelling: the loose bits of its last character count', async () => {
    const token = aToken();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(token.at(-1) ?? '');
    // 256 bytes leave four loose bits: these decode to the same signature.
    for (let bits = 1; bits < 16; bits += 1) {
      const other = `${token.slice(0, -1)}${alphabet[last ^ bits]}`;
      assert.deepEqual(Buffer.from(other.split('.')[2] ?? '', 'base64url'), Buffer.from(token.split('.')[2] ?? '', 'base64url'));
      assert.equal((await run(loginEvent({ invite_token: other }))).denied, 'invite_invalid');
    }
  });
});

describe('CHECK 24.16: whose link it is', () => {
  test('an address nobody has verified is refused, but for a password of the database, where the link proves it', async () => {
    const event = (make: typeof loginEvent | typeof databaseEvent, email_verified: boolean | undefined) =>
      make({ invite_token: aToken() }, { email_verified });
    assert.equal((await run(event(loginEvent, false))).denied, 'email_not_verified');
    assert.equal((await run(event(loginEvent, undefined))).denied, 'email_not_verified');
    assert.equal(tocsin.state.claims.length, 0);
    const { denied, metadata } = await run(event(databaseEvent, false));
    assert.deepEqual([denied, metadata.signed_up], [undefined, true]);
    assert.deepEqual(
      tocsin.state.claims.map(({ body }) => [body.email_verified, body.connection]),
      [[true, 'Username-Password-Authentication']],
    );
  });

  test('INV-17, CHECK 24.18: addresses are compared as they are everywhere', async () => {
    const denied = async (invited: string, email: unknown) =>
      (await run(loginEvent({ invite_token: aToken({ email: invited }) }, { email }))).denied;
    const equal: [string, string][] = [
      ['Jo@Example.COM', 'jO@example.com'],
      [' jo@example.com', 'jo@example.com '],
      ['jo@bücher.example', 'jo@xn--bcher-kva.example'],
      ['jo@BÜCHER.example', 'jo@bücher.example'],
      ['jo@bu\u0308cher.example', 'jo@bücher.example'],
      ['j\u00f6@example.com', 'jo\u0308@example.com'],
    ];
    for (const [one, other] of equal) assert.equal(await denied(one, other), undefined, `${one} ${other}`);
    const different: [string, unknown][] = [
      ['kim@example.com', '\u212aim@example.com'],
      ['\u212aim@example.com', 'kim@example.com'],
      ['jo@example.com', 'j.o@example.com'],
      ['jo@example.com', 'jo+a@example.com'],
      ['jo@example.com', 'jo@example.com.'],
      ['J\u00f6@example.com', 'j\u00f6@example.com'],
      ['jo@example.com', undefined],
      ['jo@example.com', ['jo@example.com']],
      ['jo@example.com', 'jo@example.com@evil.test'],
      ['jo@evil.test', 'jo@evil.test/@example.com'],
      ['jo@127.0.0.1', 'jo@2130706433'],
      ['jo@example.com', 'jo@example%2ecom'],
      ['jo', 'jo'],
      ['@example.com', '@example.com'],
    ];
    for (const [one, other] of different) assert.equal(await denied(one, other), 'invite_wrong_email', `${one} ${other}`);
  });
});

describe('CHECK 24.16: what the server says', () => {
  test('its refusals are handed on, and leave nothing behind', async () => {
    for (const [status, code] of [
      [409, 'invite_used'],
      [410, 'invite_revoked'],
      [410, 'invite_superseded'],
      [410, 'invite_declined'],
      [410, 'invite_organization_unavailable'],
      [403, 'invite_wrong_connection'],
      [403, 'account_suspended'],
      [409, 'seat_limit_reached'],
      [429, 'rate_limited'],
    ] as const) {
      tocsin.state.claim = answering(status, { type: 'about:blank', title: 'No.', status, code }, 'application/problem+json');
      await refused(aToken(), code);
    }
  });

  test('out of reach: a stranger is denied, whoever is signed up passes', async () => {
    for (const answer of [
      answering(503, { code: 'unavailable' }),
      answering(500, 'oops'),
      answering(401, { code: 'unauthenticated' }),
      answering(404, {}),
      answering(403, { code: '<script>' }),
      answering(422, { detail: [{ msg: 'no' }] }),
      (_: unknown, response: { destroy(): unknown }) => response.destroy(),
    ]) {
      tocsin.state.claim = answer;
      await refused(aToken(), 'unavailable');
    }
  });

  test('nonsense with a good status admits nobody', async () => {
    for (const body of [
      'not json',
      '<html>',
      '',
      'null',
      '[]',
      '{}',
      { ...granted, organization: 'other' },
      { ...granted, organization: '../x' },
      { ...granted, jti: 'another' },
      { ...granted, jti: undefined },
      { ...granted, roles: [] },
      { ...granted, roles: 'read' },
      { ...granted, roles: ['read', 'root'] },
      { ...granted, organization_role: 'King' },
    ]) {
      tocsin.state.claim = answering(200, body);
      await refused(aToken(), 'unavailable');
    }
  });

  test('a redirect is not followed: the secret stays where it belongs', async () => {
    tocsin.state.claim = (_, response) => response.writeHead(307, { location: `${tocsin.origin}/api/v1/auth0/claim` }).end();
    await refused(aToken(), 'unavailable');
    assert.equal(tocsin.state.claims.length, 2);
  });

  test('an answer that hangs, before or within its body, is waited for 3 s', { timeout: 30_000 }, async () => {
    let asked = 0;
    tocsin.state.claim = (_, response) => {
      asked += 1;
      if (asked % 2) response.writeHead(200).write('{');
    };
    const began = performance.now();
    await Promise.all([refused(aToken(), 'unavailable'), refused(aToken(), 'unavailable')]);
    // Each is a stranger and then somebody who is signed up.
    const eachMs = (performance.now() - began) / 2;
    assert.ok(eachMs > 2800 && eachMs < 5000, `${eachMs} ms`);
  });
});

describe('CHECK 24.16: where the keys come from', () => {
  test('they are kept for ten minutes', async () => {
    const cache: Cache = new Map();
    const at = async (seconds: number) => {
      const now = NOW + seconds * SECOND;
      await run(loginEvent({ invite_token: aToken() }), { cache, now });
      return tocsin.state.jwksAsked;
    };
    assert.deepEqual([await at(0), await at(300), await at(599), await at(601)], [1, 1, 1, 2]);
    assert.equal(cache.get('tocsin-invite-keys')?.ttl, 600_000);
  });

  test('a new key is looked for, and made-up ones do not send us there each time', async () => {
    const cache: Cache = new Map();
    await run(loginEvent({ invite_token: aToken() }), { cache });
    const next = aKey();
    tocsin.state.keys = [key, next];
    const denied = async (seconds: number, by = next) =>
      (await run(loginEvent({ invite_token: aToken({}, by) }), { cache, now: NOW + seconds * SECOND })).denied;
    assert.deepEqual([await denied(10), await denied(31), tocsin.state.jwksAsked], ['invite_invalid', undefined, 2]);
    const stranger = aKey();
    for (const seconds of [32, 40, 60]) assert.equal(await denied(seconds, stranger), 'invite_invalid');
    assert.equal(tocsin.state.jwksAsked, 2);
  });

  test('a cache that takes nothing costs a question each, and nothing else', async () => {
    for (const times of [1, 2]) {
      assert.equal((await run(loginEvent({ invite_token: aToken() }), { cacheRefuses: true })).denied, undefined);
      assert.equal(tocsin.state.jwksAsked, times);
    }
  });

  test('out of reach: the PEM stands in, under its own thumbprint only; without one nobody new gets in', async () => {
    const pem = String(key.publicKey.export({ type: 'spki', format: 'pem' }));
    for (const jwks of [
      answering(500, {}),
      answering(200, 'x'),
      answering(200, { keys: 7 }),
      (_: unknown, r: { destroy(): unknown }) => r.destroy(),
    ]) {
      tocsin.state.jwks = jwks;
      await refused(aToken(), 'unavailable');
      for (const INVITE_PUBLIC_KEY of [pem, pem.replaceAll('\n', '\\n')])
        assert.equal((await run(loginEvent({ invite_token: aToken() }), { secrets: { INVITE_PUBLIC_KEY } })).denied, undefined);
      await refused(aToken({}, aKey()), 'invite_invalid', { secrets: { INVITE_PUBLIC_KEY: pem } });
      const renamed = signed(key, { ...headerOf(key), kid: 'another' }, claims());
      await refused(renamed, 'invite_invalid', { secrets: { INVITE_PUBLIC_KEY: pem } });
      await refused(aToken(), 'unavailable', { secrets: { INVITE_PUBLIC_KEY: 'not a key' } });
    }
  });

  test('a key that was taken off the list does not come back through the PEM', async () => {
    tocsin.state.keys = [aKey()];
    const INVITE_PUBLIC_KEY = String(key.publicKey.export({ type: 'spki', format: 'pem' }));
    await refused(aToken(), 'invite_invalid', { secrets: { INVITE_PUBLIC_KEY } });
  });
});

test('CHECK 24.16: both Actions, one login: the first token of an invited person has the scopes of their role, and so has each later one', async () => {
  const event = loginEvent({ invite_token: aToken() });
  const admitted = await run(event);
  // The profile that the second Action sees is still the old one.
  const second = { ...event, transaction: { ...event.transaction, metadata: admitted.transaction } };
  const authz = (one: AnyEvent) => runAction('authz', one, { secrets: { CLIENT_IDS: CLIENT_ID, CLAIM_NAMESPACE: tocsin.origin } });
  const renewed = refreshEvent({ app_metadata: admitted.metadata });
  assert.deepEqual((await run(renewed)).calls, []);
  for (const outcome of [await authz(second), await authz(renewed)]) {
    assert.deepEqual(outcome.accessClaims, { [`${tocsin.origin}/organization`]: 'acme', [`${tocsin.origin}/roles`]: ['write', 'read'] });
    const has = (scope: string) => !outcome.removed.includes(scope);
    assert.deepEqual(['read:incidents', 'write:incidents', 'admin:incidents'].map(has), [true, true, false]);
  }
});

test('INV-52: a denial comes first and alone: no metadata is set before, with or after it', async () => {
  // The end-to-end half: every refusal above goes through refused(), which allows one call, deny. Here, the text itself.
  const text = actionText('invite-validation');
  const [decided = '', set = ''] = text.split('const { membership } = outcome;');
  assert.match(set, /setAppMetadata\('signed_up', true\)/);
  assert.doesNotMatch(set.split('\n}')[0] ?? '', /deny/);
  assert.doesNotMatch(decided, /setAppMetadata|setMetadata\(/);
  tocsin.state.claim = answering(409, { code: 'seat_limit_reached' });
  const { calls, metadata } = await run(loginEvent({ invite_token: aToken() }, { app_metadata: { theme: 'dark' } }));
  assert.deepEqual([calls, metadata], [[['deny', 'seat_limit_reached']], { theme: 'dark' }]);
});

test('CHECK 24.16: at most 256 characters are printed, and nothing of the person or the link', async () => {
  tocsin.state.claim = answering(200, `${'x'.repeat(5000)} jo@example.com`);
  const token = aToken();
  const outcomes = [
    await run(loginEvent({ invite_token: token })),
    await run(loginEvent({ invite_token: [token] })),
    await run(loginEvent({ invite_token: aToken({ email: 'someone@else.test' }) })),
    await run(loginEvent({ invite_token: token }), { secrets: { CLAIM_URL: `no address ${'y'.repeat(400)}` } }),
  ];
  for (const { printed } of outcomes) {
    assert.match(printed, /^invite-validation: [a-z_]+( \([\w ]+\))?\n$/);
    assert.ok(printed.length <= 256);
  }
});

test('CHECK 24.16: the text asks for node:crypto alone and fits into an Action', () => {
  for (const name of ['invite-validation', 'authz']) {
    const text = actionText(name);
    assert.deepEqual(
      [...text.matchAll(/require\('([^']+)'\)/g)].map(([, id]) => id).filter((id) => id !== 'node:crypto'),
      [],
    );
    assert.ok(text.length < 100_000);
  }
});
