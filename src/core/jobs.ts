import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Context, System } from './context.ts';
import type { Database } from './tables.ts';

/** What happens in the transaction that marks the job done: effect and mark are one. */
export type Finish = (tx: Context) => Promise<void>;

/** Says why there is nothing to do; the step is shown as skipped with this reason. */
export class Skip {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

export type SubjectRef = { kind: 'incident' | 'case'; id: number };

export type Job<P = Record<string, unknown>> = {
  id: number;
  name: string;
  payload: P;
  /** 1 on the first run */
  attempts: number;
  subject: SubjectRef | undefined;
  step: string | undefined;
};

/**
 * Work that is done after the answer, at least once and in any order. The handler looks at what is already there, acts outside any
 * transaction, and returns what to write.
 */
export type JobDefinition<P = Record<string, unknown>> = {
  name: string;
  /** a run that takes longer counts as failed */
  timeoutMs?: number;
  maxAttempts?: number;
  /** the waits before the second attempt, the third …; the last one repeats. Default: 2 s, doubled each time up to 10 min */
  retryDelaysMs?: readonly number[];
  run(ctx: Context, payload: P, job: Job<P>, signal: AbortSignal): Promise<Finish | Skip | undefined>;
  /** what to write when the last attempt has failed */
  onGivenUp?(tx: Context, payload: P): Promise<void>;
};

/** Declares a job with the type of its payload. */
export const job = <P>(definition: JobDefinition<P>): JobDefinition => definition as unknown as JobDefinition;

export type EnqueueOptions = {
  /** the same key is queued once, for ever */
  key?: string;
  runAt?: Date;
  subject?: SubjectRef;
  /** higher runs first */
  priority?: number;
  maxAttempts?: number;
};

export const DEFAULT_ATTEMPTS = 20;

/** Queues a job with the change that causes it: both are committed or neither. */
export async function enqueue(tx: Context, name: string, payload: Record<string, unknown>, options: EnqueueOptions = {}) {
  if (!tx.transaction) throw new Error('enqueue() belongs inside transaction()');
  await tx.db
    .insertInto('jobs')
    .values({
      organization_id: tx.tenant.id || null,
      name,
      payload: JSON.stringify(payload),
      idempotency_key: options.key ?? null,
      status: 'ready',
      incident_id: options.subject?.kind === 'incident' ? options.subject.id : null,
      case_id: options.subject?.kind === 'case' ? options.subject.id : null,
      priority: options.priority ?? 0,
      max_attempts: options.maxAttempts ?? DEFAULT_ATTEMPTS,
      run_at: options.runAt ?? tx.now(),
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  tx.transaction.jobsQueued = true;
}

/**
 * Queues a job for each row of `from`, as a part of a larger statement; whoever runs that wakes the workers.
 * @param payload SQL over those rows
 */
export const enqueueEach = (
  ctx: Context,
  name: string,
  payload: RawBuilder<unknown>,
  from: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  insert into jobs (organization_id, name, payload, status, max_attempts, run_at, created_at)
  select ${ctx.tenant.id}::int, ${name}, ${payload}, 'ready', ${sql.lit(DEFAULT_ATTEMPTS)}, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz
  from ${from}`;

const WAKE_MS = 50;
const aboutToWake = new WeakSet<Kysely<Database>>();

/**
 * Wakes the workers a moment later, once for all that is queued until then: a notice with each commit would make the commits wait for
 * each other. Who sleeps on looks by itself within a second.
 */
export function wakeWorkersSoon({ db, log }: Pick<System, 'db' | 'log'>): void {
  if (aboutToWake.has(db)) return;
  aboutToWake.add(db);
  setTimeout(() => {
    aboutToWake.delete(db);
    sql`select pg_notify('tocsin_jobs', '')`.execute(db).catch((error) => log.warn({ err: error }, 'the workers could not be woken'));
  }, WAKE_MS).unref();
}

/** One row of a flow, as the worker and the subject's page see it. */
export type Step = {
  /** verb-noun, unique in its flow: `create-ticket` */
  name: string;
  title: string;
  /** steps that must be over before; with a `?` behind the name one attempt is enough */
  after?: readonly string[];
  priority?: number;
  maxAttempts?: number;
  timeoutMs?: number;
  /** @param occasion what the flow was started with, when it repeats on one subject */
  run(ctx: Context, subject: SubjectRef, signal: AbortSignal, occasion: number | undefined): Promise<Finish | Skip | undefined>;
};

/** A list of steps; each runs once per subject and can be resumed, retried and seen. */
export type Flow = { name: string; steps: readonly Step[] };

/** The job that runs any flow's step. */
export const STEP_JOB = 'run-step';

/**
 * Queues every step of a flow for a subject. Steps that exist already stay as they are.
 * @param occasion distinguishes repetitions of the same flow on one subject: the id of what caused it, a status change for example
 */
export async function startFlow(tx: Context, flow: Flow, subject: SubjectRef, occasion?: number) {
  if (!tx.transaction) throw new Error('startFlow() belongs inside transaction()');
  const name = occasion === undefined ? flow.name : `${flow.name}:${occasion}`;
  await tx.db
    .insertInto('jobs')
    .values(
      flow.steps.map((step) => ({
        organization_id: tx.tenant.id,
        name: STEP_JOB,
        payload: '{}',
        flow: name,
        step: step.name,
        title: step.title,
        incident_id: subject.kind === 'incident' ? subject.id : null,
        case_id: subject.kind === 'case' ? subject.id : null,
        after: [...(step.after ?? [])],
        status: step.after?.length ? 'waiting' : 'ready',
        priority: step.priority ?? 0,
        max_attempts: step.maxAttempts ?? DEFAULT_ATTEMPTS,
        run_at: tx.now(),
        created_at: tx.now(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  tx.transaction.jobsQueued = true;
}

/** Makes steps ready whose predecessors are over. */
export async function releaseWaiting(tx: Context, flow: string, subject: SubjectRef) {
  const column = sql.ref(`${subject.kind}_id`);
  await sql`
    update jobs w set status = 'ready', run_at = ${tx.now()}
    where w.status = 'waiting' and w.flow = ${flow} and w.${column} = ${subject.id} and not exists (
      select 1 from unnest(w.after) need join jobs d on d.flow = w.flow and d.${column} = w.${column} and d.step = rtrim(need, '?')
      where not (d.status in ('done', 'skipped', 'failed') or (need like '%?' and d.attempts > 0 and d.last_error is not null)))`.execute(
    tx.db,
  );
}

/**
 * Runs failed, skipped or delayed steps again, at once.
 * @param step undefined: all of them
 * @returns how many were set going
 */
export async function retrySteps(tx: Context, subject: SubjectRef, step?: string): Promise<number> {
  const result = await sql`
    update jobs set status = 'ready', run_at = ${tx.now()}, attempts = 0
    where ${sql.ref(`${subject.kind}_id`)} = ${subject.id} and organization_id = ${tx.tenant.id} and flow is not null
      and (status in ('failed', 'skipped') or (status = 'ready' and last_error is not null)) ${step === undefined ? sql`` : sql`and step = ${step}`}`.execute(
    tx.db,
  );
  if (tx.transaction) tx.transaction.jobsQueued = true;
  return Number(result.numAffectedRows ?? 0);
}
