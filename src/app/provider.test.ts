import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { expect, test } from 'vitest';
import { anOrganization, aSystem, asUser } from '../../test/harness.ts';
import { createHttpServer } from '../edges/http/server.ts';
import { issueToken } from '../features/auth/index.ts';
import { authenticateRequest } from './authentication.ts';
import { readConfig } from './config/config.ts';
import { HEADER_PROVIDER, OIDC_PROVIDER } from './config/sign-in.ts';
import { ensureDefaultUser, howToOwn, prepare } from './prepare.ts';
import { createProvider } from './provider.ts';
import { routes } from './routes.ts';

const SLUG = 'DISPATCH_AUTHENTICATION_PROVIDER_SLUG';

async function providerOf(environment: Record<string, string>) {
  const { config, problems } = await readConfig({ environment, envFile: {} });
  expect(problems).toEqual([]);
  return createProvider(config);
}

/** A server with the provider that this environment configures; what it logs is kept. */
async function aServer(environment: Record<string, string>) {
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const organization = await anOrganization({ ...(await aSystem({ settings: { signIn: 'request' } })), log });
  const server = await createHttpServer({ ...organization.ctx, provider: await providerOf(environment) }, routes, authenticateRequest);
  const ask = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    server.inject({ method: 'GET', url: `/api/v1/${organization.tenant.slug}/auth/myrole`, headers, remoteAddress });
  return { ...organization, ask, logged };
}

test('a trusted proxy signs a member in, and a client that sends the header itself is refused and logged', async () => {
  const { ctx, ask, logged } = await aServer({ [SLUG]: HEADER_PROVIDER, DISPATCH_TRUSTED_PROXIES: '10.0.0.0/8' });
  const { actor } = await asUser(ctx, 'Admin');
  const headers = { 'remote-user': actor.email };
  expect((await ask(headers, '10.0.0.7')).body).toBe('"Admin"');
  const forged = await ask({ ...headers, 'x-forwarded-for': '10.0.0.7' }, '203.0.113.9');
  expect(forged.statusCode).toBe(401);
  expect(forged.json()).toMatchObject({ detail: [{ msg: 'Could not validate credentials: untrusted_peer.' }] });
  expect(logged).toMatchObject([
    { code: 'untrusted_peer', peer: '203.0.113.9', request: forged.headers['x-request-id'], msg: expect.stringContaining('203.0.113.9') },
  ]);
  expect((await ask({}, '10.0.0.7')).json()).toMatchObject({ detail: [{ msg: 'Could not validate credentials' }] });
});

test('a page of another site cannot make a signed-in browser change anything, nor reach a server that asks nobody by another name', async () => {
  const { ctx, logged, tenant } = await aServer({});
  const { actor } = await asUser(ctx, 'Admin');
  const provider = await providerOf({ [SLUG]: HEADER_PROVIDER, DISPATCH_TRUSTED_PROXIES: 'loopback' });
  const server = await createHttpServer({ ...ctx, provider }, routes, authenticateRequest);
  const headers = { 'remote-user': actor.email, 'sec-fetch-site': 'cross-site', 'content-type': 'text/plain' };
  const change = { method: 'PUT', url: `/api/v1/${tenant.slug}/auth/me/settings`, payload: '{}' } as const;
  const forged = await server.inject({ ...change, headers });
  expect([forged.statusCode, forged.json()]).toMatchObject([401, { detail: [{ type: 'cross_site' }] }]);
  expect(logged).toMatchObject([{ code: 'cross_site' }]);
  expect((await server.inject({ ...change, headers: { ...headers, 'sec-fetch-site': 'same-origin' } })).statusCode).toBe(200);
  const nobody = await providerOf({ [SLUG]: 'none', DISPATCH_ALLOW_ANONYMOUS: 'true' });
  const asked = (host: string) => nobody?.identify({ headers: { host }, peer: '127.0.0.1', method: 'GET' });
  await expect(asked('evil.example.com')).rejects.toMatchObject({ code: 'wrong_host' });
  expect(await asked('localhost:8000')).toMatchObject({ issuer: 'none' });
});

