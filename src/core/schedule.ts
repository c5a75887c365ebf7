import { Cron } from 'croner';
import { sql } from 'kysely';
import { type System, systemContext } from './context.ts';
import { transaction } from './db.ts';
import { enqueue } from './jobs.ts';

/** A job that the clock starts; all organizations at once or one by one is the job's own affair. */
export type Schedule = {
  name: string;
  /** five fields, or six with seconds first; UTC */
  cron: string;
  /** name of the job it queues, with the payload `{ at }` */
  job: string;
};

/** @returns the first moment of the pattern after `after` */
export function nextRun(cron: string, after: Date): Date {
  const next = new Cron(cron, { timezone: 'UTC' }).nextRun(after);
  if (!next) throw new Error(`The schedule ${cron} never comes.`);
  return next;
}

/**
 * Queues each schedule whose time has come, once in the whole installation, however many processes call this.
 * A run missed while nothing was running is made up for once.
 */
export async function queueDueSchedules(system: System, schedules: readonly Schedule[]): Promise<void> {
  const now = system.now();
  await transaction(systemContext(system, { id: 0, slug: '', name: '' }), async (tx) => {
    for (const { name, cron } of schedules) {
      await sql`insert into schedules (name, next_run_at) values (${name}, ${nextRun(cron, now)}) on conflict do nothing`.execute(tx.db);
    }
    const { rows } = await sql<{ name: string; next_run_at: Date }>`
      select name, next_run_at from schedules where next_run_at <= ${now} order by name for update skip locked`.execute(tx.db);
    for (const row of rows) {
      const schedule = schedules.find((one) => one.name === row.name);
      if (!schedule) continue;
      await enqueue(tx, schedule.job, { at: now.toISOString() }, { key: `${row.name}:${row.next_run_at.toISOString()}` });
      await sql`update schedules set last_run_at = ${now}, next_run_at = ${nextRun(schedule.cron, now)} where name = ${row.name}`.execute(
        tx.db,
      );
    }
  });
}

const TICK_MS = 1000;

/** Looks at the schedules every second until stopped. */
export function createScheduler(system: System, schedules: readonly Schedule[]) {
  let timer: NodeJS.Timeout | undefined;
  let busy: Promise<void> = Promise.resolve();
  const tick = () => {
    busy = queueDueSchedules(system, schedules).catch((error) =>
      system.log.warn({ err: error }, 'the schedule cannot reach the database and tries again'),
    );
  };
  return {
    start() {
      timer ??= setInterval(tick, TICK_MS);
    },
    async stop() {
      clearInterval(timer);
      await busy;
    },
  };
}
