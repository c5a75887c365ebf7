import { type RawBuilder, sql } from 'kysely';
import { own } from '../lib/own.ts';
import { AppError } from './errors.ts';
import { type Filterable, HIDDEN, hopsTo } from './filter.ts';
import type { TableName } from './models.ts';
import { nameColumn, tableInfo } from './models.ts';
import { type Hop, up, wayThrough } from './paths.ts';

/** Each may join a table of its own. */
export const MOST_SORTS = 5;

type Sorting = { sortBy: string[]; descending: boolean[] };
type Order = { joins: RawBuilder<unknown>; order: RawBuilder<unknown> };

/**
 * `sortBy[]` and `descending[]` in pairs; `name`, `project.name`, `incident_priority.view_order`, a relation's name alone,
 * or `{"key": …}`. The id, ascending, breaks ties, so that pages never overlap.
 *
 * @param rank order of a search, used when no sort is asked for
 * @throws invalid an unknown field, or more than `MOST_SORTS`
 */
export function sortOrder(list: Filterable, { sortBy, descending }: Sorting, rank?: RawBuilder<unknown>): Order {
  const wanted = sortBy.slice(0, descending.length);
  if (wanted.length > MOST_SORTS) throw refused(`Sort by at most ${MOST_SORTS} fields.`);
  const joins: RawBuilder<unknown>[] = [];
  const parts = wanted.map((name, index) => sql`${expression(list, keyOf(name), joins)} ${sql.raw(descending[index] ? 'desc' : 'asc')}`);
  if (!parts.length && rank) parts.push(rank);
  parts.push(sql`t0.id`);
  return { joins: joins.length ? sql`${sql.join(joins, sql` `)}` : sql``, order: sql.join(parts) };
}

function keyOf(name: string): string {
  if (!name.trim().startsWith('{')) return name.trim();
  try {
    const { key } = JSON.parse(name) as { key?: unknown };
    if (typeof key === 'string') return key;
  } catch {
    // told below: it is neither a name nor an object with a key
  }
  throw refused('A sort is a field name or an object with a "key".');
}

function expression(list: Filterable, name: string, joins: RawBuilder<unknown>[]): RawBuilder<unknown> {
  const segments = name.split('.');
  const field = segments.at(-1) as string;
  const model = segments.at(-2);
  if (model === undefined) return ownField(list, field, joins);
  return column(joined(wayTo(list, model), list, joins), field);
}

function wayTo(list: Filterable, model: string): readonly Hop[] {
  try {
    return hopsTo(list, model);
  } catch (error) {
    throw error instanceof AppError ? refused(error.message) : error;
  }
}

function ownField(list: Filterable, field: string, joins: RawBuilder<unknown>[]): RawBuilder<unknown> {
  const computed = own(list.computed, field);
  if (computed) return sql.raw(computed('t0'));
  const name = own(list.renamed, field) ?? field;
  const { columns, references } = tableInfo(list.table);
  if (own(columns, name) && !HIDDEN.has(name)) return sql.ref(`t0.${name}`);
  const hops = own(list.joins, name) ?? (own(references, `${name}_id`) ? [up(list.table as TableName, `${name}_id`)] : undefined);
  if (hops) {
    const end = joined(hops, list, joins);
    return column(end, nameColumn(end.table));
  }
  throw refused(`Unknown sort field "${field}".`);
}

type End = { table: string; alias: string };

/** Joins the way to a related row; a way that may reach several rows sorts by the lowest, so no row appears twice. */
function joined(hops: readonly Hop[], list: Filterable, joins: RawBuilder<unknown>[]): End {
  const last = hops.at(-1);
  if (!last) return { table: list.table, alias: 't0' };
  const alias = `s${joins.length}`;
  if (hops.every((hop) => hop.single)) {
    let from = 't0';
    for (const [index, hop] of hops.entries()) {
      const to = hop === last ? alias : `${alias}_${index}`;
      joins.push(sql.raw(`left join ${hop.table} ${to} on ${hop.join(from, to, '')}`));
      from = to;
    }
  } else {
    const way = wayThrough('t0', hops, 'x');
    joins.push(sql.raw(`left join lateral (select x.* from ${way.tables} where ${way.joins} order by x.id limit 1) ${alias} on true`));
  }
  return { table: last.table, alias };
}

function column({ table, alias }: End, field: string): RawBuilder<unknown> {
  if (!own(tableInfo(table).columns, field) || HIDDEN.has(field)) throw refused(`Unknown sort field "${field}".`);
  return sql.ref(`${alias}.${field}`);
}

const refused = (message: string) =>
  new AppError('invalid', message, { problems: [{ type: 'value_error', loc: ['query', 'sortBy[]'], msg: message }] });
