import { afterAll, beforeAll, expect, test } from 'vitest';
import { anOrganization, aSystem, asUser, inject, type TestOrganization } from '../../../test/harness.ts';
import { trialProvider } from '../../app/provider.ts';
import type { Context } from '../../core/context.ts';
import { aKey, anOpenIdProvider, CLIENT_ID } from '../../plugins/oidc/an-openid-provider.ts';

const SECRET = 'a secret that only the two of them know';
let openId: Awaited<ReturnType<typeof anOpenIdProvider>>;

beforeAll(async () => {
  const person = (sub: string, email_verified = true) => ({ sub, email: `${sub}@example.com`, email_verified });
  openId = await anOpenIdProvider([(await aKey('first')).jwk], [person('ada'), person('sam'), person('una', false)], { secret: SECRET });
});
afterAll(() => openId.stop());

/** An installation of passwords, and the Owner of its first organization. */
async function anInstallation(): Promise<TestOrganization> {
  const organization = await anOrganization(await aSystem({ alone: true }));
  organization.clock.set(new Date());
  await organization.system.db.updateTable('organizations').set({ default: true }).where('id', '=', organization.tenant.id).execute();
  return organization;
}

const pasted = () => ({ issuer: `${openId.issuer}/.well-known/openid-configuration`, client_id: CLIENT_ID, client_secret: SECRET });
const post = (ctx: Context, what: string, body: object) => inject(ctx, { method: 'POST', path: `/sign-in/set-up/${what}`, body });

/** Goes through the test sign-in as a window does. */
async function tryOut(ctx: Context, sub: string, body: object = pasted()) {
  const begun = await post(ctx, 'trial', body);
  expect(begun.status).toBe(200);
  const back = await openId.visit(begun.json<{ location: string }>().location, sub);
  const cookie = String(begun.headers['set-cookie']).split(';')[0] ?? '';
  const ended = await inject(ctx, { method: 'GET', path: `/sign-in/callback?${back.split('?')[1]}`, headers: { cookie } });
  const [path, hash = ''] = String(ended.headers.location).split('#');
  expect(path).toBe('/sign-in/trial');
  expect(String(ended.headers['set-cookie'])).not.toContain('session=');
  return JSON.parse(Buffer.from(hash, 'base64url').toString()) as {
    admitted: boolean;
    text: string;
    code?: string;
    claims: Record<string, string>;
  };
}

test('a provider is looked at step by step before anything is configured, and the lines to configure come out', async () => {
  const { ctx } = await anInstallation();
  const answer = (await post(ctx, 'examine', pasted())).json<{ checks: { check: string; result: string }[]; settings: string[] }>();
  expect(answer.checks.map(({ check, result }) => [check, result])).toEqual([
    ['issuer reachable', 'good'],
    ['discovery valid', 'good'],
    ['issuer equal', 'good'],
    ['keys usable', 'good'],
    ['client id', 'good'],
    ['redirect registered', 'good'],
    ['clock', 'good'],
  ]);
  expect(answer.settings).toEqual([
    'DISPATCH_UI_URL=https://tocsin.test',
    'DISPATCH_AUTHENTICATION_PROVIDER_SLUG=dispatch-auth-provider-pkce',
    `DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL=${openId.issuer}/.well-known/openid-configuration`,
    `DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID=${CLIENT_ID}`,
    'TOCSIN_OIDC_CLIENT_SECRET=<the secret>',
    'TOCSIN_LINK_BY_EMAIL=true',
  ]);
  const other = await post(ctx, 'examine', { ...pasted(), client_id: 'nobody', email_trust: 'issuer', scopes: 'openid, email' });
  expect(other.json<{ settings: string[] }>().settings.slice(-3)).toEqual([
    'DISPATCH_OIDC_EMAIL_TRUST=issuer',
    'TOCSIN_LINK_BY_EMAIL=true',
    'TOCSIN_OIDC_SCOPES="openid email"',
  ]);
  expect(other.text).toContain('register that address there');
});

