import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anOrganization, aSystem, asUser, DAY, HOUR, inject, MINUTE, runJobs, type TestOrganization } from '../../../test/harness.ts';
import { authenticateRequest } from '../../app/authentication.ts';
import { routes } from '../../app/routes.ts';
import { sendCallbacksOn } from '../../app/web.ts';
import { NOWHERE } from '../../core/context.ts';
import { createHttpServer } from '../../edges/http/server.ts';
import { aKey, anOpenIdProvider, CLIENT_ID } from '../../plugins/oidc/an-openid-provider.ts';
import { oidcProvider } from '../../plugins/oidc/index.ts';

const BACK = 'https://tocsin.test/implicit/callback';
const ADA = 'ada@example.com';

let openId: Awaited<ReturnType<typeof anOpenIdProvider>>;

beforeAll(async () => {
  const person = (sub: string) => ({ sub, email: `${sub}@example.com`, email_verified: true });
  openId = await anOpenIdProvider([(await aKey('first')).jwk], [person('ada'), person('bob'), person('olga')], {
    redirectUris: [BACK],
    backTo: ['https://tocsin.test/sign-in?out=1'],
  });
});
afterAll(() => openId.stop());

/** An installation whose people come from the provider, and browsers that keep what they are given. */
async function anInstallation(more: { ownerEmail?: string } = {}) {
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const base = await aSystem({ alone: true, settings: { signIn: 'redirect', ...more } });
  // The provider lives in the real time; from there the test moves on.
  base.clock.set(new Date());
  const reach = { isAway: false };
  const fetch: typeof globalThis.fetch = (url, init) => {
    if (reach.isAway) return Promise.reject(new TypeError('fetch failed'));
    return globalThis.fetch(url, init);
  };
  const provider = oidcProvider(
    {
      issuer: openId.issuer,
      clientId: CLIENT_ID,
      jwksUrl: undefined,
      audience: undefined,
      emailClaim: undefined,
      emailTrust: 'verified',
      scopes: ['email', 'offline_access'],
      parameters: { prompt: 'consent' },
    },
    { now: base.now, fetch, uiUrl: 'https://tocsin.test' },
  );
  const system = { ...base, log, provider };
  const organization = await anOrganization(system);
  const server = await createHttpServer(system, routes, authenticateRequest);
  sendCallbacksOn(server);
  const aBrowser = () => {
    const cookies = new Map<string, string>();
    const ask = async (method: 'GET' | 'POST', url: string) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await server.inject({ method, url, headers: { ...(cookie && { cookie }), host: 'tocsin.test' } });
      for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value) cookies.set(name, value);
        else cookies.delete(name);
      }
      return {
        status: answer.statusCode,
        location: String(answer.headers.location ?? ''),
        json: () => answer.json(),
        id: answer.headers['x-request-id'],
      };
    };
    /** Goes to the provider and signs in there. @returns where it is sent back to */
    const away = async (sub = 'ada', next = '/') =>
      openId.visit((await ask('GET', `/api/v1/sign-in/provider?next=${encodeURIComponent(next)}`)).location, sub);
    const back = async (url: string) => ask('GET', (await ask('GET', url.slice('https://tocsin.test'.length))).location);
    return {
      ask,
      away,
      back,
      cookies,
      signIn: async (sub = 'ada', next = '/') => back(await away(sub, next)),
      role: async () => (await ask('GET', `/api/v1/${organization.tenant.slug}/auth/myrole`)).json(),
    };
  };
  return { ...organization, system, aBrowser, logged, reach };
}

const sessionsOf = ({ system }: TestOrganization) => system.db.selectFrom('sessions').selectAll().orderBy('id').execute();

test('somebody who was let in goes to the provider, comes back where they wanted to go, and has a session', async () => {
  const { ctx, aBrowser } = await anInstallation();
  await asUser(ctx, 'Admin', ADA);
  const browser = aBrowser();
  const landed = await browser.signIn('ada', '/default/incidents?status=Active');
  expect([landed.status, landed.location]).toEqual([303, '/default/incidents?status=Active']);
  expect(await browser.role()).toBe('Admin');
  expect([...browser.cookies.keys()]).toEqual(['__Host-session']);
});

