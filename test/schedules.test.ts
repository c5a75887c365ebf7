import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { schedules, work } from '../src/app/work.ts';
import { queueDueSchedules } from '../src/core/schedule.ts';
import { anOrganization, asSystem, DAY, HOUR, runJobs } from './harness.ts';

test('every schedule starts a job that exists, under a name of its own', () => {
  const names = schedules.map((schedule) => schedule.name);
  assert.equal(new Set(names).size, names.length);
  for (const { job } of schedules)
    assert.ok(
      work.jobs.some((one) => one.name === job),
      job,
    );
  const jobs = work.jobs.map((one) => one.name);
  assert.equal(new Set(jobs).size, jobs.length, 'two jobs have one name');
});

test('everything the clock starts runs through in an organization that is new', async () => {
  const { ctx, clock } = await anOrganization();
  for (const { job } of schedules)
    await sql`insert into jobs (name, payload, status, max_attempts, run_at, created_at)
      values (${job}, ${JSON.stringify({ at: ctx.now().toISOString() })}, 'ready', 1, ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
  clock.advance(1);
  await runJobs(asSystem(ctx));
  const { rows } = await sql<{ name: string; last_error: string }>`
    select name, last_error from jobs where organization_id is null and status <> 'done' and created_at <= ${ctx.now()} and name = any(${schedules.map((one) => one.job)})`.execute(
    ctx.db,
  );
  assert.deepEqual(rows, []);
});

test('a run that was missed is made up for once, and two processes queue it once', async () => {
  const { ctx, clock } = await anOrganization();
  const name = `daily-${ctx.tenant.slug}`;
  const daily = [{ name, cron: '0 18 * * *', job: name }];
  const queued = async () => {
    const { rows } = await sql<{ at: string }>`select payload ->> 'at' as at from jobs where name = ${name} order by id`.execute(ctx.db);
    return rows.map((row) => row.at);
  };
  await queueDueSchedules(ctx, daily);
  assert.deepEqual(await queued(), []);
  clock.advance(3 * DAY);
  await Promise.all([queueDueSchedules(ctx, daily), queueDueSchedules(ctx, daily)]);
  assert.deepEqual(await queued(), [ctx.now().toISOString()]);
  clock.advance(8 * HOUR);
  await queueDueSchedules(ctx, daily);
  assert.equal((await queued()).length, 1);
  clock.advance(2 * HOUR);
  await queueDueSchedules(ctx, daily);
  assert.equal((await queued()).length, 2);
  await sql`delete from jobs where name = ${name}`.execute(ctx.db);
});
