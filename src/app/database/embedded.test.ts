import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, test } from 'vitest';
import { readConfig } from '../config/config.ts';
import { StartupError } from '../startup-error.ts';
import { startEmbedded } from './embedded.ts';
import { isRoot, reachablePath } from './identity.ts';
import { openDatabase } from './open.ts';

const folders: string[] = [];

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-embedded-'));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

/** Another process that owns the folder until it is killed; prints its address. */
async function anOwner(dataDir: string) {
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)});
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(server.url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, url };
}

const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => assert.fail('it must be refused'),
    (reason) => reason as unknown,
  );
  assert.ok(error instanceof StartupError, String(error));
  assert.ok(!error.message.includes('\n'), 'one line');
  return error.message;
};

test('a second start finds the data of the first', async () => {
  const dataDir = dataFolder();
  const first = await startEmbedded({ dataDir });
  assert.equal(first.created, true);
  await ask(first.url, 'create table kept (n int)');
  await first.stop();
  const second = await startEmbedded({ dataDir });
  assert.equal(second.created, false);
  assert.deepEqual(await ask(second.url, 'select count(*)::int as n from kept'), [{ n: 0 }]);
  await second.stop();
  assert.deepEqual(readdirSync(join(dataDir, 'pg')), ['18']);
});

test('a folder in use is refused; after kill -9 of its owner it is taken over with every acknowledged row', async () => {
  const dataDir = dataFolder();
  const { child, url } = await anOwner(dataDir);
  assert.match(await refusal(startEmbedded({ dataDir })), new RegExp(`in use by process ${child.pid}; .*TOCSIN_DATA_DIR`));
  await ask(url, 'create table kept (n int); insert into kept values (7)');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const next = await startEmbedded({ dataDir });
  assert.deepEqual(await ask(next.url, 'select n from kept'), [{ n: 7 }]);
  await next.stop();
});

test('an owner file left by a killed process, or by half of one, keeps nobody out', async () => {
  const dataDir = dataFolder();
  mkdirSync(join(dataDir, 'pg'));
  writeFileSync(join(dataDir, 'pg', 'owner.json'), JSON.stringify({ pid: 2 ** 22 - 3, command: 'node gone' }));
  await (await startEmbedded({ dataDir, unsafe: true })).stop();
  writeFileSync(join(dataDir, 'pg', 'owner.json'), '{"pid":');
  await (await startEmbedded({ dataDir, unsafe: true })).stop();
});

test('a database of another major version is refused and left alone', async () => {
  const dataDir = dataFolder();
  mkdirSync(join(dataDir, 'pg', '17'), { recursive: true });
  writeFileSync(join(dataDir, 'pg', '17', 'PG_VERSION'), '17\n');
  assert.match(await refusal(startEmbedded({ dataDir })), /PostgreSQL 17 .*PostgreSQL 18.*TOCSIN_DATA_DIR/);
  assert.deepEqual(readdirSync(join(dataDir, 'pg')), ['17']);
});

test('a first start that was interrupted leaves nothing that looks like a database', async () => {
  const dataDir = dataFolder();
  mkdirSync(join(dataDir, 'pg', 'new-1'), { recursive: true });
  writeFileSync(join(dataDir, 'pg', 'new-1', 'PG_VERSION'), '18\n');
  const server = await startEmbedded({ dataDir, unsafe: true });
  assert.equal(server.created, true);
  await server.stop();
  assert.ok(!existsSync(join(dataDir, 'pg', 'new-1')));
});

/** A small disk of its own, where the system lets us make one. */
function aSmallDisk(): string | undefined {
  const folder = dataFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=0755', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    // Not root, or a container without that right: the test is left out.
    return undefined;
  }
}

test('a full disk is told in one line with the remedy', async (context) => {
  const disk = aSmallDisk();
  if (!disk) return context.skip();
  try {
    assert.match(await refusal(startEmbedded({ dataDir: disk })), /^The disk that holds .* is full; .*TOCSIN_DATA_DIR/);
    assert.deepEqual(readdirSync(join(disk, 'pg')), []);
  } finally {
    execFileSync('umount', [disk]);
  }
});

test('a path too long for a socket still works', async () => {
  const dataDir = join(dataFolder(), 'a'.repeat(100));
  mkdirSync(dataDir);
  const server = await startEmbedded({ dataDir, unsafe: true });
  assert.deepEqual(await ask(server.url, 'select 1 as n'), [{ n: 1 }]);
  await server.stop();
});

test.runIf(isRoot())("as root, a folder that the database's account cannot reach is kept elsewhere", async () => {
  const closed = dataFolder();
  chmodSync(closed, 0o700);
  const server = await startEmbedded({ dataDir: closed, unsafe: true });
  await server.stop();
  assert.ok(server.folder.startsWith('/var/lib/tocsin/'));
  rmSync(reachablePath(join(closed, 'pg')), { recursive: true });
});

test('a database host that nobody answers on is told in one line with the remedy', async () => {
  const { config } = await readConfig({
    environment: { DATABASE_HOSTNAME: '127.0.0.1', DATABASE_PORT: '1', DATABASE_CREDENTIALS: 'a:b' },
    envFile: {},
  });
  const message = await refusal(openDatabase(config, { patienceMs: 0 }));
  assert.match(message, /dispatch on 127\.0\.0\.1:1 cannot be reached .*DATABASE_HOSTNAME/);
});
