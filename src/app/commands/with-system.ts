import type pg from 'pg';
import { type Actor, type Context, SYSTEM_ACTOR, type System, systemContext, type Tenant } from '../../core/context.ts';
import { type Config, loadConfig } from '../config/config.ts';
import { runningEmbedded } from '../database/attach.ts';
import { requireCurrentSchema } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { StartupError } from '../startup-error.ts';

export const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Opens the configured database for one command: the one a running server uses, when it is the embedded one. */
export async function withDatabase<T>(config: Config, work: (url: string) => Promise<T>): Promise<T> {
  const running = config.databaseUrl === undefined ? runningEmbedded(config.dataDir) : undefined;
  if (running) return work(running);
  const database = await openDatabase(config);
  try {
    return await work(database.url);
  } finally {
    await database.stop();
  }
}

/** Runs one command on the whole system, without serving anything. */
export async function withSystem<T>(work: (system: System, config: Config, pool: pg.Pool) => Promise<T>): Promise<T> {
  const config = await loadConfig();
  return withDatabase(config, async (url) => {
    await requireCurrentSchema(url);
    const { openSystem } = await import('../system.ts');
    const { system, pool, close } = await openSystem(config, url);
    try {
      return await work(system, config, pool);
    } finally {
      await close();
    }
  });
}

/** The installation itself, in the organization with this slug. */
export async function inOrganization(system: System, slug: string): Promise<Context> {
  const found = await system.db.selectFrom('organizations').select(['id', 'slug', 'name']).where('slug', '=', slug).executeTakeFirst();
  if (!found) {
    const known = await system.db.selectFrom('organizations').select('slug').orderBy('slug').limit(20).execute();
    throw new StartupError(`There is no organization ${slug}; there is ${known.map((one) => one.slug).join(', ')}.`);
  }
  return { ...systemContext(system, found satisfies Tenant), actor: OPERATOR };
}

/** Whoever has the installation's command line may do everything; the audit log says that it was there. */
export const OPERATOR: Actor = { ...SYSTEM_ACTOR, isOperator: true };

export type Cell = string | number | boolean | null;

/** Prints rows as a table with aligned columns, or as JSON. */
export function printTable(rows: Record<string, Cell>[], json: boolean): void {
  if (json) {
    say(JSON.stringify(rows, null, 2));
    return;
  }
  if (!rows.length) return;
  const columns = Object.keys(rows[0] ?? {});
  // One row is one line, whatever is written in it.
  const cells = rows.map((row) => columns.map((column) => String(row[column] ?? '').replace(/\s+/g, ' ')));
  const widths = columns.map((column, index) => Math.max(column.length, ...cells.map((row) => (row[index] ?? '').length)));
  const line = (row: string[]) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  say(line(columns));
  for (const row of cells) say(line(row));
}
