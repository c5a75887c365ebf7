import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { cloneDatabase, emptyDatabase } from './database.ts';

export const PROGRAM = new URL('../bin/tocsin.mjs', import.meta.url).pathname;

/** Each command is a process of its own, on a machine that has other things to do. */
export const LONG = 60_000;

type Given = { input?: string; environment?: Record<string, string>; path?: string };
export type Ended = { out: string; err: string; code: number };

export type Installation = Awaited<ReturnType<typeof anInstallation>>;

/**
 * A database and a folder of an operator who runs the program there; `database init` has been run.
 * @param empty it has not, and the database has no tables
 */
export async function anInstallation({ empty = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-cli-'));
  const name = `cli_${process.pid}_${randomBytes(4).toString('hex')}`;
  const databaseUrl = await (empty ? emptyDatabase(name) : cloneDatabase(name));
  const start = (parameters: string[], { environment = {}, path = PROGRAM }: Given = {}) =>
    spawn(process.execPath, [path, ...parameters], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', DATABASE_URL: databaseUrl, TOCSIN_DATA_DIR: folder, STATIC_DIR: '', ...environment },
    });

  async function tocsin(parameters: string[], given: Given = {}): Promise<Ended> {
    const child = start(parameters, given);
    const exited = once(child, 'exit');
    child.stdin.end(given.input ?? '');
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
    return { out, err, code: code as number };
  }

  /** Asks the database behind the program's back. */
  async function query<T extends pg.QueryResultRow>(statement: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return (await client.query<T>(statement, values)).rows;
    } finally {
      await client.end();
    }
  }

  if (!empty) {
    const { code, err } = await tocsin(['database', 'init']);
    assert.equal(code, 0, err);
  }
  return { folder, name, databaseUrl, start, tocsin, query, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
