import { type RawBuilder, sql } from 'kysely';
import type { Context } from './context.ts';
import { invalidAt } from './errors.ts';
import { filterFromText } from './filter.ts';
import { tableInfo } from './models.ts';
import { type Resource, scopeOf, shapeFor } from './resource.ts';
import type { Include, Shape } from './shape.ts';
import { sortOrder } from './sort.ts';
import { parseTextQuery, tsquery } from './text-query.ts';

/** The list parameters of the contract. */
export type ListQuery = {
  page: number;
  /** -1: all rows; 0: none, only the total */
  itemsPerPage: number;
  q?: string | undefined;
  filter?: string | undefined;
  sortBy: string[];
  descending: boolean[];
  shape?: Shape;
  include?: Include;
  /** further conditions of the route */
  where?: RawBuilder<boolean>;
};

/** The largest page, whatever size is asked for; "all rows" ends here as well, and the total says how many there are. */
export const MOST_ROWS = 100_000;
/** Whoever asks for everything of everything must not bring the process down that passes it on. */
const MOST_BYTES = 100_000_000;
/** Page sizes written into the statement, so that PostgreSQL keeps its plan; others are planned anew. */
const PLANNED_SIZES = new Set([0, 1, 5, 10, 15, 20, 25, 50, 100, 200, 500, 1000, MOST_ROWS]);

/**
 * One page of a resource as the JSON text of the contract's envelope, in one statement: PostgreSQL builds the JSON,
 * nothing is parsed on the way.
 *
 * @throws invalid an answer of more than `MOST_BYTES`
 */
export async function listJson(ctx: Context, resource: Resource, query: ListQuery): Promise<string> {
  const { page, itemsPerPage } = query;
  const size = itemsPerPage < 0 ? MOST_ROWS : Math.min(itemsPerPage, MOST_ROWS);
  const { rows } = await pageOf(ctx, resource, query, size).execute(ctx.db);
  const { total, items } = rows[0] as Page;
  if (items === null)
    throw invalidAt(
      ['query', 'itemsPerPage'],
      `The answer would be larger than ${MOST_BYTES / 1_000_000} MB; ask for smaller pages, or for less of each item.`,
    );
  const shown = total > 0 && !resource.echoesPageSize ? Math.min(size, total) : itemsPerPage;
  return `{"itemsPerPage":${shown},"page":${page},"total":${total},"items":${items}}`;
}

/** `items`: null when they are too many bytes */
type Page = { total: number; items: string | null };

function pageOf(ctx: Context, resource: Resource, query: ListQuery, size: number): RawBuilder<Page> {
  const where = conditions(ctx, resource, query);
  const { joins, order } = sortOrder(resource, query, searchRank(resource, query));
  const shape = query.shape ?? resource.seenBy?.(ctx) ?? resource.item;
  const object = sql.raw(shape.object({ alias: 't0', depth: 0 }, query.include ?? 'all'));
  const limit = PLANNED_SIZES.has(size) ? sql.lit(size) : sql`${size}`;
  const skipped = Math.min((query.page - 1) * size, Number.MAX_SAFE_INTEGER);
  const offset = skipped ? sql`offset ${skipped}` : sql``;
  const from = sql`${sql.table(resource.table)} t0`;
  const count = sql`(select count(*) from ${from} where ${where})`;
  const known = sql`cardinality(listed.ids) < ${limit}`;
  // A page that is not full is the last one: how many there are is known without counting them. An empty one may be far behind it.
  const total = skipped
    ? sql`case when ${known} and cardinality(listed.ids) > 0 then ${skipped}::bigint + cardinality(listed.ids) else ${count} end`
    : sql`case when ${known} then cardinality(listed.ids) else ${count} end`;
  return sql<Page>`
    select total, case when octet_length(items) <= ${sql.lit(MOST_BYTES)} then items end as items from (
      select ${total} as total,
        (select coalesce(json_agg(${object} order by page.position), '[]')::text
          from unnest(listed.ids) with ordinality as page (id, position) join ${from} on t0.id = page.id) as items
      from (select array(select t0.id from ${from} ${joins} where ${where} order by ${order} limit ${limit} ${offset}) as ids offset 0) listed
      offset 0) answer`;
}

