import assert from 'node:assert/strict';
import { test } from 'vitest';
import { anOrganization, asUser, inject } from '../../test/harness.ts';
import { NOBODY } from '../core/context.ts';
import { oidcProvider } from '../plugins/oidc/index.ts';
import { routes } from './routes.ts';

const nobody = async () => {
  const { ctx } = await anOrganization();
  return { ...ctx, actor: NOBODY };
};

test('whoever is not signed in learns what the application needs to show its door', async () => {
  const answer = await inject(await nobody(), { method: 'GET', path: '/application' });
  assert.equal(answer.status, 200);
  const { sign_in, registration, needs_owner } = answer.json();
  // Another test of this database may have claimed its first organization: what counts is that it is said.
  assert.deepEqual(
    { sign_in, registration, needs_owner: typeof needs_owner },
    { sign_in: 'password', registration: 'invite', needs_owner: 'boolean' },
  );
  assert.equal(answer.headers['cache-control'], 'no-store');
});

test('a living process that is ready says so', async () => {
  const ctx = await nobody();
  const read = async (path: string, as = ctx) => {
    const { status, json } = await inject(as, { method: 'GET', path });
    return [status, json()];
  };
  assert.deepEqual(await read('/healthcheck'), [200, { status: 'ok' }]);
  assert.deepEqual(await read('/readiness'), [200, { status: 'ok', sign_in: 'ok' }]);
  const away = oidcProvider(
    {
      issuer: 'http://127.0.0.1:9',
      clientId: 'tocsin',
      jwksUrl: undefined,
      audience: undefined,
      emailClaim: undefined,
      emailTrust: 'verified',
    },
    { now: ctx.now, fetch, uiUrl: 'https://tocsin.test' },
  );
  assert.deepEqual(await read('/readiness', { ...ctx, provider: away }), [200, { status: 'ok', sign_in: 'unavailable' }]);
});

test('the contract describes every route, and its page shows each', async () => {
  const ctx = await nobody();
  const document = (await inject(ctx, { method: 'GET', path: '/docs/openapi.json' })).json<{
    openapi: string;
    paths: Record<string, Record<string, unknown>>;
  }>();
  assert.match(document.openapi, /^3\.1/);
  const page = await inject(ctx, { method: 'GET', path: '/docs' });
  assert.match(String(page.headers['content-type']), /text\/html/);
  for (const { method, path } of routes) {
    assert.ok(document.paths[`/api/v1${path}`]?.[method], `${method} ${path}`);
    assert.ok(page.text.includes(`/api/v1${path}`), path);
  }
  assert.ok(!/(src|href)="https?:|url\(|@import|<script/.test(page.text), 'nothing is fetched from another host');
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
});

test('no two routes share a method and a path', async () => {
  const known = routes.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
  assert.deepEqual(
    known.filter((one, index) => known.indexOf(one) !== index),
    [],
  );
});

test('an organization of somebody else looks like one that does not exist', async () => {
  const { ctx, tenant } = await anOrganization();
  const stranger = await asUser(ctx, undefined);
  const theirs = await inject(stranger, { method: 'GET', path: `/${tenant.slug}/projects` });
  const nowhere = await inject(stranger, { method: 'GET', path: '/no_such_organization/projects' });
  assert.deepEqual([theirs.status, theirs.json()], [nowhere.status, nowhere.json()]);
});
