import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { StartupError, systemCode } from '../../startup-error.ts';
import { VERSION } from '../../version.ts';
import { MIGRATION_LOCK } from '../migrate.ts';
import { FORMAT, type Header } from './format.ts';
import { connectForCopy, type TableShape, tablesOf } from './tables.ts';

type Options = {
  /** as text, not compressed */
  text: boolean;
  onProgress?: (done: number, total: number) => void;
};

export type Dumped = { tables: number; rows: number; bytes: number };

/**
 * Writes one moment of the database into a file, whatever else goes on in it. The file has its name only when it is whole and on the disk.
 * @throws StartupError there is nothing of ours in the database, or the file cannot be written
 */
export async function dumpDatabase(url: string, file: string, { text, onProgress }: Options): Promise<Dumped> {
  const partial = `${file}.partial`;
  const client = await connectForCopy(url, 'dump');
  try {
    // Migrations wait: they would change tables under our hands.
    await client.query('select pg_advisory_lock_shared($1)', [MIGRATION_LOCK]);
    await client.query('begin transaction isolation level repeatable read read only');
    const tables = await tablesOf(client);
    const header = await headerOf(client, tables);
    const handle = await create(partial);
    try {
      const totals = { tables: tables.length, rows: 0, bytes: 0 };
      const content = Readable.from(contentOf(client, tables, header, totals, onProgress), { objectMode: false });
      const write = async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of pieces) await handle.appendFile(piece);
      };
      await (text ? pipeline(content, write) : pipeline(content, createGzip(), write));
      await handle.sync();
      totals.bytes = (await handle.stat()).size;
      await handle.close();
      await rename(partial, file);
      return totals;
    } catch (error) {
      await handle.close().catch(() => {});
      await rm(partial, { force: true });
      throw explained(error, file);
    }
  } finally {
    await client.end();
  }
}

async function create(partial: string): Promise<FileHandle> {
  try {
    // Everything anybody wrote is in it.
    return await open(partial, 'w', 0o600);
  } catch (cause) {
    throw new StartupError(`${partial} cannot be written (${systemCode(cause)}); give --dump-file another place.`, { cause });
  }
}

function explained(error: unknown, file: string): unknown {
  const code = systemCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new StartupError(`The disk that holds ${file} is full; nothing was kept. Free some space, or give --dump-file another place.`, {
      cause: error,
    });
  return error;
}

async function headerOf(client: pg.Client, tables: TableShape[]): Promise<Header> {
  if (!tables.some(({ table }) => table === 'migrations'))
    throw new StartupError('This database holds nothing of Tocsin: there is nothing to dump.');
  const migrations = await client.query<{ name: string }>('select name from migrations order by name');
  const names = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'S' and relnamespace = current_schema()::regnamespace order by relname`,
  );
  const sequences: Header['sequences'] = [];
  // A sequence knows no transactions: read now, it is at least as far as every row of this moment.
  for (const { name } of names.rows) {
    const { rows } = await client.query<{ last_value: string; is_called: boolean }>(
      `select last_value::text, is_called from ${pg.escapeIdentifier(name)}`,
    );
    if (rows[0]) sequences.push({ name, ...rows[0] });
  }
  const about = await client.query<{ postgres: string; now: Date }>(`select current_setting('server_version') as postgres, now()`);
  return {
    tocsin_dump: FORMAT,
    version: VERSION,
    created_at: about.rows[0]?.now.toISOString() ?? '',
    postgres: about.rows[0]?.postgres ?? '',
    migrations: migrations.rows.map(({ name }) => name),
    tables: tables.map(({ table }) => table),
    sequences,
  };
}

async function* contentOf(
  client: pg.Client,
  tables: TableShape[],
  header: Header,
  totals: Dumped,
  onProgress: Options['onProgress'],
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const hashed = (part: Buffer) => {
    hash.update(part);
    return part;
  };
  const line = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`);
  const total = tables.reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  yield hashed(line(header));
  for (const { table, columns, bytes } of tables) {
    yield hashed(line({ table, columns }));
    const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
    const rows = client.query(copyTo(`copy ${pg.escapeIdentifier(table)} (${list}) to stdout`));
    let length = 0;
    for await (const chunk of rows as AsyncIterable<Buffer>) {
      if (!chunk.length) continue;
      yield hashed(Buffer.from(`${chunk.length}\n`));
      yield hashed(chunk);
      length += chunk.length;
      onProgress?.(before + Math.min(length, bytes), total);
    }
    // The number of rows comes behind the data; when the next statement is answered it is there.
    await client.query('select 1');
    yield hashed(Buffer.from('0\n'));
    yield hashed(line({ rows: rows.rowCount }));
    totals.rows += rows.rowCount;
    before += bytes;
  }
  yield line({ end: true, rows: totals.rows, sha256: hash.digest('hex') });
}
