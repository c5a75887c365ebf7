import { sql } from 'kysely';
import type { Context } from './context.ts';

/** An association table, seen from the side of the row that has the links. */
export type LinksOf = { links: string; from: string; target: string };

/** Makes the links of a row exactly these. @returns what came and what went */
export async function replaceLinks(
  tx: Context,
  { links, from, target }: LinksOf,
  id: number,
  ids: readonly number[],
): Promise<{ added: number[]; removed: number[] }> {
  const [table, owner, column] = [sql.table(links), sql.ref(from), sql.ref(target)];
  const removed = await sql<{ id: number }>`
    delete from ${table} where ${owner} = ${id} and not (${column} = any(${ids}::int[])) returning ${column} as id`.execute(tx.db);
  const added = await sql<{ id: number }>`
    insert into ${table} (${owner}, ${column}) select ${id}, linked from unnest(${ids}::int[]) linked
    on conflict do nothing returning ${column} as id`.execute(tx.db);
  return { added: added.rows.map((row) => row.id), removed: removed.rows.map((row) => row.id) };
}
