import { type Context, noPendingWork, type PendingWork } from '../../src/core/context.ts';

class Undone extends Error {}

/**
 * A context whose database is, while `undo` runs something, one transaction that is given up afterwards: whatever a test does to the
 * furniture, the next test finds it as it was.
 */
export function undoable(ctx: Context): { ctx: Context; undo: <T>(work: () => Promise<T>) => Promise<T> } {
  let inside: { db: Context['db']; transaction: PendingWork } | undefined;
  const shared: Context = {
    ...ctx,
    get db() {
      return inside?.db ?? ctx.db;
    },
    get transaction() {
      return inside?.transaction;
    },
  };
  return {
    ctx: shared,
    undo: async (work) => {
      let result: { value: Awaited<ReturnType<typeof work>> } | undefined;
      await ctx.db
        .transaction()
        .execute(async (db) => {
          inside = { db, transaction: noPendingWork() };
          result = { value: await work() };
          throw new Undone();
        })
        .catch((error) => {
          if (!(error instanceof Undone)) throw error;
        })
        .finally(() => {
          inside = undefined;
        });
      return (result as unknown as { value: Awaited<ReturnType<typeof work>> }).value;
    },
  };
}