test('the callback is taken under both addresses that are registered at providers', async () => {
  const { ctx, aBrowser } = await anInstallation();
  await asUser(ctx, 'Member', ADA);
  const browser = aBrowser();
  const { location } = await browser.ask('GET', '/callback?code=1&state=2');
  expect(location).toBe('/api/v1/sign-in/callback?code=1&state=2');
});

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/a\r\nset-cookie: x=1'])(
  'INV-51: a way on that leads elsewhere is not taken: %s',
  async (next) => {
    const { ctx, aBrowser } = await anInstallation();
    await asUser(ctx, 'Member', ADA);
    expect((await aBrowser().signIn('ada', next)).location).toBe('/');
  },
);

test('a stranger stays out, hears once why, keeps the way on, and the operator reads the rest', async () => {
  const { aBrowser, logged, system } = await anInstallation();
  const browser = aBrowser();
  const refused = await browser.signIn('bob', '/default/tasks');
  expect(refused.location).toBe(`/sign-in?refused=not_invited&request=${refused.id}&next=%2Fdefault%2Ftasks`);
  expect(logged).toMatchObject([{ code: 'not_invited', request: refused.id, msg: expect.stringContaining('bob@example.com') }]);
  expect(await system.db.selectFrom('users').select('id').where('email', '=', 'bob@example.com').execute()).toEqual([]);
  expect(browser.cookies.size).toBe(0);
});

test('the configured owner begins without a password', async () => {
  const { aBrowser, system, tenant } = await anInstallation({ ownerEmail: 'olga@example.com' });
  await system.db.deleteFrom('organization_members').where('organization_id', '=', tenant.id).execute();
  await system.db.updateTable('organizations').set({ default: true }).where('id', '=', tenant.id).execute();
  const browser = aBrowser();
  await browser.signIn('olga');
  expect(await browser.role()).toBe('Owner');
});

test('what was begun in one browser ends in no other, nor twice, nor after ten minutes', async () => {
  const { ctx, aBrowser, clock, logged } = await anInstallation();
  await asUser(ctx, 'Member', ADA);
  const [hers, foreign] = [aBrowser(), aBrowser()];
  const back = await hers.away();
  const planted = await foreign.back(back);
  expect(planted.location).toBe(`/sign-in?refused=wrong_state&request=${planted.id}`);
  expect((await hers.back(back)).location).toBe('/');
  expect((await hers.back(back)).location).toContain('refused=wrong_state');
  const late = await hers.away();
  clock.advance(10 * MINUTE);
  expect((await hers.back(late)).location).toContain('refused=wrong_state');
  expect(logged.map(({ code }) => code)).toEqual(['wrong_state', 'wrong_state', 'wrong_state']);
});

test('two tabs of one browser may be away at the same time', async () => {
  const { ctx, aBrowser } = await anInstallation();
  await asUser(ctx, 'Member', ADA);
  const browser = aBrowser();
  const [first, second] = [await browser.away('ada', '/a'), await browser.away('ada', '/b')];
  expect((await browser.back(first)).location).toBe('/a');
  expect((await browser.back(second)).location).toBe('/b');
});

test('nothing is stored for whoever only begins', async () => {
  const { aBrowser, system } = await anInstallation();
  const rows = async () => (await system.db.selectFrom('sessions').select('id').execute()).length;
  const before = await rows();
  for (let times = 0; times < 5; times += 1) await aBrowser().ask('GET', '/api/v1/sign-in/provider');
  expect(await rows()).toBe(before);
});

test('a disabled account stays closed', async () => {
  const { ctx, aBrowser, system } = await anInstallation();
  const { actor } = await asUser(ctx, 'Member', ADA);
  const browser = aBrowser();
  await browser.signIn();
  await system.db.updateTable('users').set({ disabled_at: system.now() }).where('id', '=', actor.userId).execute();
  expect(await browser.role()).toMatchObject({ detail: [{ msg: expect.stringContaining('Could not validate') }] });
  expect((await browser.signIn()).location).toContain('refused=account_suspended');
});

test('a provider that is away is said on a page, and the page can be tried again', async () => {
  const { ctx, aBrowser, reach, logged } = await anInstallation();
  await asUser(ctx, 'Member', ADA);
  const browser = aBrowser();
  reach.isAway = true;
  const refused = await browser.ask('GET', '/api/v1/sign-in/provider?next=%2Fdefault');
  expect([refused.status, refused.location]).toEqual([303, `/sign-in?refused=provider_unavailable&request=${refused.id}&next=%2Fdefault`]);
  expect(logged).toMatchObject([{ code: 'provider_unavailable', msg: expect.stringContaining('does not answer') }]);
});

