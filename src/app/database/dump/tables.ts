import pg from 'pg';

/** Words to browsers that are open now; their order belongs to one database server. */
export const LEFT_OUT = ['live_notes'];

/** What belongs to an extension is made with it. */
const OWN = `relnamespace = current_schema()::regnamespace and not exists (
  select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

/** Text as one server writes it is read by every other. */
const SETTINGS = [
  `client_encoding to 'UTF8'`,
  `datestyle to 'ISO'`,
  `intervalstyle to 'postgres'`,
  `timezone to 'UTC'`,
  'extra_float_digits to 3',
];

/** Opens a connection of its own; it may copy for hours. */
export async function connectForCopy(url: string, purpose: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: `tocsin ${purpose}` });
  // A connection that breaks fails the statement that runs on it.
  client.on('error', () => {});
  await client.connect();
  for (const setting of SETTINGS) await client.query(`set ${setting}`);
  await client.query('set statement_timeout to 0');
  return client;
}

export type TableShape = { table: string; columns: string[]; bytes: number };

/** The tables with the columns that are stored for their own sake. */
export async function tablesOf(client: pg.Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `select c.relname as table, pg_table_size(c.oid)::float8 as bytes,
      array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and ${OWN} and not (c.relname = any($1)) group by c.oid order by c.relname`,
    [LEFT_OUT],
  );
  return rows;
}

/** @returns their names, whatever they are: tables, views, sequences */
export async function relationsOf(client: pg.Client): Promise<{ name: string; kind: string }[]> {
  const { rows } = await client.query<{ name: string; kind: string }>(
    `select c.relname as name, c.relkind as kind from pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and ${OWN}
    order by c.relkind = 'S', c.relname`,
  );
  return rows;
}

const DROP: Record<string, string> = { r: 'table', p: 'table', v: 'view', m: 'materialized view', S: 'sequence', f: 'foreign table' };

/** Removes everything from the database, within the caller's transaction. */
export async function emptyDatabase(client: pg.Client): Promise<void> {
  for (const { name, kind } of await relationsOf(client))
    await client.query(`drop ${DROP[kind]} if exists ${pg.escapeIdentifier(name)} cascade`);
  const { rows } = await client.query<{ signature: string }>(
    `select f.oid::regprocedure::text as signature from pg_proc f where f.pronamespace = current_schema()::regnamespace and not exists (
      select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')`,
  );
  for (const { signature } of rows) await client.query(`drop function if exists ${signature} cascade`);
}

/** @returns how many processes of ours work on this database besides the caller */
export async function othersAtWork(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ others: number }>(
    `select count(*)::int as others from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and application_name like 'tocsin%'`,
  );
  return rows[0]?.others ?? 0;
}
