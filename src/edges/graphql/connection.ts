import { createHash } from 'node:crypto';
import type { GraphQLResolveInfo } from 'graphql';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { rejected } from '../../core/errors.ts';

export const MOST = 100;
/** Counting further would cost more than anybody wants to know. */
const COUNTED = 10_000;

export type PageArguments = { first?: number | null; after?: string | null; last?: number | null; before?: string | null };

type List = {
  /** a statement whose rows have `sort_key` and `id`, both of them never null */
  rows: RawBuilder<unknown>;
  /** type of `sort_key` in PostgreSQL */
  sortType: 'text' | 'timestamptz' | 'int8';
  direction?: 'asc' | 'desc';
  /** what filter and order were: a cursor of another list is none of this one */
  of: unknown;
};

type Row = Record<string, unknown> & { id: number; sort_key: unknown; cursor_key: string };

/**
 * One page of a list, with one statement; and another one for the count, where that is asked for.
 * @throws rejected neither or both directions, a size that is none, a cursor of another list
 * @source management-api.md, API-7
 */
export async function connection(ctx: Context, list: List, page: PageArguments, info: GraphQLResolveInfo) {
  const { size, from, isForward } = directionOf(page);
  const mark = createHash('sha256')
    .update(JSON.stringify(list.of ?? null))
    .digest('base64url')
    .slice(0, 8);
  const position = from === undefined ? undefined : readCursor(from, mark, isForward ? 'after' : 'before');
  const isAscending = (list.direction ?? 'asc') === 'asc' ? isForward : !isForward;
  const [beyond, order] = isAscending ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  const type = sql.raw(list.sortType);
  const { rows } = await sql<Row>`
    select l.*, l.sort_key::text as cursor_key from (${list.rows}) l
    ${position ? sql`where (l.sort_key, l.id) ${beyond} (${position.key}::${type}, ${position.id})` : sql``}
    order by l.sort_key ${order}, l.id ${order} limit ${size + 1}`.execute(ctx.db);
  const hasMore = rows.length > size;
  const nodes = rows.slice(0, size);
  if (!isForward) nodes.reverse();
  const cursorOf = ({ cursor_key, id }: Row) => Buffer.from(JSON.stringify([mark, cursor_key, id])).toString('base64url');
  const edges = nodes.map((node) => ({ node: withContext(node, ctx), cursor: cursorOf(node) }));
  const pageInfo = {
    hasNextPage: isForward ? hasMore : position !== undefined,
    hasPreviousPage: isForward ? position !== undefined : hasMore,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  const count = wants(info, 'totalCount', 'totalCountIsExact') ? await countOf(ctx, list) : undefined;
  return { edges, nodes: edges.map((edge) => edge.node), pageInfo, ...count };
}

/** Fields below an object are answered in the organization that it is of. */
export const withContext = <T extends object>(object: T, ctx: Context): T & { ctx: Context } => ({ ...object, ctx });

async function countOf({ db }: Context, { rows: list }: List) {
  const { rows } = await sql<{ total: number }>`select count(*) as total from (select 1 from (${list}) l limit ${COUNTED + 1}) c`.execute(
    db,
  );
  const total = rows[0]?.total ?? 0;
  return { totalCount: Math.min(total, COUNTED), totalCountIsExact: total <= COUNTED };
}

const wants = ({ fieldNodes, fragments }: GraphQLResolveInfo, ...names: string[]): boolean =>
  fieldNodes.some(function asks(node: { selectionSet?: { selections: readonly unknown[] } | undefined }): boolean {
    return (node.selectionSet?.selections ?? []).some((selection) => {
      const one = selection as { kind: string; name?: { value: string }; selectionSet?: { selections: readonly unknown[] } };
      if (one.kind === 'Field') return names.includes(one.name?.value ?? '');
      if (one.kind === 'InlineFragment') return asks(one);
      const fragment = fragments[one.name?.value ?? ''];
      return fragment ? asks(fragment) : false;
    });
  });

function directionOf({ first, after, last, before }: PageArguments) {
  const isForward = first != null;
  if (isForward === (last != null)) throw rejected('Say either `first` or `last`: how many of the list you want.');
  if (isForward ? before != null : after != null) throw rejected('`after` goes with `first`, `before` with `last`.');
  const size = (first ?? last) as number;
  if (size < 1 || size > MOST) throw rejected(`A page has 1 to ${MOST} entries.`);
  return { size, isForward, from: (isForward ? after : before) ?? undefined };
}

function readCursor(text: string, mark: string, name: string): { key: string; id: number } {
  try {
    const [of, key, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [string, string, number];
    if (of === mark && typeof key === 'string' && Number.isSafeInteger(id)) return { key, id };
  } catch {
    // as below
  }
  throw rejected(`\`${name}\` is no cursor of this list with this filter and order; begin anew without it.`);
}

/** The types of a connection, for the schema of a part. */
export const connectionTypes = (type: string) => /* GraphQL */ `
  type ${type}Connection {
    edges: [${type}Edge!]!
    nodes: [${type}!]!
    pageInfo: PageInfo!
    "Up to 10,000"
    totalCount: Int!
    totalCountIsExact: Boolean!
  }
  type ${type}Edge {
    cursor: Cursor!
    node: ${type}!
  }
`;
