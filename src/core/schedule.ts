import { Cron } from 'croner';
import { sql } from 'kysely';
import { NOWHERE, type System, systemContext } from './context.ts';
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
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    for (const { name, cron } of schedules) {
      await sql`insert into schedules (name, next_run_at) values (${name}, ${nextRun(cron, now)}) on conflict do nothing`.execute(tx.db);
    }
    const { rows } = await sql<{ name: string; next_run_at: Date }>`
      select name, next_run_at from schedules where next_run_at <= ${now} order by name for update skip locked`.execute(tx.db);
    for (const row of rows) {
      const schedule = schedules.find((one) => one.name === row.name);
      if (!schedule) continue;
      await enqueue(tx, schedule.job, { at: now.toISOString() }, { key: keyOf(row.name, row.next_run_at.toISOString()) });
      await sql`update schedules set last_run_at = ${now}, next_run_at = ${nextRun(schedule.cron, now)} where name = ${row.name}`.execute(
        tx.db,
      );
    }
  });
}

/** What a schedule did last; empty when it has never run, or so long ago that it was forgotten. */
export type LastRun = {
  name: string;
  next_run_at: Date | null;
  last_run_at: Date | null;
  status: string | null;
  error: string | null;
  seconds: number | null;
};

/** A run is recognized by the key under which it was queued; by hand, it has one that begins alike. */
const keyOf = (name: string, occasion: string) => `${name}:${occasion}`;

/** @returns the key of a run that somebody asks for now */
export const runByHandKey = (name: string, at: Date) => keyOf(name, `by hand ${at.toISOString()}`);

/** @returns one for each schedule, in their order */
export async function lastRuns({ db, now }: Pick<System, 'db' | 'now'>, schedules: readonly Schedule[]): Promise<LastRun[]> {
  const { rows } = await sql<LastRun>`
    select wanted.name, s.next_run_at, coalesce(j.created_at, s.last_run_at) as last_run_at, j.status, j.last_error as error,
      round(extract(epoch from j.finished_at - j.locked_at), 1) as seconds
    from unnest(${schedules.map(({ name }) => name)}::text[]) with ordinality as wanted (name, place)
    left join schedules s on s.name = wanted.name
    left join lateral (
      -- As the index of keys has it: those of the installation are few.
      select * from jobs where coalesce(organization_id, 0) = 0 and idempotency_key is not null
        and starts_with(idempotency_key, wanted.name || ':') order by id desc limit 1) j on true
    order by wanted.place`.execute(db);
  return rows.map((row, index) => ({ ...row, next_run_at: row.next_run_at ?? nextRun((schedules[index] as Schedule).cron, now()) }));
}

/** Queues each schedule once now, whatever its time is. */
export async function queueAtOnce(system: System, schedules: readonly Schedule[]): Promise<void> {
  const now = system.now();
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    for (const { name, job } of schedules) await enqueue(tx, job, { at: now.toISOString() }, { key: runByHandKey(name, now) });
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
