import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'vitest';
import type { Change } from '../../src/app/auth0/change.ts';
import { openManagement } from '../../src/app/auth0/management.ts';
import { type Installation, setUp } from '../../src/app/auth0/set-up.ts';
import { SCOPES } from '../../src/core/scopes.ts';
import { freePort } from '../free-port.ts';
import { aTenant } from './management-api.ts';
import { actionText } from './run-action.ts';

const UI = 'https://tocsin.test';
const CLAIM_SECRET = 'c'.repeat(32);
const SCOPE_LIST = Object.entries(SCOPES).map(([value, { reach }]) => ({ value, description: reach }));

const wanted = (more: Partial<Installation> = {}): Installation => ({
  mode: 'action',
  name: 'Tocsin',
  uiUrl: UI,
  audience: UI,
  scopes: SCOPE_LIST,
  development: true,
  databaseConnection: 'Username-Password-Authentication',
  claimSecret: CLAIM_SECRET,
  publicKey: undefined,
  logStream: { url: 'https://logs.test/auth0', authorization: 'Bearer logs' },
  ...more,
});

let peer: Awaited<ReturnType<typeof aTenant>>;
let waits: number[];
let now: number;

beforeEach(async () => {
  peer = await aTenant();
  peer.tenant.connections.push({
    ...{ id: 'con_1', name: 'Username-Password-Authentication', strategy: 'auth0', enabled: ['another'] },
    options: { passwordPolicy: 'good', brute_force_protection: true },
  });
  waits = [];
  now = Date.UTC(2026, 10, 22, 10);
});
afterEach(() => peer.stop());

const clock = {
  now: () => new Date(now),
  wait: async (ms: number) => {
    waits.push(ms);
    now += ms;
  },
};
const ACCESS = { clientId: 'machine', clientSecret: 'machine secret' };

