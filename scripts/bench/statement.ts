import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';
import type { Context } from '../../src/core/context.ts';
import type { Database } from '../../src/core/tables.ts';

export type Statement = { text: string; values: readonly unknown[] };

/**
 * @param work an operation that reads with one statement
 * @param row what the operation is told the database answered
 * @returns the statement it would have sent, unsent
 */
export async function statementOf(
  ctx: Context,
  row: Record<string, unknown>,
  work: (ctx: Context) => Promise<unknown>,
): Promise<Statement> {
  const sent: CompiledQuery[] = [];
  const connection: DatabaseConnection = {
    executeQuery: async <R>(query: CompiledQuery) => {
      sent.push(query);
      return { rows: [row as R] };
    },
    streamQuery: () => {
      throw new Error('Nothing measured here streams.');
    },
  };
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => Object.assign(new DummyDriver(), { acquireConnection: async () => connection }),
      createIntrospector: (inner) => new PostgresIntrospector(inner),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  await work({ ...ctx, db });
  const [only, ...more] = sent;
  if (!only || more.length) throw new Error(`The operation sent ${sent.length} statements instead of one.`);
  return { text: only.sql, values: only.parameters };
}