test('somebody the proxy knows and nobody here has let in stays out', async () => {
  const { ask, logged } = await aServer({ [SLUG]: HEADER_PROVIDER, DISPATCH_TRUSTED_PROXIES: 'loopback' });
  expect((await ask({ 'remote-user': 'stranger@example.com' })).json()).toMatchObject({
    detail: [{ type: 'not_invited', msg: 'You need an invitation.' }],
  });
  expect(logged).toMatchObject([{ code: 'not_invited', msg: expect.stringContaining('stranger@example.com') }]);
});

test('pain: a refused token has its reason in the log, and a provider that is away is no fault of the caller', async () => {
  const { ctx, ask, logged } = await aServer({
    [SLUG]: OIDC_PROVIDER,
    DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL: 'http://127.0.0.1:9',
    DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID: 'tocsin',
  });
  const opaque = await ask({ authorization: 'Bearer opaque-token' });
  expect(opaque.statusCode).toBe(401);
  const signed = `${Buffer.from('{"alg":"RS256","kid":"a"}').toString('base64url')}.e30.c2ln`;
  expect((await ask({ authorization: `Bearer ${signed}` })).statusCode).toBe(503);
  expect(logged).toMatchObject([{ code: 'malformed' }, { code: 'provider_unavailable', cause: expect.any(String) }]);
  expect(JSON.stringify(logged)).not.toContain('opaque-token');
  // Clients with a token of ours need no provider.
  expect((await ask({ authorization: `Bearer ${await issueToken(ctx, ctx.actor.email)}` })).body).toBe('"Owner"');
});

test('where nobody is asked, everybody is the default user with the configured role', async () => {
  const { system } = await aServer({});
  const email = 'dispatch@example.com';
  await ensureDefaultUser(system, { email, role: 'Member' });
  await ensureDefaultUser(system, { email, role: 'Admin' });
  const provider = await providerOf({ [SLUG]: 'none', DISPATCH_ALLOW_ANONYMOUS: 'true' });
  const server = await createHttpServer({ ...system, provider }, routes, authenticateRequest);
  expect((await server.inject({ method: 'GET', url: '/api/v1/default/auth/myrole' })).body).toBe('"Admin"');
});

async function withModule<T>(text: string, work: (environment: Record<string, string>) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-provider-'));
  const path = join(folder, 'provider.mjs');
  writeFileSync(path, text);
  try {
    return await work({ [SLUG]: 'badge-reader', TOCSIN_AUTHENTICATION_PLUGIN: path, BADGE_DOMAIN: 'example.com' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('pain: a provider of one’s own is a file, not a fork', async () => {
  const module = `export default { slug: 'badge-reader', create: (setting) => ({ slug: 'badge-reader', identify: async ({ headers }) =>
    headers['x-badge'] && { issuer: 'badges', subject: headers['x-badge'], email: headers['x-badge'] + '@' + setting('BADGE_DOMAIN'), emailVerified: true } }) }`;
  const provider = await withModule(module, providerOf);
  const request = { headers: { 'x-badge': 'ada' }, peer: '127.0.0.1', method: 'GET' };
  expect(await provider?.identify(request)).toMatchObject({ email: 'ada@example.com' });
});

test.each([
  ['export const x = 1', /no default export/],
  [
    "export default { slug: 'other', create: () => ({}) }",
    /is the provider "other", but DISPATCH_AUTHENTICATION_PROVIDER_SLUG is "badge-reader"/,
  ],
  ["export default { slug: 'badge-reader', create: () => { throw new Error('no reader') } }", /does not start \(no reader\)/],
  ['this is no module', /cannot be loaded/],
])('a file that is no provider stops the start: %s', async (text, message) => {
  await expect(withModule(text, providerOf)).rejects.toMatchObject({ exitCode: 78, message: expect.stringMatching(message) });
});

test.each([
  ['password', undefined, /Open this link once to become its Owner:\s+https:\/\/tocsin.test\/setup#[\w-]+/],
  ['request', undefined, /Set DISPATCH_OWNER_EMAIL: whoever has that address/],
  ['request', 'ada@example.com', /ada@example.com becomes its Owner with their first request/],
  ['none', undefined, /TOCSIN_DEFAULT_USER_ROLE=Owner/],
] as const)('an installation that nobody owns says how to begin, by what signs people in: %s, %s', async (signIn, ownerEmail, said) => {
  const system = await aSystem({ alone: true, settings: { signIn, ownerEmail } });
  await prepare(system);
  expect(await howToOwn(system)).toMatch(said);
});
