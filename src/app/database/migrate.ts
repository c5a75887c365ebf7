import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { StartupError } from '../startup-error.ts';

const FOLDER = fileURLToPath(new URL('../../../migrations/', import.meta.url));
/** Any number, the same in every process: whoever holds it migrates, the others wait. */
export const MIGRATION_LOCK = 7_061_971;

/** @param name of the one that begins; `done` of `total` are over */
export type MigrationProgress = (name: string, done: number, total: number) => void;

export type Migration = { name: string; sql: string };

/** The migrations of this version, in the order they run. */
export function migrations(folder = FOLDER): Migration[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  return files.map((file) => ({ name: file.replace(/\.sql$/, ''), sql: readFileSync(join(folder, file), 'utf8') }));
}

/**
 * Brings the database to this version's schema: forward only, each file in a transaction of its own, one process at a time.
 * Names it does not know were left by a newer version and are no error: the previous version must run on the next one's schema.
 * @returns the names that ran now
 */
export async function migrate(url: string, onProgress?: MigrationProgress): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'tocsin migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query('create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())');
    const pending = await pendingOn(client);
    for (const [done, one] of pending.entries()) {
      onProgress?.(one.name, done, pending.length);
      await apply(client, one);
    }
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** @returns what `migrate` would run */
export async function pendingMigrations(url: string): Promise<Migration[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'tocsin migrate' });
  await client.connect();
  try {
    const { rows } = await client.query<{ exists: boolean }>(`select to_regclass('migrations') is not null as exists`);
    return rows[0]?.exists ? await pendingOn(client) : migrations();
  } finally {
    await client.end();
  }
}

/** @throws StartupError there are migrations to run first */
export async function requireCurrentSchema(url: string): Promise<void> {
  const { length } = await pendingMigrations(url);
  if (length)
    throw new StartupError(`The database waits for ${length} migrations; run \`tocsin database upgrade\` first, or start with --migrate.`);
}

async function pendingOn(client: pg.Client): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string }>('select name from migrations');
  const applied = new Set(rows.map(({ name }) => name));
  return migrations().filter(({ name }) => !applied.has(name));
}

async function apply(client: pg.Client, { name, sql }: Migration) {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into migrations (name) values ($1)', [name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    const where = positionOf(sql, (error as { position?: string }).position);
    throw new StartupError(`The migration ${name} failed${where}: ${(error as Error).message}. Nothing of it was kept.`, { cause: error });
  }
}

const positionOf = (sql: string, position: string | undefined) =>
  position === undefined ? '' : ` at line ${sql.slice(0, Number(position)).split('\n').length}`;
