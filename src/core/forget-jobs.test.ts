import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asSystem, DAY } from '../../test/harness.ts';
import { transaction } from './db.ts';
import { forgetFinishedJobs } from './forget-jobs.ts';
import { enqueue } from './jobs.ts';

test('jobs that were over a month ago are forgotten; what waits, failed or belongs to a flow stays', async () => {
  const { ctx, clock } = await anOrganization();
  for (const key of ['done', 'failed', 'ready', 'flow'])
    await transaction(asSystem(ctx), (tx) => enqueue(tx, 'forget-me', { key }, { key }));
  const mark = (key: string, change: ReturnType<typeof sql>) =>
    sql`update jobs set ${change} where organization_id = ${ctx.tenant.id} and idempotency_key = ${key}`.execute(ctx.db);
  await mark('done', sql`status = 'done', finished_at = ${ctx.now()}`);
  await mark('failed', sql`status = 'failed', finished_at = ${ctx.now()}`);
  await mark('flow', sql`status = 'done', finished_at = ${ctx.now()}, flow = 'creation', step = 'first'`);
  const left = async () => {
    const jobs = await ctx.db
      .selectFrom('jobs')
      .select('idempotency_key')
      .where('organization_id', '=', ctx.tenant.id)
      .orderBy('id')
      .execute();
    return jobs.map((job) => job.idempotency_key);
  };
  clock.advance(29 * DAY);
  await forgetFinishedJobs(ctx);
  assert.deepEqual(await left(), ['done', 'failed', 'ready', 'flow']);
  clock.advance(2 * DAY);
  await forgetFinishedJobs(ctx);
  assert.deepEqual(await left(), ['failed', 'ready', 'flow']);
});
