import { type RawBuilder, sql } from 'kysely';
import { translated } from './constraints.ts';
import type { Context } from './context.ts';
import { announce, transaction } from './db.ts';
import { AppError, invalid, notFound } from './errors.ts';
import type { Field, Finder, Write } from './field.ts';
import { replaceLinks } from './links.ts';
import { findJson } from './list.ts';
import { singular, tableInfo } from './models.ts';
import { type Resource, scopeOf, shapeFor } from './resource.ts';

type Row = Record<string, unknown>;
type Links = { write: Extract<Write, { to: 'links' }>; ids: number[] };

/** @returns the JSON text of the new row as the caller reads it */
export async function createOne(ctx: Context, resource: Resource, input: Row): Promise<string> {
  return translated(resource, () =>
    transaction(ctx, async (tx) => {
      const id = await insertOne(tx, resource, input);
      return (await findJson(tx, resource, shapeFor(tx, resource), id)) as string;
    }),
  );
}

/** @returns the new row's id; for operations that create a row of a declared resource */
export async function insertOne(tx: Context, resource: Resource, input: Row): Promise<number> {
  const { row, links } = await resolve(tx, resource, input, 'create');
  const { columns } = tableInfo(resource.table);
  if (columns.organization_id && !resource.scope) row.organization_id = tx.tenant.id;
  if (columns.created_at) row.created_at ??= tx.now();
  if (columns.updated_at) row.updated_at ??= tx.now();
  await resource.hooks?.beforeWrite?.(tx, row, input);
  await clearOtherDefault(tx, resource, row);
  const inserted = await sql<{ id: number }>`
    insert into ${sql.table(resource.table)} (${sql.join(Object.keys(row).map((key) => sql.ref(key)))})
    values (${sql.join(Object.entries(row).map(([key, value]) => databaseValue(resource.table, key, value)))}) returning id`.execute(tx.db);
  const id = (inserted.rows[0] as { id: number }).id;
  for (const { write, ids } of links) await replaceLinks(tx, write, id, ids);
  await resource.hooks?.afterWrite?.(tx, id, input, true);
  announce(tx, { kind: singular(resource.table), id }, 'created');
  return id;
}

/**
 * @param input only the keys that were sent; the others stay as they are
 * @throws not_found no such row, or not the caller's to see
 */
export async function updateOne(ctx: Context, resource: Resource, id: number, input: Row): Promise<string> {
  return translated(resource, () =>
    transaction(ctx, async (tx) => {
      const current = await lockRow(tx, resource, id);
      const { row, links } = await resolve(tx, resource, input, 'update', current);
      if (tableInfo(resource.table).columns.updated_at) row.updated_at = tx.now();
      await resource.hooks?.beforeWrite?.(tx, row, input, id);
      await clearOtherDefault(tx, resource, { ...current, ...row }, id);
      if (Object.keys(row).length) {
        const sets = Object.entries(row).map(([key, value]) => sql`${sql.ref(key)} = ${databaseValue(resource.table, key, value)}`);
        await sql`update ${sql.table(resource.table)} set ${sql.join(sets)} where id = ${id}`.execute(tx.db);
      }
      for (const { write, ids } of links) await replaceLinks(tx, write, id, ids);
      await resource.hooks?.afterWrite?.(tx, id, input, false);
      announce(tx, { kind: singular(resource.table), id }, 'updated');
      return (await findJson(tx, resource, shapeFor(tx, resource), id)) as string;
    }),
  );
}

/** @throws not_found no such row; conflict while something still uses it */
export async function deleteOne(ctx: Context, resource: Resource, id: number): Promise<void> {
  await translated(resource, () =>
    transaction(ctx, async (tx) => {
      await lockRow(tx, resource, id);
      await resource.hooks?.beforeDelete?.(tx, id);
      await sql`delete from ${sql.table(resource.table)} where id = ${id}`.execute(tx.db);
      announce(tx, { kind: singular(resource.table), id }, 'deleted');
    }),
  );
}

async function lockRow(tx: Context, resource: Resource, id: number): Promise<Row> {
  const columns = Object.keys(tableInfo(resource.table).columns).map((column) => sql.ref(`t0.${column}`));
  const { rows } = await sql<Row>`
    select ${sql.join(columns)} from ${sql.table(resource.table)} t0 where t0.id = ${id} and ${scopeOf(tx, resource, 't0')} for update of t0`.execute(
    tx.db,
  );
  if (!rows[0]) throw notFound(resource.noun);
  return rows[0];
}

async function resolve(tx: Context, resource: Resource, input: Row, verb: 'create' | 'update', current: Row = {}) {
  const row: Row = {};
  const links: Links[] = [];
  const fields = Object.entries<Field>(resource.fields).filter(([, field]) => field.write && (!field.on || field.on === verb));
  // The project first: names of other relations are looked for in it.
  fields.sort(([a], [b]) => Number(b === 'project') - Number(a === 'project'));
  for (const [key, field] of fields) {
    const value = input[key];
    const write = field.write as Write;
    if (write.to === 'column') setColumn(resource, row, key, value);
    else if (write.to === 'reference')
      await setReference(tx, {
        row,
        key,
        value,
        write,
        verb,
        projectId: (row.project_id ?? current.project_id) as number | undefined,
        field,
        table: resource.table,
      });
    else if (value !== undefined || (write.whenOmitted === 'clear' && verb === 'update')) {
      links.push({
        write,
        ids: await findAll(tx, key, write, (value ?? []) as (Row | null)[], (row.project_id ?? current.project_id) as number | undefined),
      });
    }
  }
  return { row, links };
}

