import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { cloneDatabase } from '../../test/database.ts';
import { anOrganization, asUser } from '../../test/harness.ts';
import { createDatabase, limitReached, transaction } from './db.ts';

test('of two transactions that wait for each other both happen', async () => {
  const { ctx, tenant } = await anOrganization();
  const ids = [(await asUser(ctx, 'Member')).actor.userId, (await asUser(ctx, 'Member')).actor.userId];
  let arrived = 0;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const touch = (order: (number | undefined)[]) =>
    transaction(ctx, async (tx) => {
      for (const [index, id] of order.entries()) {
        await sql`update organization_members set updated_at = ${tx.now()}, role = 'Admin' where dispatch_user_id = ${id} and organization_id = ${tenant.id}`.execute(
          tx.db,
        );
        arrived += 1;
        if (arrived === 2) open();
        if (index === 0) await gate;
      }
      return 'done';
    });
  expect(await Promise.all([touch(ids), touch([...ids].reverse())])).toEqual(['done', 'done']);
});

test('a connection that remembers very many statements is replaced, so that the database does not keep them all', async () => {
  const { ctx, system } = await anOrganization();
  for (let index = 0; index < 1200; index += 1) await sql`select ${index}::int + ${sql.lit(index)}`.execute(ctx.db);
  const clients = await Promise.all(Array.from({ length: 10 }, () => system.pool.connect()));
  const kept = await Promise.all(
    clients.map(async (client) => (await client.query('select count(*)::int as count from pg_prepared_statements')).rows[0]),
  );
  for (const client of clients) client.release();
  expect(Math.max(...kept.map(({ count }) => count))).toBeLessThanOrEqual(501);
});

test('who waits too long for a connection hears that the database is busy', async () => {
  const { db, pool, close } = createDatabase(await cloneDatabase(`busy_${process.pid}_${Math.trunc(performance.now())}`), {
    max: 1,
    waitMs: 50,
  });
  const busy = await pool.connect();
  const error = await sql`select 1`.execute(db).catch((reason) => reason);
  busy.release();
  await close();
  expect(limitReached(error)).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('Try again') });
});
