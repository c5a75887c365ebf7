import { sql } from 'kysely';
import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { computed, id, many, nullable, requiredText } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';
import { findOne } from '../../core/write.ts';

const QueryReadMinimal = shape('QueryReadMinimal', 'queries', {
  id: id(),
  name: requiredText(),
  description: computed(Type.String(), (alias) => `coalesce(${alias}.description, '')`),
});

const Given = Type.Unsafe<object>({
  type: 'object',
  additionalProperties: true,
  description: 'Found by id or name; moves here from the source it had. A query that is not sent stays.',
  examples: [{ id: 1 }],
});

/** The queries that ask a source. Those that are sent move here. */
export const queriesOfSource = () => ({
  ...many(QueryReadMinimal, 'source_id'),
  input: nullable(Type.Array(nullable(Given))),
  echoed: true,
});

type Row = Record<string, unknown>;

/**
 * Gives a source the queries that were sent, taking them from others. A query always has a source, so one that is not sent stays where
 * it is.
 */
export async function takeQueries(tx: Context, sourceId: number, given: readonly (Row | null)[]): Promise<void> {
  const { rows } = await sql<{ id: number | null; project_id: number }>`
    select q.id, s.project_id from sources s left join queries q on q.source_id = s.id where s.id = ${sourceId}`.execute(tx.db);
  const here = new Set(rows.map((row) => row.id));
  const moved: number[] = [];
  for (const [index, query] of given.entries()) {
    if (!query || here.has(Number(query.id))) continue;
    const target = { table: 'queries', by: ['id', 'name'], inProject: true };
    moved.push(await findOne(tx, ['queries', index], target, query, rows[0]?.project_id));
  }
  if (!moved.length) return;
  await sql`update queries set source_id = ${sourceId}, updated_at = ${tx.now()} where id = any(${moved}::int[])`.execute(tx.db);
  for (const queryId of moved) announce(tx, { kind: 'query', id: queryId }, 'updated');
}