async function run(more: Partial<Installation> = {}, apply = true) {
  const changes: Change[] = [];
  const api = await openManagement({ origin: peer.origin, ...ACCESS }, clock);
  const failure = await setUp(api, wanted(more), { apply, tell: (change) => void changes.push(change) }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { changes, failure, states: [...new Set(changes.map(({ state }) => state))] };
}

const settled = () => JSON.stringify({ ...peer.tenant, calls: [] });

describe('CHECK 24.16: a tenant is set up', () => {
  test('from nothing: application, API, connection, Actions in order, log stream', async () => {
    const { failure, changes } = await run();
    assert.equal(failure, undefined);
    const { clients, servers, connections, actions, bindings, streams } = peer.tenant;
    assert.deepEqual(
      changes.map(({ resource, state }) => `${resource} ${state}`),
      [
        ...['application created', 'API created', 'database connection changed', 'database connection changed'],
        ...['Action created', 'Action created', 'login flow changed', 'log stream created'],
      ],
    );
    const [client] = clients;
    assert.deepEqual(
      [client?.app_type, client?.grant_types, client?.token_endpoint_auth_method],
      ['regular_web', ['authorization_code', 'refresh_token'], 'client_secret_basic'],
    );
    assert.deepEqual(client?.callbacks, [
      `${UI}/callback`,
      `${UI}/implicit/callback`,
      'http://localhost:3000/callback',
      'http://local.dev:3000/callback',
    ]);
    assert.deepEqual(client?.allowed_logout_urls, [`${UI}/sign-in?out=1`]);
    assert.deepEqual([servers[0]?.identifier, servers[0]?.scopes], [UI, SCOPE_LIST]);
    assert.deepEqual(connections[0]?.options, { passwordPolicy: 'good', brute_force_protection: true, disable_signup: true });
    assert.deepEqual(connections[0]?.enabled, ['another', client?.client_id]);
    assert.deepEqual(
      bindings.map(({ action }) => action.name),
      ['tocsin-invite-validation', 'tocsin-authz'],
    );
    assert.deepEqual(
      actions.map(({ secretValues, all_changes_deployed }) => [secretValues, all_changes_deployed]),
      [
        [{ CLIENT_IDS: client?.client_id, INVITE_ISSUER: UI, CLAIM_URL: `${UI}/api/v1/auth0/claim`, CLAIM_SECRET }, true],
        [{ CLIENT_IDS: client?.client_id, CLAIM_NAMESPACE: UI }, true],
      ],
    );
    for (const [index, name] of ['invite-validation', 'authz'].entries()) {
      const code = String(actions[index]?.code);
      assert.ok(code.startsWith(actionText(name)));
      assert.ok(!code.includes(CLAIM_SECRET));
    }
    assert.deepEqual(streams[0]?.sink, {
      httpEndpoint: 'https://logs.test/auth0',
      httpContentType: 'application/json',
      httpContentFormat: 'JSONLINES',
      httpAuthorization: 'Bearer logs',
    });
    // The secrets of applications are never asked for.
    assert.ok(
      peer.tenant.calls
        .filter(({ path, method }) => path === '/clients' && method === 'GET')
        .every(({ query }) => query.fields && !/secret\b/.test(query.fields)),
    );
  });

  test('a second run changes nothing, and neither does a dry one', async () => {
    await run();
    const before = settled();
    peer.tenant.calls = [];
    const again = await run();
    assert.deepEqual([again.failure, again.states, peer.writes()], [undefined, ['as it was'], []]);
    const dry = await run({}, false);
    assert.deepEqual([dry.states, peer.writes(), settled()], [['as it was'], [], before]);
  });

  test('a dry run says what it would do and writes nothing', async () => {
    const { states, changes } = await run({}, false);
    assert.deepEqual([states.toSorted(), peer.writes()], [['to be changed', 'to be created'], []]);
    assert.ok(!JSON.stringify(changes).includes(CLAIM_SECRET));
    const done = await run();
    assert.deepEqual(
      done.changes.map(({ resource, name }) => [resource, name]),
      changes.map(({ resource, name }) => [resource, name]),
    );
  });

  test('INV-14: the API says scopes as one claim and no permissions, once; a choice of the operator stays', async () => {
    await run();
    const [server = {}] = peer.tenant.servers;
    assert.deepEqual([server.token_dialect, server.enforce_policies], ['access_token', false]);
    Object.assign(server, { token_dialect: 'access_token_authz', scopes: [{ value: 'read:ours' }, ...SCOPE_LIST.slice(1)] });
    const { changes } = await run();
    assert.deepEqual(
      changes.filter(({ state }) => state !== 'as it was').map(({ resource, detail }) => [resource, detail]),
      [['API', 'scopes']],
    );
    assert.deepEqual([server.token_dialect, server.scopes], ['access_token_authz', [{ value: 'read:ours' }, ...SCOPE_LIST]]);
  });

  test('what somebody has changed is put right, and what they have added stays', async () => {
    await run();
    const [client = {}] = peer.tenant.clients;
    Object.assign(client, { callbacks: ['https://own.test/callback'], grant_types: ['authorization_code', 'refresh_token', 'password'] });
    Object.assign(client, { jwt_configuration: { alg: 'HS256', lifetime_in_seconds: 600 }, description: 'Mine.' });
    const { changes } = await run();
    assert.deepEqual(changes[0], {
      resource: 'application',
      name: 'Tocsin',
      state: 'changed',
      detail: 'callbacks, grant_types, jwt_configuration',
    });
    assert.equal((client.callbacks as string[])[0], 'https://own.test/callback');
    assert.deepEqual(client.grant_types, ['authorization_code', 'refresh_token']);
    assert.deepEqual([client.jwt_configuration, client.description], [{ alg: 'RS256', lifetime_in_seconds: 600 }, 'Mine.']);
    assert.deepEqual((await run()).states, ['as it was']);
  });

  test('a changed claim secret or key reaches the Action, which says nothing about what it holds', async () => {
    await run();
    for (const more of [{ claimSecret: 'd'.repeat(32) }, { claimSecret: 'd'.repeat(32), publicKey: '-----BEGIN PUBLIC KEY-----' }]) {
      peer.tenant.calls = [];
      const { changes } = await run(more);
      assert.equal(changes.find(({ name }) => name === 'tocsin-invite-validation')?.state, 'changed');
      assert.equal(peer.tenant.actions[0]?.secretValues.CLAIM_SECRET, more.claimSecret);
      assert.deepEqual((await run(more)).states, ['as it was']);
    }
    assert.equal(peer.tenant.actions[0]?.secretValues.INVITE_PUBLIC_KEY, '-----BEGIN PUBLIC KEY-----');
  });
});

describe('CHECK 24.16: the order in the login flow', () => {
  const other = (name: string) => ({
    id: `bind-${name}`,
    trigger_id: 'post-login',
    display_name: name,
    action: { id: `act-${name}`, name },
  });
  const order = () => peer.tenant.bindings.map(({ display_name }) => display_name);

  test('ours go around those of others, which stay as they are', async () => {
    peer.tenant.bindings = [other('audit'), other('enrich')];
    await run();
    assert.deepEqual(order(), ['tocsin-invite-validation', 'audit', 'enrich', 'tocsin-authz']);
    assert.equal(peer.tenant.bindings[1]?.id, 'bind-audit');
    // Right in another place is right.
    peer.tenant.bindings.unshift(other('first'));
    assert.deepEqual((await run()).states, ['as it was']);
    peer.tenant.bindings.reverse();
    assert.equal((await run()).changes.find(({ resource }) => resource === 'login flow')?.state, 'changed');
    assert.deepEqual(order(), ['tocsin-invite-validation', 'enrich', 'audit', 'first', 'tocsin-authz']);
  });

  test('back in the mode server ours are taken out, and nothing else', async () => {
    peer.tenant.bindings = [other('audit')];
    await run();
    const { failure } = await run({ mode: 'server', claimSecret: undefined });
    assert.deepEqual([failure, order(), peer.tenant.actions.length], [undefined, ['audit'], 2]);
    assert.deepEqual((await run({ mode: 'server' })).states, ['as it was']);
  });

  test('in the modes server and organizations there is no Action to begin with', async () => {
    await run({ mode: 'server', logStream: undefined, databaseConnection: undefined, development: false });
    const { actions, bindings, streams, connections, clients } = peer.tenant;
    assert.deepEqual([actions, bindings, streams, connections[0]?.options.disable_signup], [[], [], [], undefined]);
    assert.deepEqual([clients[0]?.callbacks, clients[0]?.organization_usage], [[`${UI}/callback`, `${UI}/implicit/callback`], undefined]);
    await run({ mode: 'organizations' });
    assert.deepEqual([actions, clients[0]?.organization_usage], [[], 'allow']);
  });
});

describe('CHECK 24.16: a tenant that does not play along', () => {
  test('everything is found on later pages', async () => {
    await run();
    const many = (make: (index: number) => object) => Array.from({ length: 120 }, (_, index) => make(index));
    const { tenant } = peer;
    tenant.clients.unshift(...(many((index) => ({ client_id: `c${index}`, name: `Other ${index}` })) as typeof tenant.clients));
    tenant.bindings.unshift(
      ...(many((index) => ({
        id: `b${index}`,
        display_name: `o${index}`,
        action: { id: `a${index}`, name: `o${index}` },
      })) as typeof tenant.bindings),
    );
    tenant.connections[0]?.enabled.unshift(...many((index) => ({ index })).map((_, index) => `c${index}`));
    tenant.calls = [];
    const { failure, states } = await run();
    assert.deepEqual([failure, states, peer.writes()], [undefined, ['as it was'], []]);
    assert.deepEqual(
      tenant.calls.filter(({ path }) => path === '/clients').map(({ query }) => query.page),
      ['0', '1', '2'],
    );
  });

  test('too many requests: it waits for as long as Auth0 says, and goes on', async () => {
    const at = now / 1000 + 17;
    const limited = (on: RegExp) => ({ on, status: 429, headers: { 'x-ratelimit-reset': String(at) } });
    peer.tenant.faults = [limited(/^GET \/clients/), limited(/^POST \/resource-servers/), limited(/^POST \/resource-servers/)];
    const { failure } = await run();
    assert.equal(failure, undefined);
    // Later the moment has passed: a second then.
    assert.deepEqual(waits.slice(0, 3), [17_000, 1000, 1000]);
    assert.equal(peer.tenant.servers.length, 1);
  });

  test('too many requests for ever end with what to do', async () => {
    peer.tenant.faults = Array.from({ length: 20 }, () => ({ on: /^GET \/clients/, status: 429 }));
    const { failure } = await run();
    assert.match(failure ?? '', /^Auth0 refused GET \/clients \(429.*wait a minute and run the command again\.$/);
    assert.equal(waits.length, 5);
  });

  test('an Action is deployed once it is built, however long that takes; one that cannot be built is named', async () => {
    peer.tenant.polls = 7;
    assert.equal((await run()).failure, undefined);
    assert.ok(waits.length >= 4 * 6 && waits.every((ms) => ms === 1000));
    peer.tenant.buildFails = true;
    const failed = await run({ claimSecret: 'e'.repeat(32) });
    assert.match(failed.failure ?? '', /could not build the Action tocsin-invite-validation/);
    peer.tenant.buildFails = false;
    peer.tenant.polls = 1000;
    const slow = await run({ claimSecret: 'f'.repeat(32) });
    assert.match(slow.failure ?? '', /tocsin-invite-validation is not ready after 60 s; run the command again/);
  });

  test('cut off anywhere, a second run goes on there and ends the same', { timeout: 60_000 }, async () => {
    await run();
    const writes = peer.writes().map(({ method, path }) => `${method} ${path.replace(/\/[\w-]{20,}/g, '/ID')}`);
    assert.ok(writes.length >= 10, writes.join('\n'));
    for (const at of writes.keys()) {
      await peer.stop();
      peer = await aTenant();
      peer.tenant.connections.push({
        ...{ id: 'con_1', name: 'Username-Password-Authentication', strategy: 'auth0', enabled: [] },
        options: {},
      });
      let seen = -1;
      const cut = {
        test: (text: string) => {
          if (!text.startsWith('GET')) seen += 1;
          return seen === at && !text.startsWith('GET');
        },
      } as RegExp;
      peer.tenant.faults = [{ on: cut, status: 500 }];
      const first = await run();
      assert.match(first.failure ?? '', /^Auth0 refused .*\(500: A fault\.\)/, writes[at]);
      const second = await run();
      assert.equal(second.failure, undefined, writes[at]);
      assert.deepEqual((await run()).states, ['as it was'], writes[at]);
      const { clients, servers, actions, bindings, streams } = peer.tenant;
      assert.deepEqual(
        [clients, servers, actions, bindings, streams].map((rows) => rows.length),
        [1, 1, 2, 2, 1],
        writes[at],
      );
    }
  });

  test('what is refused is told with its remedy', async () => {
    peer.tenant.scopes = 'read:';
    assert.match(
      (await run()).failure ?? '',
      /Insufficient scope, expected any of: create:clients\); grant the machine-to-machine application that scope/,
    );
    peer.tenant.scopes = 'read: create: update:';
    assert.match(
      (await run({ databaseConnection: 'Mine' })).failure ?? '',
      /no database connection Mine at Auth0; name yours with --database-connection/,
    );
    peer.tenant.clients.push({ client_id: 'second', name: 'Tocsin' });
    assert.match((await run()).failure ?? '', /2 applications called Tocsin/);
    peer.tenant.clients.pop();
    peer.tenant.streams.push({ id: 'lst_1', name: 'Tocsin', type: 'splunk' });
    assert.match((await run()).failure ?? '', /log stream Tocsin at Auth0 is one of type splunk/);
    const wrong = openManagement({ origin: peer.origin, ...ACCESS, clientSecret: 'another' }, clock);
    await assert.rejects(wrong, /gives no token \(401\): correct AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET/);
    await assert.rejects(
      openManagement({ origin: `http://127.0.0.1:${await freePort()}`, ...ACCESS }, clock),
      /does not answer \(ECONNREFUSED\); correct AUTH0_DOMAIN/,
    );
  });
});

test('the stand-in is as strict as Auth0: unknown fields, wrong types and what is missing answer 400', async () => {
  const api = await openManagement({ origin: peer.origin, ...ACCESS }, clock);
  for (const [method, path, body] of [
    ['POST', '/clients', { name: 'x', unknown: 1 }],
    ['POST', '/clients', { app_type: 'spa' }],
    ['POST', '/clients', { name: 'x', callbacks: 'https://x.test' }],
    ['PATCH', '/resource-servers/x', { identifier: 'x' }],
    ['POST', '/actions/actions', { name: 'x' }],
    ['PATCH', '/actions/triggers/post-login/bindings', { bindings: [{ ref: { type: 'id', value: 'x' }, display_name: 'x' }] }],
    ['POST', '/log-streams', { name: 'x', type: 'http', sink: { httpEndpoint: 'http://x.test' } }],
    ['POST', '/actions/actions/x/deploy', {}],
  ] as ['POST' | 'PATCH', string, unknown][])
    await assert.rejects(api.send(method, path, body), /\(400: Payload validation error/, `${method} ${path}`);
});
