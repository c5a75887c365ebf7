import { type RawBuilder, sql } from 'kysely';
import { singular, type TableName, tableInfo } from './models.ts';
import { TABLES } from './tables.ts';

/** One step from a table's row to rows of another: along a foreign key, against one, or across the association table `links`. */
export type Hop = { table: string; single: boolean; links?: string; join(from: string, to: string, link: string): string };

/** Follows the foreign key `column` of `from`. */
export const up = (from: TableName, column: string): Hop => {
  const table = tableInfo(from).references[column];
  if (!table) throw new Error(`${from}.${column} references nothing.`);
  return { table, single: true, join: (a, b) => `${b}.id = ${a}.${column}` };
};

/** The rows of `table` whose foreign key `column` points here. */
export const down = (table: TableName, column: string): Hop => ({ table, single: false, join: (a, b) => `${b}.${column} = ${a}.id` });

/** The rows of `table` linked through the association table `links`. */
export const across = (links: TableName, from: string, to: string): Hop => {
  const table = tableInfo(links).references[to];
  if (!table) throw new Error(`${links}.${to} references nothing.`);
  return { table, single: false, links, join: (a, b, link) => `${link}.${from} = ${a}.id and ${link}.${to} = ${b}.id` };
};

/** Tables every other table points to: a way through them means nothing. */
const NO_THOROUGHFARE = new Set(['organizations', 'users', 'projects']);

/** Rows of these, and what belongs to them, may be hidden from whoever asks. */
const SUBJECTS = new Set(['incidents', 'cases']);
const ofSubject = (table: string) => 'incident_id' in tableInfo(table).columns || 'case_id' in tableInfo(table).columns;
/** Lists of administrators alone: no other list leads to them. */
const FOR_ADMINISTRATORS = new Set(['service_feedback']);

/**
 * A way up leads to the one row that decided whether its child is seen, and what belongs to a visible incident is visible. Any other way
 * that spreads over many rows would let a filter guess at what is in the hidden ones.
 */
const guesses = (from: string, { table, single }: Hop) =>
  !single && (SUBJECTS.has(table) || FOR_ADMINISTRATORS.has(table) || (ofSubject(table) && !SUBJECTS.has(from)));

const KNOWN = new Map<string, readonly Hop[] | undefined>();

/** The shortest way between two tables along their foreign keys, at most two hops. */
export function joinPath(from: string, to: string): readonly Hop[] | undefined {
  const key = `${from} ${to}`;
  if (!KNOWN.has(key)) KNOWN.set(key, findPath(from, to));
  return KNOWN.get(key);
}

function findPath(from: string, to: string): readonly Hop[] | undefined {
  const direct = hop(from, to);
  if (direct) return guesses(from, direct) ? undefined : [direct];
  for (const middle of neighbours(from)) {
    const second = NO_THOROUGHFARE.has(middle) ? undefined : hop(middle, to);
    const first = second && hop(from, middle);
    if (first && second && !guesses(from, first) && !guesses(middle, second)) return [first, second];
  }
  return undefined;
}

/** Tables next to this one, those it points to first. */
function neighbours(table: string): string[] {
  const parents = Object.values(tableInfo(table).references);
  const linked = associations(table).map((links) => Object.values(tableInfo(links).references).find((other) => other !== table));
  return [...new Set([...parents, ...linked.filter((one) => one !== undefined)])];
}

function associations(table: string): TableName[] {
  return (Object.keys(TABLES) as TableName[]).filter((name) => {
    const { primaryKey, references } = tableInfo(name);
    return (
      primaryKey.length === 2 &&
      !primaryKey.includes('id') &&
      Object.keys(references).length === 2 &&
      Object.values(references).includes(table)
    );
  });
}

function hop(from: string, to: string): Hop | undefined {
  const keys = columnsTo(from, to);
  const key = keys.length === 1 ? keys[0] : keys.find((column) => column === `${singular(to)}_id`);
  if (key) return up(from as TableName, key);
  for (const links of associations(from)) {
    const { references } = tableInfo(links);
    const [a, b] = Object.keys(references).sort((x) => (references[x] === from ? -1 : 1));
    if (a && b && references[a] === from && references[b] === to) return across(links, a, b);
  }
  const [back, ...more] = columnsTo(to, from);
  return back && !more.length ? down(to as TableName, back) : undefined;
}

const columnsTo = (from: string, to: string) =>
  Object.entries(tableInfo(from).references)
    .filter(([, table]) => table === to)
    .map(([column]) => column);

/** The tables of a way and the conditions that tie them together; `last` is the alias at its end. All flat, so that PostgreSQL may begin anywhere. */
export function wayThrough(start: string, hops: readonly Hop[], last: string): { tables: string; joins: string } {
  const aliasOf = (index: number) => (index < 0 ? start : index === hops.length - 1 ? last : `h${index}`);
  const tables = hops.flatMap(({ table, links }, index) => [...(links ? [`${links} l${index}`] : []), `${table} ${aliasOf(index)}`]);
  const joins = hops.map((one, index) => one.join(aliasOf(index - 1), aliasOf(index), `l${index}`));
  return { tables: tables.join(', '), joins: joins.join(' and ') };
}

/** @returns `exists (…)` over the rows at the end of the way, which `test` sees as `last` */
export function throughHops(start: string, hops: readonly Hop[], last: string, test: RawBuilder<boolean>): RawBuilder<boolean> {
  const { tables, joins } = wayThrough(start, hops, last);
  return sql<boolean>`exists (select 1 from ${sql.raw(tables)} where ${sql.raw(joins)} and ${test})`;
}
