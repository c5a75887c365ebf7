import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { aTenant } from '../auth0/management-api.ts';
import { anInstallation, type Installation, LONG } from '../installation.ts';

let place: Installation;
let peer: Awaited<ReturnType<typeof aTenant>>;

beforeAll(async () => {
  place = await anInstallation({ empty: true });
  peer = await aTenant();
  peer.tenant.polls = 1;
  peer.tenant.connections.push({
    ...{ id: 'con_1', name: 'Username-Password-Authentication', strategy: 'auth0', enabled: [] },
    options: {},
  });
}, LONG);
afterAll(async () => {
  place.remove();
  await peer.stop();
});

const CLAIM_SECRET = 'a claim secret of more than 32 bytes';
const environment = (more: Record<string, string> = {}) => ({
  AUTH0_DOMAIN: peer.origin,
  AUTH0_CLIENT_ID: 'machine',
  AUTH0_CLIENT_SECRET: 'machine secret',
  DISPATCH_UI_URL: 'https://tocsin.test',
  DISPATCH_AUTH0_MODE: 'action',
  TOCSIN_AUTH0_CLAIM_SECRET: CLAIM_SECRET,
  ...more,
});

type Row = { resource: string; name: string; state: string; detail: string };

test('CHECK 24.16: auth0 setup says what it would do, does it, and then has nothing to do', { timeout: 3 * LONG }, async () => {
  const dry = await place.tocsin(['auth0', 'setup'], { environment: environment() });
  assert.deepEqual([dry.code, dry.err], [0, '']);
  assert.match(dry.out, /^resource +name +state +detail\n/);
  assert.match(dry.out, /application +Tocsin +to be created[\s\S]*Nothing was changed; do it with --apply\.\n$/);
  assert.deepEqual(peer.writes(), []);

  const file = join(place.folder, 'secret');
  writeFileSync(file, 'machine secret\n');
  const given = ['auth0', 'setup', '--json', '--client-secret-file'];
  const applied = await place.tocsin([...given, file, '--apply'], { environment: environment({ AUTH0_CLIENT_SECRET: '' }) });
  assert.equal(applied.code, 0, applied.err);
  const rows = JSON.parse(applied.out) as Row[];
  const [client = {}] = peer.tenant.clients;
  assert.deepEqual(rows[0], { resource: 'application', name: 'Tocsin', state: 'created', detail: client.client_id });
  const settings = rows.filter(({ resource }) => resource === 'setting');
  assert.deepEqual(
    settings.map(({ name, detail }) => [name, detail]),
    [
      ['DISPATCH_AUTHENTICATION_PROVIDER_SLUG', 'dispatch-auth-provider-pkce'],
      ['DISPATCH_AUTHENTICATION_PROVIDER_PKCE_OPEN_ID_CONNECT_URL', peer.origin],
      ['DISPATCH_AUTHENTICATION_PROVIDER_PKCE_CLIENT_ID', client.client_id],
      ['TOCSIN_OIDC_CLIENT_SECRET', 'Applications → the application → Settings: Client Secret'],
    ],
  );
  for (const secret of [CLAIM_SECRET, 'machine secret', 'never shown']) assert.ok(!(applied.out + applied.err + dry.out).includes(secret));

  peer.tenant.calls = [];
  const configured = environment({
    ...Object.fromEntries(settings.map(({ name, detail }) => [name, detail])),
    TOCSIN_OIDC_CLIENT_SECRET: 'of the application',
  });
  const again = await place.tocsin([...given, '-', '--apply'], { environment: configured, input: 'machine secret\n' });
  assert.deepEqual([again.code, again.err], [0, '']);
  assert.deepEqual([...new Set((JSON.parse(again.out) as Row[]).map(({ state }) => state))], ['as it was']);
  assert.deepEqual(peer.writes(), []);
  const nothing = await place.tocsin(['auth0', 'setup'], { environment: configured });
  assert.match(nothing.out, /There is nothing to do\.\n$/);
});

test('auth0 setup prints what was done before it failed, and ends with 1', { timeout: LONG }, async () => {
  peer.tenant.faults = [{ on: /^GET \/resource-servers/, status: 500 }];
  const { code, out, err } = await place.tocsin(['auth0', 'setup', '--json'], { environment: environment() });
  assert.deepEqual([code, (JSON.parse(out) as Row[]).map(({ resource }) => resource)], [1, ['application']]);
  assert.match(err, /^Auth0 refused GET \/resource-servers\/[^ ]+ \(500: A fault\.\); what was done before stays/);
});

test('auth0 setup names what is missing or wrong, with the remedy', { timeout: 4 * LONG }, async () => {
  const cases: [Record<string, string>, string[], RegExp][] = [
    [{ AUTH0_DOMAIN: '' }, [], /domain of the tenant with --domain or AUTH0_DOMAIN/],
    [{}, ['--domain', 'https://acme.eu.auth0.com/api'], /is no domain of a tenant/],
    [{}, ['--domain', 'http://acme.eu.auth0.com'], /is no domain of a tenant/],
    [{ AUTH0_CLIENT_ID: '' }, [], /--client-id or AUTH0_CLIENT_ID/],
    [{ AUTH0_CLIENT_SECRET: '' }, [], /--client-secret-file or AUTH0_CLIENT_SECRET/],
    [{}, ['--client-secret-file', '/nowhere'], /\/nowhere cannot be read \(ENOENT\); correct --client-secret-file/],
    [{}, ['--public-key-file', '/nowhere'], /correct --public-key-file/],
    [{}, ['--log-stream-url', 'http://logs.test'], /give --log-stream-url one that starts with https/],
    [{ TOCSIN_AUTH0_CLAIM_SECRET: 'short' }, [], /TOCSIN_AUTH0_CLAIM_SECRET needs at least 32 bytes/],
    [{ DISPATCH_UI_URL: 'http://localhost:8000' }, [], /Auth0 cannot reach http:\/\/localhost:8000: set DISPATCH_UI_URL/],
  ];
  for (const [more, words, message] of cases) {
    const { code, err } = await place.tocsin(['auth0', 'setup', ...words], { environment: environment(more) });
    assert.equal(code, 1, err);
    assert.match(err, message);
  }
});