test('a test sign-in says who it is and what would become of them, and leaves nothing behind', async () => {
  const { ctx, system, tenant } = await anInstallation();
  await asUser(ctx, 'Admin', 'ada@example.com');
  const counts = async () =>
    Promise.all(
      (['users', 'sessions', 'user_identities'] as const).map(
        async (table) => (await system.db.selectFrom(table).select('id').execute()).length,
      ),
    );
  const before = await counts();
  const ada = await tryOut(ctx, 'ada');
  expect(ada).toMatchObject({ admitted: true, text: `Let in as ada@example.com: Admin of ${tenant.name}.` });
  expect(ada.claims).toMatchObject({ sub: 'ada', email: 'ada@example.com', email_verified: 'true', iss: openId.issuer });
  const sam = await tryOut(ctx, 'sam');
  expect(sam).toMatchObject({ admitted: false, code: 'not_invited', claims: { sub: 'sam' } });
  expect(sam.text).toContain('sam@example.com');
  expect(await tryOut(ctx, 'una')).toMatchObject({ admitted: false, code: 'email_not_verified' });
  expect(await tryOut(ctx, 'ada', { ...pasted(), client_secret: 'wrong' })).toMatchObject({ admitted: false, code: 'client_refused' });
  expect(await counts()).toEqual(before);
});

test('a provider that cannot be asked is told beside the field', async () => {
  const { ctx } = await anInstallation();
  const answer = await post(ctx, 'trial', { ...pasted(), issuer: 'http://127.0.0.1:9' });
  expect([answer.status, answer.json()]).toMatchObject([
    422,
    { detail: [{ loc: ['body', 'issuer'], msg: expect.stringContaining('does not answer') }] },
  ]);
  expect((await post(ctx, 'examine', { ...pasted(), issuer: 'login.example.com' })).json()).toMatchObject({
    detail: [{ loc: ['body', 'issuer'], msg: 'Give the whole address, beginning with https://.' }],
  });
  const production = { ...ctx, settings: { ...ctx.settings, production: true } };
  expect((await post(production, 'examine', pasted())).json()).toMatchObject({
    detail: [{ msg: 'The address must begin with https://.' }],
  });
});

test('only an Owner of the first organization may', async () => {
  const first = await anInstallation();
  const second = await anOrganization(first.system);
  for (const ctx of [second.ctx, await asUser(first.ctx, 'Manager'), await asUser(first.ctx, undefined)]) {
    expect((await post(ctx, 'examine', pasted())).status).toBe(403);
    expect((await post(ctx, 'trial', pasted())).status).toBe(403);
    expect((await inject(ctx, { method: 'GET', path: '/sign-in/set-up' })).status).toBe(403);
  }
  expect((await inject(first.ctx, { method: 'GET', path: '/sign-in/set-up' })).json()).toEqual({
    sign_in: 'password',
    sign_in_at: null,
    redirect_address: 'https://tocsin.test/implicit/callback',
    signed_out_address: 'https://tocsin.test/sign-in?out=1',
  });
});

test('what a provider says too much of is shortened', async () => {
  const { ctx } = await anInstallation();
  const { tryOut: shorten } = await import('./trial.ts');
  const claims = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`claim-${index}`, 'x'.repeat(5000)]));
  const identity = { issuer: 'i', subject: 's', email: 'sam@example.com', emailVerified: true };
  const result = await shorten(ctx, async () => ({ identity, claims }));
  expect(Object.keys(result.claims)).toHaveLength(30);
  expect(JSON.stringify(result.claims).length).toBeLessThan(2500);
  expect(trialProvider('https://tocsin.test')({ issuer: openId.issuer, clientId: 'x', emailTrust: 'verified', scopes: [] }).slug).toBe(
    'dispatch-auth-provider-pkce',
  );
});
