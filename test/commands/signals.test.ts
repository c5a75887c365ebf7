import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { anInstallation, type Installation, LONG } from '../installation.ts';

let place: Installation;
let address: string;
let stopServer: () => Promise<void>;
let token: string;

/** A server of this installation, an Owner's token, and a definition that takes in what no other does. */
beforeAll(async () => {
  place = await anInstallation();
  const made = await place.tocsin(['user', 'register', 'ada@example.com', '-o', 'default', '-r', 'Owner', '--password-stdin'], {
    input: 'Correct0horse\n',
  });
  assert.equal(made.code, 0, made.err);
  const server = place.start(['server', 'start', '--port', '0']);
  const exited = once(server, 'exit');
  const [said] = await once(server.stdout, 'data');
  address = `${/listening on (http\S+)\)/.exec(String(said))?.[1]}/api/v1/default`;
  stopServer = async () => {
    server.kill('SIGTERM');
    await exited;
  };
  token = (await send<{ token: string }>('/auth/login', { email: 'ada@example.com', password: 'Correct0horse' })).token;
  await send('/signals', {
    ...{ name: 'Whatever comes', owner: 'ada@example.com', external_id: 'any', enabled: true, default: true },
    project: { name: 'default' },
  });
}, 2 * LONG);

afterAll(async () => {
  await stopServer();
  place.remove();
});

async function send<T>(path: string, body: object): Promise<T> {
  const answer = await fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, `${path}: ${await answer.clone().text()}`);
  return (await answer.json()) as T;
}

const perfTest = (...parameters: string[]) => ['signals', 'perf-test', '--api-endpoint', `${address}/signals/instances`, ...parameters];
const waiting = async () =>
  (await place.query<{ count: number }>('select count(*)::int as count from signal_instances where filter_action is null'))[0]?.count;

test('alerts are posted in parallel, and the figures say how fast they were taken', { timeout: LONG }, async () => {
  const file = join(place.folder, 'token');
  writeFileSync(file, `${token}\n`);
  const { code, out, err } = await place.tocsin(
    perfTest('--num-instances', '7', '--num-workers', '3', '--project', 'default', '--api-token-file', file, '--json'),
  );
  assert.equal(code, 0, err);
  const [{ sent, taken, failed } = { sent: 0, taken: 0, failed: 0 }] = JSON.parse(out) as { sent: number; taken: number; failed: number }[];
  assert.deepEqual([sent, taken, failed], [7, 7, 0]);
  assert.equal(await waiting(), 7);
});

test('what the server refuses is counted with its reason, and ends with 1', { timeout: LONG }, async () => {
  const stranger = await place.tocsin(perfTest('--num-instances', '2', '--project', 'default', '--api-token-file', '-'), {
    input: 'nonsense',
  });
  assert.deepEqual([stranger.code, /^2 failed: 401 /.test(stranger.err)], [1, true], stranger.err);
  assert.match(stranger.out, /^sent +taken +failed +seconds +per_second +p50_ms +p95_ms +p99_ms\n2 +0 +2 /);
  const elsewhere = await place.tocsin(perfTest('--project', 'Nowhere', '--api-token', token));
  assert.deepEqual([elsewhere.code, /^1 failed: 4\d\d .+\n$/.test(elsewhere.err)], [1, true], elsewhere.err);
  const away = await place.tocsin(['signals', 'perf-test', '--api-endpoint', `http://127.0.0.1:${await freePort()}/`, '--api-token', 'x']);
  assert.deepEqual([away.code, away.err], [1, '1 failed: no answer (ECONNREFUSED)\n']);
  const nameless = await place.tocsin(perfTest());
  assert.deepEqual([nameless.code, /^Give the token of a user with --api-token-file/.test(nameless.err)], [1, true], nameless.err);
  assert.equal((await place.tocsin(perfTest('--num-workers', '0'))).code, 2);
});

test('alerts are looked at by a process that does nothing else, also those whose jobs were given up', { timeout: LONG }, async () => {
  await place.query(`update jobs set status = 'failed' where name = 'process-signal-instance'`);
  await place.query(`insert into jobs (name, status, max_attempts, run_at, created_at) values ('publish-costs', 'ready', 1, now(), now())`);
  const before = await waiting();
  assert.ok(before && before > 0);
  const child = place.start(['signals', 'process']);
  const exited = once(child, 'exit');
  const [said] = await once(child.stdout, 'data');
  assert.equal(String(said), 'Looking at alerts; those of 1 definitions were waiting.\n');
  while ((await waiting()) !== 0) await wait(50);
  child.kill('SIGTERM');
  assert.equal((await exited)[0], 0);
  assert.deepEqual(await place.query(`select status from jobs where name = 'publish-costs'`), [{ status: 'ready' }]);
});