/**
 * The best matches of a search, without a total: JSON text of a list of at most `most` of the resource's full objects, best first.
 * Text that says nothing matches nothing.
 */
export async function searchJson(ctx: Context, resource: Resource, q: string, most: number): Promise<string> {
  const match = searchCondition(resource, q);
  if (!match) return '[]';
  const rank = searchRank(resource, { page: 1, itemsPerPage: most, q, sortBy: [], descending: [] });
  const { rows } = await sql<{ items: string }>`
    select coalesce(json_agg(${sql.raw(shapeFor(ctx, resource).object({ alias: 't0', depth: 0 }, 'all'))}), '[]')::text as items
    from (select t0.* from ${sql.table(resource.table)} t0 where ${scopeOf(ctx, resource, 't0')} and ${match}
      order by ${rank ? sql`${rank}, ` : sql``}t0.id desc limit ${sql.lit(most)}) t0`.execute(ctx.db);
  return rows[0]?.items ?? '[]';
}

function conditions(ctx: Context, resource: Resource, query: ListQuery): RawBuilder<boolean> {
  const parts = [scopeOf(ctx, resource, 't0')];
  const filter = query.filter === undefined ? undefined : filterFromText(resource, query.filter);
  if (filter) parts.push(filter);
  const search = searchCondition(resource, query.q);
  if (search) parts.push(search);
  if (query.where) parts.push(query.where);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** Escapes the wildcards of LIKE: somebody who types % means a percent sign. */
const likePattern = (text: string) => `%${text.replace(/[%_\\]/g, '\\$&')}%`;

function searchCondition(resource: Resource, q: string | undefined): RawBuilder<boolean> | undefined {
  const text = q?.trim();
  if (!text) return undefined;
  if (text.includes('\0')) throw invalidAt(['query', 'q'], 'Remove the zero character from the search.');
  const ways = resource.substring.map((column) => sql<boolean>`${sql.ref(`t0.${column}`)}::text ilike ${likePattern(text)}`);
  const parsed = parseTextQuery(text);
  const { searchConfig } = tableInfo(resource.table);
  if (parsed && searchConfig) ways.push(sql<boolean>`t0.search @@ ${tsquery(parsed, searchConfig)}`);
  const through = resource.searchThrough;
  const other = through && tableInfo(resource.table).references[through];
  if (parsed && through && other) {
    const config = tableInfo(other).searchConfig ?? 'simple';
    ways.push(
      sql<boolean>`exists (select 1 from ${sql.table(other)} s where s.id = ${sql.ref(`t0.${through}`)} and s.search @@ ${tsquery(parsed, config)})`,
    );
  }
  return ways.length ? sql<boolean>`(${sql.join(ways, sql` or `)})` : undefined;
}

function searchRank(resource: Resource, query: ListQuery): RawBuilder<unknown> | undefined {
  const { searchConfig } = tableInfo(resource.table);
  const parsed = query.q && searchConfig ? parseTextQuery(query.q) : undefined;
  return parsed && searchConfig ? sql`ts_rank_cd(t0.search, ${tsquery(parsed, searchConfig)}) desc` : undefined;
}

/** @returns the JSON text of one row, or undefined when there is none the caller may see */
export async function findJson(
  ctx: Context,
  resource: Pick<Resource, 'table' | 'scope' | 'visible'>,
  shape: Shape,
  id: number | string,
): Promise<string | undefined> {
  const { rows } = await sql<{ item: string }>`
    select ${sql.raw(shape.object({ alias: 't0', depth: 0 }, 'all'))}::text as item from ${sql.table(resource.table)} t0
    where t0.id = ${id} and ${scopeOf(ctx, resource, 't0')}`.execute(ctx.db);
  return rows[0]?.item;
}
