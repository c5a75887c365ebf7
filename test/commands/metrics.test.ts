import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { anInstallation, type Installation, LONG } from '../installation.ts';
import { serving } from './serving.ts';

let place: Installation;

beforeAll(async () => {
  place = await anInstallation();
}, LONG);
afterAll(() => place.remove());

const measured = async (more: Record<string, string> = {}) => ({
  METRIC_PROVIDERS: 'prometheus',
  TOCSIN_METRICS_PORT: String(await freePort()),
  ...more,
});

async function scrape({ TOCSIN_METRICS_PORT: port }: { TOCSIN_METRICS_PORT: string }) {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const lines = (await answer.text()).split('\n');
  return {
    lines,
    /** @returns values of the lines of this name whose labels include all of these */
    valuesOf: (name: string, ...labels: string[]) =>
      lines
        .filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
        .map((line) => Number(line.split(' ').at(-1))),
  };
}

const sum = (values: number[]) => values.reduce((all, one) => all + one, 0);

test('requests are counted by the template of their path, with the tags of the environment', { timeout: LONG }, async () => {
  const environment = await measured({ ENV_TAGS: 'region:REGION,pod:NOT_SET', REGION: 'north' });
  await serving(
    place,
    [],
    async ({ address }) => {
      const ask = async (path: string) => (await fetch(address + path)).status;
      for (const _ of [1, 2, 3]) assert.equal(await ask('/api/v1/healthcheck'), 200);
      assert.equal(await ask('/api/v1/default/incidents/4711'), 401);
      assert.equal(await ask('/api/v1/nowhere/4712/4713/4714'), 404);
      const { lines, valuesOf } = await scrape(environment);
      const calls = (endpoint: string, status: number) =>
        valuesOf('tocsin_server_call_total', `endpoint="${endpoint}"`, `status_code="${status}"`, 'method="GET"', 'region="north"');
      assert.deepEqual(calls('/healthcheck', 200), [3]);
      assert.deepEqual(calls('/{organization}/incidents/{incident_id}', 401), [1]);
      assert.deepEqual(calls('unknown', 404), [1]);
      assert.deepEqual(valuesOf('tocsin_server_call_elapsed_seconds_count', 'endpoint="/healthcheck"'), [3]);
      assert.equal(valuesOf('tocsin_job_count', 'status="ready"', 'region="north"').length, 1);
      assert.equal(valuesOf('tocsin_database_connections', 'state="idle"').length, 1);
      assert.equal(valuesOf('tocsin_process_resident_memory_bytes').length, 1);
      const guide = readFileSync(new URL('../../docs/guides/monitoring.md', import.meta.url), 'utf8');
      const names = lines.flatMap((line) => /^# TYPE (tocsin_(?!process_|nodejs_)\w+)/.exec(line)?.[1] ?? []);
      assert.ok(names.length >= 5, names.join());
      for (const name of names) assert.ok(guide.includes(`\`${name}\``), `the guide does not name ${name}`);
      assert.ok(!/\/471\d|pod=/.test(lines.join('\n')));
      const other = await fetch(`http://127.0.0.1:${environment.TOCSIN_METRICS_PORT}/`);
      assert.equal(other.status, 404);
    },
    environment,
  );
});

test('several processes are measured as one server, each name once', { timeout: LONG }, async () => {
  const environment = await measured();
  await serving(
    place,
    ['--workers', '2'],
    async ({ address }) => {
      // Each on a connection of its own, so that both processes get some.
      const asks = Array.from({ length: 20 }, () => fetch(`${address}/api/v1/healthcheck`, { headers: { connection: 'close' } }));
      for (const answer of await Promise.all(asks)) assert.equal(answer.status, 200);
      const { lines, valuesOf } = await scrape(environment);
      assert.equal(sum(valuesOf('tocsin_server_call_total', 'endpoint="/healthcheck"')), 20);
      const types = lines.filter((line) => line.startsWith('# TYPE'));
      assert.deepEqual(types, [...new Set(types)]);
      assert.equal(valuesOf('tocsin_job_count', 'status="ready"').length, 1);
    },
    environment,
  );
});

test('the worker measures its jobs; a port that is taken is said with the name of its setting', { timeout: 2 * LONG }, async () => {
  const environment = await measured();
  await place.query(
    `insert into jobs (name, payload, status, max_attempts, run_at, created_at) values ('forget-live-notes', '{}', 'ready', 1, now(), now())`,
  );
  const worker = place.start(['worker', 'start'], { environment });
  try {
    await once(worker.stdout, 'data');
    let done: number[] = [];
    while (!done.length) done = (await scrape(environment)).valuesOf('tocsin_job_run_total', 'job="forget-live-notes"', 'result="done"');
    assert.deepEqual(done, [1]);
    const second = await place.tocsin(['worker', 'start'], { environment });
    assert.equal(second.code, 1);
    assert.match(second.err, /cannot be offered at 127\.0\.0\.1:\d+ \(EADDRINUSE\): set TOCSIN_METRICS_PORT to a free port/);
  } finally {
    worker.kill('SIGTERM');
    await once(worker, 'exit');
  }
});

test('where nothing is measured nobody listens', { timeout: LONG }, async () => {
  const port = await freePort();
  await serving(
    place,
    [],
    async () => {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
    },
    { TOCSIN_METRICS_PORT: String(port) },
  );
});