/** Null for a column that cannot be null means "as it is by default". */
function setColumn(resource: Resource, row: Row, key: string, value: unknown) {
  const column = resource.renamed?.[key] ?? key;
  const info = tableInfo(resource.table).columns[column];
  if (!info) throw new Error(`${resource.table} has no column ${column}`);
  if (value === undefined || (value === null && !info.nullable)) return;
  row[column] = value;
}

type ReferenceState = {
  row: Row;
  key: string;
  value: unknown;
  write: Extract<Write, { to: 'reference' }>;
  verb: 'create' | 'update';
  projectId: number | undefined;
  field: Field;
  table: string;
};

async function setReference(tx: Context, { row, key, value, write, verb, projectId, table }: ReferenceState) {
  const absent = value === undefined || value === null;
  const clears = value === null || (value === undefined && verb === 'update' && write.whenOmitted === 'clear');
  if (absent && verb === 'create' && write.orDefault) row[write.column] = await findDefault(tx, key, write, projectId);
  else if (clears && tableInfo(table).columns[write.column]?.nullable) row[write.column] = null;
  else if (absent && verb === 'create' && !tableInfo(table).columns[write.column]?.nullable)
    throw invalid(key, `Say which ${key.replaceAll('_', ' ')}.`);
  else if (!absent) row[write.column] = await findTarget(tx, [key], write, value as Row, projectId);
}

type Target = { table: string; by: readonly string[]; inProject?: boolean; find?: Finder | undefined };

const findTarget = (tx: Context, loc: (string | number)[], target: Target, value: Row, projectId?: number) =>
  target.find ? target.find(tx, loc, value, projectId) : findOne(tx, loc, target, value, projectId);

/** Looks a related row up by the keys the client gave, in the order the contract names them, inside the organization and the project. */
export async function findOne(tx: Context, loc: (string | number)[], target: Target, value: Row, projectId?: number): Promise<number> {
  const given = target.by.filter((key) => value[key] !== undefined && value[key] !== null && value[key] !== '');
  const { columns } = tableInfo(target.table);
  for (const key of given) {
    const wanted = usable(columns[key]?.type, value[key]);
    if (wanted === undefined) continue;
    const scope: RawBuilder<unknown>[] = [];
    if (columns.organization_id) scope.push(sql`organization_id = ${tx.tenant.id}`);
    if (columns.project_id && projectId && (key !== 'id' || target.inProject)) scope.push(sql`project_id = ${projectId}`);
    const same = key === 'email' ? sql`lower(email) = lower(${wanted})` : sql`${sql.ref(key)} = ${wanted}`;
    const { rows } = await sql<{
      id: number;
    }>`select id from ${sql.table(target.table)} where ${sql.join([same, ...scope], sql` and `)} order by id limit 1`.execute(tx.db);
    if (rows[0]) return rows[0].id;
  }
  const asked = given.map((key) => `${key} ${JSON.stringify(value[key])}`).join(', ');
  const message = asked ? `Nothing was found with ${asked}; choose one that exists.` : `Say which one by ${target.by.join(' or ')}.`;
  throw new AppError('invalid', message, { problems: [{ type: 'value_error', loc: ['body', ...loc], msg: message, input: value }] });
}

const usable = (type: string | undefined, value: unknown) => {
  if (type === 'integer') return Number.isInteger(Number(value)) && Math.abs(Number(value)) < 2 ** 31 ? Number(value) : undefined;
  return typeof value === 'string' ? value.trim() : undefined;
};

async function findAll(tx: Context, key: string, target: Target, values: (Row | null)[], projectId?: number) {
  const ids: number[] = [];
  for (const [index, value] of values.entries()) if (value) ids.push(await findTarget(tx, [key, index], target, value, projectId));
  return [...new Set(ids)];
}

async function findDefault(tx: Context, key: string, target: Target, projectId?: number): Promise<number> {
  const { columns } = tableInfo(target.table);
  const inProject = columns.project_id && projectId ? sql`and project_id = ${projectId}` : sql``;
  const { rows } = await sql<{ id: number }>`
    select id from ${sql.table(target.table)} where "default" and organization_id = ${tx.tenant.id} ${inProject} order by id limit 1`.execute(
    tx.db,
  );
  if (!rows[0]) throw invalid(key, `Say which ${key.replaceAll('_', ' ')}: there is no default.`);
  return rows[0].id;
}

/** At most one default per project: setting one takes the flag from the other. */
async function clearOtherDefault(tx: Context, resource: Resource, row: Row, id?: number) {
  if (row.default !== true || !tableInfo(resource.table).columns.default) return;
  const owner = 'project_id' in row ? 'project_id' : 'organization_id' in row ? 'organization_id' : undefined;
  const same = owner ? sql`and ${sql.ref(owner)} = ${row[owner]}` : sql``;
  await sql`update ${sql.table(resource.table)} set "default" = false where "default" ${same} and id <> ${id ?? 0}`.execute(tx.db);
}

/** JSON columns take text; everything else goes as it is. */
function databaseValue(table: string, column: string, value: unknown): RawBuilder<unknown> {
  const type = tableInfo(table).columns[column]?.type;
  return type === 'json' ? sql`${value === null ? null : JSON.stringify(value)}::jsonb` : sql`${value}`;
}