test('tokens of the provider are stored sealed and never leave', async () => {
  const installation = await anInstallation();
  await asUser(installation.ctx, 'Member', ADA);
  await installation.aBrowser().signIn();
  const [session] = await sessionsOf(installation);
  expect(session).toMatchObject({ method: 'provider', provider_issuer: openId.issuer, provider_subject: 'ada' });
  expect(session?.provider_grant).toMatch(/^v1\./);
});

test('a session is renewed at the provider in time, and goes on while the provider is away', async () => {
  const installation = await anInstallation();
  const { ctx, aBrowser, clock, reach, system } = installation;
  await asUser(ctx, 'Member', ADA);
  const browser = aBrowser();
  await browser.signIn();
  const [before] = await sessionsOf(installation);
  const outside = { ...ctx, ...system, tenant: NOWHERE };
  clock.set(new Date(Date.now() + 2 * HOUR));
  await system.db
    .updateTable('sessions')
    .set({ seen_at: system.now(), ends_at: new Date(system.now().getTime() + DAY) })
    .execute();
  reach.isAway = true;
  await runJobs(outside);
  expect(await browser.role()).toBe('Member');
  reach.isAway = false;
  clock.advance(HOUR);
  await runJobs(outside);
  const [after] = await sessionsOf(installation);
  expect(after?.provider_grant).not.toBe(before?.provider_grant);
  expect(await browser.role()).toBe('Member');
});

test('whoever is not welcome at the provider any more is signed out here', async () => {
  const installation = await anInstallation();
  const { ctx, aBrowser, clock, system, logged } = installation;
  await asUser(ctx, 'Member', ADA);
  const browser = aBrowser();
  await browser.signIn();
  const [session] = await sessionsOf(installation);
  // Somebody else used the refresh token first: the provider takes none of that family any more.
  const { refreshToken } = JSON.parse(
    (await import('../../core/secrets.ts')).decrypt(session?.provider_grant ?? '', system.settings.encryptionKey),
  );
  const body = () => new URLSearchParams({ grant_type: 'refresh_token', client_id: CLIENT_ID, refresh_token: refreshToken });
  expect((await fetch(`${openId.issuer}/token`, { method: 'POST', body: body() })).status).toBe(200);
  clock.set(new Date(Date.now() + 2 * HOUR));
  await runJobs({ ...ctx, ...system, tenant: NOWHERE });
  expect(await sessionsOf(installation)).toEqual([]);
  expect(logged).toMatchObject([{ code: 'bad_grant', msg: expect.stringContaining('A session ends') }]);
});

test('signing out ends the session here and leads to the provider’s way out, also when the provider is away only here', async () => {
  const { ctx, aBrowser, reach } = await anInstallation();
  await asUser(ctx, 'Member', ADA);
  const browser = aBrowser();
  await browser.signIn();
  const out = (await browser.ask('POST', '/api/v1/sign-in/out')).json() as { location: string };
  expect(out.location).toMatch(new RegExp(`^${openId.issuer}/session/end\\?`));
  expect(browser.cookies.size).toBe(0);
  await browser.signIn();
  reach.isAway = true;
  expect((await browser.ask('POST', '/api/v1/sign-in/out')).status).toBe(200);
  expect(browser.cookies.size).toBe(0);
});

test('where passwords sign people in, no browser is sent anywhere', async () => {
  const { ctx } = await anOrganization();
  for (const path of ['/sign-in/provider', '/sign-in/callback?state=x&code=y']) {
    const answer = await inject(ctx, { method: 'GET', path });
    expect([answer.status, answer.headers.location]).toEqual(
      path.includes('callback') ? [303, expect.stringContaining('refused=wrong_state')] : [404, undefined],
    );
  }
});

test('ATTACK 23.8: the browser is told at run time where people sign in', async () => {
  const { aBrowser } = await anInstallation();
  expect((await aBrowser().ask('GET', '/api/v1/application')).json()).toMatchObject({
    sign_in: 'redirect',
    sign_in_at: new URL(openId.issuer).host,
  });
});
