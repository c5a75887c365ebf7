import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { freePort } from './free-port.ts';

/* Starts the product as an operator does: as a process of its own, on a folder of its own. */

const START = new URL('../src/app/start.ts', import.meta.url).pathname;
const OWNER_LINK = /http:\/\/localhost:\d+\/setup#([\w-]+)/;

let dataDir: string;
const running = new Set<ChildProcess>();

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tocsin-start-'));
  chmodSync(dataDir, 0o755);
});

afterAll(async () => {
  for (const child of running) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(dataDir, { recursive: true, force: true });
});

function launch(environment: Record<string, string>) {
  const child = spawn(process.execPath, [START], {
    cwd: dataDir,
    env: { ...process.env, TOCSIN_DATA_DIR: dataDir, STATIC_DIR: '', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.err += text;
  });
  const exited = once(child, 'exit').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return { child, output, exited };
}

/** @returns the base address once the process says that it is ready */
async function healthy(environment: Record<string, string> = {}) {
  const port = await freePort();
  const process = launch({ PORT: String(port), ...environment });
  const base = `http://127.0.0.1:${port}/api/v1`;
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (process.child.exitCode !== null) assert.fail(`it ended: ${process.output.err}`);
    const answer = await fetch(`${base}/readiness`).catch(() => undefined);
    if (answer?.ok && process.output.out.includes('ready')) return { ...process, base, port };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail(`it did not become healthy: ${process.output.out} ${process.output.err}`);
}

const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('first start, owner link, second start, kill -9, third start', async () => {
  const first = await healthy();
  const token = await eventually(() => OWNER_LINK.exec(first.output.out)?.[1]);
  const claimed = await post(`${first.base}/setup/owner`, { token, email: 'owner@example.com', password: 'Correct0horse' });
  assert.equal(claimed.status, 200, await claimed.clone().text());
  first.child.kill('SIGTERM');
  assert.equal(await first.exited, 0, first.output.err);

  const second = await healthy();
  const signedIn = await post(`${second.base}/default/auth/login`, { email: 'owner@example.com', password: 'Correct0horse' });
  assert.equal(signedIn.status, 200);
  const { token: session } = (await signedIn.json()) as { token: string };
  const authorization = `Bearer ${session}`;
  const created = await fetch(`${second.base}/default/tag_types`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Region of the world', project: { name: 'default' } }),
  });
  assert.equal(created.status, 200, await created.clone().text());
  assert.ok(!OWNER_LINK.test(second.output.out), 'the link is printed only while nobody owns the installation');
  second.child.kill('SIGKILL');
  await second.exited;

  const third = await healthy();
  const list = await fetch(`${third.base}/default/tag_types?q=Region`, { headers: { authorization } });
  const { items } = (await list.json()) as { items: { name: string }[] };
  assert.ok(
    items.some(({ name }) => name === 'Region of the world'),
    'what was answered is kept',
  );
  third.child.kill('SIGINT');
  assert.equal(await third.exited, 0, third.output.err);
}, 90_000);

test('a port in use is told in one line with the remedy', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { exited, output } = launch({ PORT: String(port) });
  assert.equal(await exited, 1);
  assert.equal(output.err, `Port ${port} is in use by another program; stop it, or set PORT to a free one.\n`);
  other.close();
}, 60_000);

test('a wrong configuration is told whole, with exit code 78', async () => {
  const { exited, output } = launch({ PORT: 'x', LOG_LEVEL: 'loud' });
  assert.equal(await exited, 78);
  assert.match(output.err, /2 problems[\s\S]*PORT[\s\S]*LOG_LEVEL/);
  assert.ok(!output.err.includes('    at '), 'no stack trace');
}, 60_000);

async function eventually<T>(read: () => T | undefined): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const value = read();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail('it never came');
}
