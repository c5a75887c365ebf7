import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, test } from 'vitest';
import { anInstallation, type Installation, LONG } from '../installation.ts';
import { serving } from './serving.ts';

let place: Installation;

beforeAll(async () => {
  place = await anInstallation();
}, LONG);
afterAll(() => place.remove());

const HEALTH = '/api/v1/healthcheck';
const refusal = async (...parameters: string[]) => place.tocsin(['server', 'start', ...parameters]);

test('a start script of the reference keeps working, and hears what has no effect', { timeout: LONG }, async () => {
  const old = 'dispatch.main:app --host 127.0.0.1 --proxy-headers --loop uvloop --http h11 --no-server-header --log-level trace';
  const errors = await serving(place, old.split(' '), async ({ address }) => {
    assert.equal((await fetch(address + HEALTH)).status, 200);
  });
  for (const name of ['dispatch.main:app; no application has to be named', '--loop', '--http'])
    assert.ok(errors.includes(`Without effect here: ${name}`), errors);
});

test('what would be missed is refused with what to do instead', { timeout: 2 * LONG }, async () => {
  const cases: [string, RegExp][] = [
    ['--uds /tmp/x', /^error: Listening on a Unix socket is not possible; use --host and --port\.\n$/],
    [`--env-file ${join(place.folder, 'secrets.json')}`, /start it in that folder\.\n$/],
    ['--reload', /`npm run dev` does\.\n$/],
    ['--root-path /dispatch', /give it a host name of its own and set DISPATCH_UI_URL\.\n$/],
    ['--header x:y', /let the proxy in front add them\.\n$/],
    ['--limit-concurrency 9', /set TOCSIN_REQUESTS_PER_MINUTE\.\n$/],
    ['--ssl-ca-certs x', /let the proxy in front check them\.\n$/],
    ['--no-date-header', /Date header is always sent/],
    ['--prot 80', /unknown option '--prot'/],
    ['--workers none', /Give a whole number from 1 to 64\./],
  ];
  for (const [words, said] of cases) {
    const { code, err } = await refusal(...words.split(' '));
    assert.deepEqual([code, said.test(err)], [2, true], `${words}: ${err}`);
  }
});

test('idle connections are kept as long as was said', { timeout: LONG }, async () => {
  await serving(place, ['--timeout-keep-alive', '7', '--backlog', '16'], async ({ address }) => {
    assert.equal((await fetch(address + HEALTH)).headers.get('keep-alive'), 'timeout=7');
  });
});

/** As from eleven people behind one proxy; an address may ask ten times a minute. */
async function statuses(address: string): Promise<Set<number>> {
  const seen = new Set<number>();
  for (let person = 1; person <= 11; person += 1)
    seen.add((await fetch(address + HEALTH, { headers: { 'x-forwarded-for': `203.0.113.${person}` } })).status);
  return seen;
}

test('proxies are believed, or not, or only some', { timeout: 2 * LONG }, async () => {
  const few = { TOCSIN_REQUESTS_PER_MINUTE: '1' };
  const ask = async (parameters: string[]) => {
    let seen = new Set<number>();
    await serving(
      place,
      parameters,
      async ({ address }) => {
        seen = await statuses(address);
      },
      few,
    );
    return [...seen];
  };
  assert.deepEqual(await ask([]), [200]);
  assert.deepEqual(await ask(['--no-proxy-headers']), [200, 429]);
  assert.deepEqual(await ask(['--forwarded-allow-ips', '10.0.0.0/8']), [200, 429]);
  assert.deepEqual(await ask(['--forwarded-allow-ips', '*']), [200]);
});

test('a request that does not end holds up the end only as long as was said', { timeout: LONG }, async () => {
  const errors = await serving(place, ['--timeout-graceful-shutdown', '1'], async ({ address, stop }) => {
    const { port } = new URL(address);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /api/v1/default/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{');
    // Answered: what was sent before on another connection has been read.
    await fetch(address + HEALTH);
    assert.equal(await stop(), 0);
    socket.destroy();
  });
  assert.match(errors, /the web server takes too long to stop/);
});

test('HTTPS is spoken with a key and its certificate', { timeout: LONG }, async () => {
  const [key, cert] = [join(place.folder, 'key.pem'), join(place.folder, 'cert.pem')];
  const parameters = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...parameters, '-keyout', key, '-out', cert, '-passout', 'pass:a password'], { stdio: 'ignore' });
  const secure = ['--ssl-keyfile', key, '--ssl-certfile', cert, '--ssl-keyfile-password', 'a password'];
  await serving(place, secure, async ({ address, said }) => {
    assert.match(said, /^Serving https:\/\/localhost:0 \(listening on https:/);
    const [answer] = await once(get(address + HEALTH, { rejectUnauthorized: false }), 'response');
    assert.equal(answer.statusCode, 200);
    answer.resume();
  });
  const closed = await refusal(...secure.slice(0, 4));
  assert.deepEqual(
    [closed.code, /^TLS cannot be spoken with this key, .*correct the --ssl options\.\n$/.test(closed.err)],
    [1, true],
    closed.err,
  );
  const half = await refusal('--ssl-keyfile', key);
  assert.deepEqual([half.code, half.err], [1, 'For HTTPS give both --ssl-keyfile and --ssl-certfile.\n']);
});

/** What a process was started with; empty once it is gone. */
const argumentsOf = (pid: number) => execFileSync('sh', ['-c', `ps -o args= -p ${pid} || true`]).toString();

/** Children of a process. @see man 5 proc */
const childrenOf = (pid: number) =>
  execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)])
    .toString()
    .split('\n')
    .map(Number)
    .filter((child) => child > 0);

test.skipIf(process.platform !== 'linux')(
  'several processes share the port; one that dies is replaced',
  { timeout: 2 * LONG },
  async () => {
    const errors = await serving(place, ['--workers', '2'], async ({ address, said, pid, stop }) => {
      assert.match(said, /with 2 processes/);
      assert.equal((await fetch(`${address}/api/v1/readiness`)).status, 200);
      const servers = () => childrenOf(pid).filter((child) => /server start/.test(argumentsOf(child)));
      const [first, second] = servers();
      assert.ok(first && second);
      process.kill(first, 'SIGKILL');
      while (servers().length < 2 || servers().includes(first)) await wait(50);
      assert.equal((await fetch(`${address}/api/v1/readiness`)).status, 200);
      assert.equal(await stop(), 0);
      assert.deepEqual([first, second].map(argumentsOf), ['', '']);
    });
    assert.match(errors, /A web server ended \(SIGKILL\); another one is started/);
  },
);

test('processes that cannot start end the whole with their reason', { timeout: LONG }, async () => {
  await serving(place, [], async ({ address }) => {
    const { code, err } = await refusal('--workers', '2', '--port', new URL(address).port);
    assert.deepEqual([code, /Port \d+ is in use by another program/.test(err)], [1, true], err);
  });
});
