import { randomInt } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import { type Context, type System, systemContext } from './context.ts';
import { announce, transaction } from './db.ts';
import { type Finish, type Flow, type Job, type JobDefinition, releaseWaiting, Skip, STEP_JOB, type SubjectRef } from './jobs.ts';
import type { Database } from './tables.ts';

/** First half of the advisory lock each worker holds while it lives; the second is its number. */
const WORKER_LOCK = 7_061_970;
const POLL_MS = 1000;
const SWEEP_MS = 2000;
const DEFAULT_TIMEOUT_MS = 60_000;
const FIRST_DELAY_MS = 2000;
const LONGEST_DELAY_MS = 600_000;

type Claimed = {
  id: number;
  name: string;
  payload: Record<string, unknown>;
  attempts: number;
  max_attempts: number;
  flow: string | null;
  step: string | null;
  incident_id: number | null;
  case_id: number | null;
  organization_id: number | null;
  slug: string | null;
  organization: string | null;
};

/** Everything the worker can run, by name. */
export type Work = { jobs: readonly JobDefinition[]; flows: readonly Flow[] };

/** @returns whether a worker is at work anywhere on this database */
export async function isWorkerAlive({ db }: Pick<System, 'db'>): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_locks where locktype = 'advisory' and classid = ${WORKER_LOCK} and objsubid = 2
    and database = (select oid from pg_database where datname = current_database()) limit 1`.execute(db);
  return rows.length > 0;
}

/** @returns the wait before attempt `attempts + 1`, ms: 2 s doubled each time, at most 10 min, a tenth of it at random */
export const retryDelayMs = (attempts: number) =>
  Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), LONGEST_DELAY_MS) * (1 + Math.random() / 10);

/** @param only leaves jobs of other names to other workers */
type WorkerOptions = { concurrency?: number; only?: readonly string[] };

/**
 * Runs jobs until stopped. A worker that dies is noticed by the loss of its session's lock, at once, and its jobs go to another.
 * @param pool gives the one connection that holds the lock and listens
 */
export function createWorker(system: System, pool: pg.Pool, work: Work, { concurrency = 8, only }: WorkerOptions = {}) {
  const running = new Set<Promise<void>>();
  let number = 0;
  let stopped = false;
  let session: pg.PoolClient | undefined;
  let wake: (() => void) | undefined;
  let loop: Promise<void> | undefined;
  let lastSweep = 0;

  async function connect() {
    session = await pool.connect();
    number = randomInt(1, 2 ** 31 - 1);
    await session.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, number]);
    session.on('notification', () => wake?.());
    session.on('error', () => {
      session?.release(true);
      session = undefined;
    });
    await session.query('listen tocsin_jobs');
  }

  async function turn(): Promise<boolean> {
    if (!session) await connect();
    // A monotonic clock of the process, not the domain's: how often to look is no fact of the domain.
    if (performance.now() - lastSweep > SWEEP_MS) {
      lastSweep = performance.now();
      await recoverOrphans(system);
    }
    const free = concurrency - running.size;
    const claimed = free > 0 ? await claim(system, number, free, { only }) : [];
    for (const one of claimed) {
      const run = runClaimed(system, work, one, number).catch((error) =>
        system.log.error({ err: error, job: one.id }, 'a job could not be recorded'),
      );
      const tracked = run.finally(() => {
        running.delete(tracked);
        wake?.();
      });
      running.add(tracked);
    }
    return claimed.length === free && free > 0;
  }

  async function run() {
    while (!stopped) {
      const more = await turn().catch((error) => {
        system.log.warn({ err: error }, 'the worker cannot reach the database and tries again');
        return false;
      });
      if (more || stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  return {
    start() {
      lastSweep = Number.NEGATIVE_INFINITY;
      loop ??= run();
    },
    /** Takes no new job and waits for those that run. */
    async stop() {
      stopped = true;
      wake?.();
      await loop;
      await Promise.allSettled(running);
      session?.release(true);
      session = undefined;
    },
  };
}

/** @param organizationId leaves the jobs of other organizations alone; those of the installation run */
type RunOptions = { most?: number; organizationId?: number };
type Which = { organizationId?: number | undefined; only?: readonly string[] | undefined };

/** Runs every job that is ready now, one after the other, until none is left; for tests and command lines. */
export async function runJobs(system: System, work: Work, { most = 10_000, organizationId }: RunOptions = {}): Promise<number> {
  for (let done = 0; done < most; done += 1) {
    const [one] = await claim(system, 0, 1, { organizationId });
    if (!one) return done;
    await runClaimed(system, work, one, 0);
  }
  throw new Error(`More than ${most} jobs: something queues itself.`);
}

export type Outcome = { status: string; error: string | null };

/**
 * Runs one job of the installation here and now, once, and keeps it among the jobs like any other: nobody else takes it while this process
 * lives. When the process dies, a worker finishes it.
 *
 * @param key names the occasion among the finished jobs
 * @returns what became of it; nothing is thrown for a job that fails
 */
export async function runNow(system: System, pool: pg.Pool, work: Work, name: string, key: string): Promise<Outcome> {
  const session = await pool.connect();
  const number = randomInt(1, 2 ** 31 - 1);
  try {
    await session.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, number]);
    const now = system.now();
    const { rows } = await sql<Claimed>`
      insert into jobs (name, payload, idempotency_key, status, locked_by, locked_at, attempts, max_attempts, run_at, created_at)
      values (${name}, ${JSON.stringify({ at: now.toISOString() })}, ${key}, 'running', ${number}, ${now}, 1, 1, ${now}, ${now})
      returning id, name, payload, attempts, max_attempts, flow, step, incident_id, case_id, organization_id, null as slug, null as organization`.execute(
      system.db,
    );
    await runClaimed(system, work, rows[0] as Claimed, number);
    const ended = await sql<Outcome>`select status, last_error as error from jobs where id = ${rows[0]?.id}`.execute(system.db);
    return ended.rows[0] as Outcome;
  } finally {
    session.release(true);
  }
}

async function claim(system: System, worker: number, most: number, { organizationId, only }: Which): Promise<Claimed[]> {
  const mine = organizationId === undefined ? sql`` : sql`and (organization_id is null or organization_id = ${organizationId})`;
  const wanted = only ? sql`and name = any(${only})` : sql``;
  const { rows } = await sql<Claimed>`
    with taken as (
      update jobs set status = 'running', locked_by = ${worker}, locked_at = ${system.now()}, attempts = attempts + 1
      where id in (select id from jobs where status = 'ready' and run_at <= ${system.now()} ${mine} ${wanted} order by priority desc, run_at, id limit ${most} for update skip locked)
      returning id, name, payload, attempts, max_attempts, flow, step, incident_id, case_id, organization_id, priority)
    select taken.*, o.slug, o.name as organization from taken left join organizations o on o.id = taken.organization_id
    order by taken.priority desc, taken.id`.execute(system.db);
  return rows;
}

/** Gives jobs back whose worker's session is gone. */
export async function recoverOrphans({ db }: { db: Kysely<Database> }) {
  await sql`
    update jobs set status = 'ready' where status = 'running' and locked_by <> 0 and not exists (
      select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = ${WORKER_LOCK} and l.objid = jobs.locked_by and l.objsubid = 2
        and l.database = (select oid from pg_database where datname = current_database()))`.execute(db);
}

async function runClaimed(system: System, work: Work, claimed: Claimed, worker: number) {
  const ctx = systemContext(system, { id: claimed.organization_id ?? 0, slug: claimed.slug ?? '', name: claimed.organization ?? '' });
  const subject = subjectOf(claimed);
  const began = performance.now();
  const measure = (result: string) => {
    const tags = { job: claimed.step ?? claimed.name, result };
    system.metrics.counter('job.run.counter', 1, tags);
    system.metrics.timer('job.run.elapsed', (performance.now() - began) / 1000, tags);
  };
  let outcome: Finish | Skip | undefined;
  try {
    outcome = await withTimeout(claimed, work, (signal) => perform(ctx, work, claimed, subject, signal));
    await transaction(ctx, (tx) => finish(tx, claimed, subject, outcome, worker));
    measure(outcome instanceof Skip ? 'skipped' : 'done');
  } catch (error) {
    await transaction(ctx, (tx) => postpone(tx, work, claimed, subject, error, worker));
    measure(claimed.attempts >= claimed.max_attempts ? 'failed' : 'retried');
  }
}

const subjectOf = ({ incident_id, case_id }: Claimed): SubjectRef | undefined =>
  incident_id !== null ? { kind: 'incident', id: incident_id } : case_id !== null ? { kind: 'case', id: case_id } : undefined;

function definitionOf(work: Work, { name, flow, step }: Claimed) {
  if (name !== STEP_JOB) return { job: work.jobs.find((one) => one.name === name) };
  return { step: work.flows.find((one) => one.name === flow?.split(':')[0])?.steps.find((one) => one.name === step) };
}

/** `executive-report:12` → 12 */
const occasionOf = ({ flow }: Claimed) => (flow?.includes(':') ? Number(flow.split(':')[1]) : undefined);

async function perform(ctx: Context, work: Work, claimed: Claimed, subject: SubjectRef | undefined, signal: AbortSignal) {
  const { job, step } = definitionOf(work, claimed);
  if (step && subject) return step.run(ctx, subject, signal, occasionOf(claimed));
  const asJob: Job = { id: claimed.id, name: claimed.name, payload: claimed.payload, attempts: claimed.attempts, subject, step: undefined };
  if (job) return job.run(ctx, claimed.payload, asJob, signal);
  // A newer version queued it: leave it to a process that knows it.
  throw new Error(`This version does not know the job ${claimed.step ?? claimed.name}.`);
}

async function withTimeout<T>(claimed: Claimed, work: Work, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { job, step } = definitionOf(work, claimed);
  const timeoutMs = step?.timeoutMs ?? job?.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(new Error(`No answer within ${timeoutMs / 1000} s.`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([run(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function finish(tx: Context, claimed: Claimed, subject: SubjectRef | undefined, outcome: Finish | Skip | undefined, worker: number) {
  const skipped = outcome instanceof Skip ? outcome.reason : null;
  const { rows } = await sql`
    update jobs set status = ${skipped === null ? 'done' : 'skipped'}, finished_at = ${tx.now()}, last_error = ${skipped}, locked_by = null
    where id = ${claimed.id} and status = 'running' and locked_by = ${worker} returning id`.execute(tx.db);
  // Another worker has taken it over: whatever this run found out is not ours to write.
  if (!rows.length) return;
  if (typeof outcome === 'function') await outcome(tx);
  await progress(tx, claimed, subject);
}

/** Whoever is asked may say how long to leave them alone; nobody asks earlier. */
function waitMs({ retryDelaysMs }: Pick<JobDefinition, 'retryDelaysMs'>, attempts: number, error: unknown): number {
  const own = retryDelaysMs ? (retryDelaysMs[attempts - 1] ?? retryDelaysMs.at(-1) ?? 0) : retryDelayMs(attempts);
  return Math.max(own, (error as { retryAfterMs?: number } | undefined)?.retryAfterMs ?? 0);
}

async function postpone(tx: Context, work: Work, claimed: Claimed, subject: SubjectRef | undefined, error: unknown, worker: number) {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 2000);
  const last = claimed.attempts >= claimed.max_attempts;
  const { job } = definitionOf(work, claimed);
  const runAt = new Date(tx.now().getTime() + waitMs(job ?? {}, claimed.attempts, error));
  const { rows } = await sql`
    update jobs set status = ${last ? 'failed' : 'ready'}, run_at = ${runAt}, last_error = ${message}, locked_by = null, finished_at = ${last ? tx.now() : null}
    where id = ${claimed.id} and status = 'running' and locked_by = ${worker} returning id`.execute(tx.db);
  if (last && rows.length) await job?.onGivenUp?.(tx, claimed.payload);
  const line = { err: error, job: claimed.step ?? claimed.name, subject, attempts: claimed.attempts };
  if (last) tx.log.error(line, 'a job failed for good');
  else tx.log.warn(line, 'a job failed and is tried again');
  await progress(tx, claimed, subject);
}

async function progress(tx: Context, claimed: Claimed, subject: SubjectRef | undefined) {
  if (!claimed.flow || !subject) return;
  await releaseWaiting(tx, claimed.flow, subject);
  if (tx.transaction) tx.transaction.jobsQueued = true;
  announce(tx, subject, 'flow');
}
