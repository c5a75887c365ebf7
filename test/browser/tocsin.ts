import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { inject } from 'vitest';
import { BUILT_WEB } from '../../src/app/config/config.ts';
import { runningEmbedded } from '../../src/app/database/attach.ts';
import { buildWebIfNeeded } from '../../src/app/web.ts';
import { freePort } from '../free-port.ts';
import { PROGRAM } from '../installation.ts';

const START = new URL('../../src/app/start.ts', import.meta.url).pathname;
const OWNER_LINK = /http:\/\/localhost:\d+(\/setup#([\w-]+))/;
const READY_WITHIN_MS = 60_000;

export const PASSWORD = 'Correct0horse';
export const OWNER = 'olga.owner@example.com';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The product as an operator runs it: a process of its own with an embedded database in a folder of its own. */
export type Tocsin = Awaited<ReturnType<typeof startTocsin>>;

type Environment = Record<string, string>;

/** @param settings beside its folder, port and log level; made of its address where they need it */
export async function startTocsin(settings: Environment | ((url: string) => Promise<Environment>) = {}) {
  await alone(async () => {
    const problem = await buildWebIfNeeded(BUILT_WEB, () => undefined);
    assert.equal(problem, undefined, problem);
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-browser-'));
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  // As people write it: what the server prints and what it puts into links has this host too.
  const url = `http://localhost:${port}`;
  const environment = typeof settings === 'function' ? await settings(url) : settings;
  let running: { child: ChildProcess; printed: () => string } | undefined = await launch(dataDir, port, environment);
  const die = () => running?.child.kill('SIGTERM');
  process.once('exit', die);

  const api = async <T = Record<string, unknown>>(method: Method, path: string, body?: unknown, token?: string): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path} answered ${answer.status}: ${text}`);
    return (text ? JSON.parse(text) : {}) as T;
  };
  const stop = async () => {
    if (!running) return;
    const { child } = running;
    running = undefined;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  };
  const ownerLink = async () => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const found = OWNER_LINK.exec(running?.printed() ?? '');
      if (found) return { path: found[1] as string, secret: found[2] as string };
      await wait(50);
    }
    return assert.fail('no owner link was printed');
  };
  return {
    url,
    api,
    ownerLink,
    stop,
    start: async () => {
      running = await launch(dataDir, port, environment);
    },
    /** Makes the owner's account over REST. @returns the owner's token */
    claim: async () => {
      const { secret } = await ownerLink();
      const { token } = await api<{ token: string }>('POST', '/setup/owner', { token: secret, email: OWNER, password: PASSWORD });
      return token;
    },
    /** Begins a session of a browser. @returns its cookie, `name=value` */
    signIn: async (email = OWNER): Promise<string> => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/sign-in/password`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: PASSWORD }),
      });
      const [cookie] = answer.headers.getSetCookie();
      assert.ok(answer.ok && cookie, `signing in answered ${answer.status}`);
      return cookie.split(';')[0] as string;
    },
    /** What an operator types on the server's machine. @returns what it prints */
    command: async (...words: string[]): Promise<string> => {
      const child = spawn(process.execPath, [PROGRAM, ...words], {
        cwd: dataDir,
        env: { ...process.env, TOCSIN_DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error', ...environment },
      });
      const exited = once(child, 'exit');
      const [out, err, [code]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), exited]);
      assert.equal(code, 0, `tocsin ${words.join(' ')}: ${err}`);
      return out;
    },
    /** Asks the database behind the server's back. */
    query: async (statement: string) => {
      const client = new pg.Client({ connectionString: runningEmbedded(dataDir) });
      await client.connect();
      await client.query(statement).finally(() => client.end());
    },
    /** Stops it for good and removes what it kept. */
    end: async () => {
      process.off('exit', die);
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function launch(dataDir: string, port: number, environment: Record<string, string>) {
  const child = spawn(process.execPath, [START], {
    cwd: dataDir,
    env: { ...process.env, TOCSIN_DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    // What the server holds against itself says more than the page that failed.
    process.stderr.write(text);
  });
  child.once('exit', (code, signal) => {
    // Nobody asked it to: the refused connections that follow would not say why.
    if (!child.killed) process.stderr.write(`The server ended by itself (${signal ?? code}):\n${out.slice(-4000)}\n`);
  });
  const until = performance.now() + READY_WITHIN_MS;
  while (!out.includes('Tocsin is ready')) {
    if (child.exitCode !== null || performance.now() > until) {
      child.kill('SIGKILL');
      assert.fail(`it did not start: ${out}\n${err}`);
    }
    await wait(50);
  }
  return { child, printed: () => out };
}

/** One test process at a time: what is built or unpacked for all of them must not be made twice at once. */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inject('databaseServer') });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext('test/browser'))`);
    return await work();
  } finally {
    await client.end();
  }
}
