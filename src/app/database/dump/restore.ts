import { statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { StartupError } from '../../startup-error.ts';
import { MIGRATION_LOCK, migrations } from '../migrate.ts';
import { type Header, readDump, type TableStart } from './format.ts';
import { connectForCopy, emptyDatabase, othersAtWork, relationsOf, tablesOf } from './tables.ts';

type Progress = (done: number, total: number) => void;

/**
 * Reads the whole file without doing anything.
 * @throws StartupError it is no dump, is not whole, or this version does not know its schema
 */
export async function checkDump(file: string, onProgress?: Progress): Promise<Header> {
  const total = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const { header } = await readDump(file, {
    onHeader: (found) => requireKnownSchema(file, found),
    onTable: async () => undefined,
    onBytes: (bytes) => onProgress?.(bytes, total),
  });
  return header;
}

function requireKnownSchema(file: string, header: Header) {
  const known = new Set(migrations().map(({ name }) => name));
  const unknown = header.migrations.filter((name) => !known.has(name));
  if (unknown.length)
    throw new StartupError(
      `${file} was written by Tocsin ${header.version}, whose schema this version does not know (${unknown.at(-1)}). Restore it with that version or a newer one.`,
    );
}

/**
 * Fills the database from a dump, in one transaction: the schema as it was then, every row, the sequences. Later migrations are left to
 * `migrate`.
 *
 * @param replace throws away what is in the database
 * @returns how many rows there are now
 * @throws StartupError the database is not empty, or somebody works on it
 */
export async function restoreDatabase(
  url: string,
  file: string,
  { replace, onProgress }: { replace: boolean; onProgress?: Progress },
): Promise<number> {
  const total = statSync(file).size;
  const client = await connectForCopy(url, 'restore');
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await requirePlace(client, replace);
    if (replace) await emptyDatabase(client);
    let foreignKeys: Constraint[] = [];
    const { header, rows } = await readDump(file, {
      onHeader: async (found) => {
        requireKnownSchema(file, found);
        foreignKeys = await makeSchema(client, found);
      },
      onTable: (start, data) => fill(client, start, data),
      onBytes: (bytes) => onProgress?.(bytes, total),
    });
    for (const { name, last_value, is_called } of header.sequences)
      await client.query('select setval($1::regclass, $2::bigint, $3)', [pg.escapeIdentifier(name), last_value, is_called]);
    for (const { table, name, definition } of foreignKeys) await client.query(`alter table ${table} add constraint ${name} ${definition}`);
    await client.query('commit');
    await client.query('analyze');
    return rows;
  } finally {
    // Whatever is not committed goes with the connection.
    await client.end();
  }
}

/** @throws StartupError @see restoreDatabase */
async function requirePlace(client: pg.Client, replace: boolean) {
  const found = await relationsOf(client);
  if (found.length && !replace)
    throw new StartupError(
      `The database is not empty (${found.length} tables and the like); nothing was changed. Use another one, or --replace to lose what is in it.`,
    );
  const others = found.length ? await othersAtWork(client) : 0;
  if (others)
    throw new StartupError(`Tocsin is at work on this database (connections: ${others}); stop every process first. Nothing was changed.`);
}

type Constraint = { table: string; name: string; definition: string };

/** @returns the foreign keys, which are taken away: tables are filled one after the other, and some refer to each other */
async function makeSchema(client: pg.Client, header: Header): Promise<Constraint[]> {
  await client.query('create table migrations (name text primary key, applied_at timestamptz not null default now())');
  const ran = new Set(header.migrations);
  for (const { name, sql } of migrations()) if (ran.has(name)) await client.query(sql);
  const names = (await tablesOf(client)).map(({ table }) => pg.escapeIdentifier(table));
  // What a migration wrote is in the dump as it was then.
  await client.query(`select set_config('tocsin.audit_upkeep', 'on', true)`);
  await client.query(`truncate ${names.join(', ')} cascade`);
  const { rows } = await client.query<Constraint>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace order by conrelid::regclass::text, conname`,
  );
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name}`);
  return rows;
}

async function fill(client: pg.Client, { table, columns }: TableStart, data: AsyncIterable<Buffer>): Promise<number> {
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const rows = client.query(copyFrom(`copy ${pg.escapeIdentifier(table)} (${list}) from stdin`));
  await pipeline(Readable.from(data, { objectMode: false }), rows);
  return rows.rowCount;
}
