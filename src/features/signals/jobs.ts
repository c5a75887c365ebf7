import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { AppError } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { type JobDefinition, job } from '../../core/jobs.ts';
import { type Confirmation, confirmAnswer } from './engagement-requests.ts';
import { CONFIRM_JOB, PROCESS_JOB, PROCESS_WAITING_JOB } from './job-names.ts';
import { processWaiting } from './process-instance.ts';

const TIMEOUT_MS = 120_000;

/** Each alert has a job of its own, so that one that cannot be looked at is tried again by itself, later and later. */
const processOne = job<{ id: string }>({
  name: PROCESS_JOB,
  timeoutMs: TIMEOUT_MS,
  run: async (ctx, { id }, { attempts }) => {
    const signalId = await waitsFor(ctx, id);
    if (signalId === undefined) return undefined;
    const problem = (await processWaiting(ctx, signalId, id)).get(id);
    if (problem === undefined) return undefined;
    if (attempts === 1) await tell(ctx, signalId, id, problem);
    throw problem;
  },
});

const processRest = job<{ signal_id: number }>({
  name: PROCESS_WAITING_JOB,
  timeoutMs: TIMEOUT_MS,
  run: async (ctx, { signal_id }) => {
    await processWaiting(ctx, signal_id);
    return undefined;
  },
});

/** @returns the definition of an alert that nobody has looked at yet */
async function waitsFor(ctx: Context, id: string): Promise<number | undefined> {
  const instance = await ctx.db
    .selectFrom('signal_instances')
    .select('signal_id')
    .where('id', '=', id)
    .where('filter_action', 'is', null)
    .executeTakeFirst();
  return instance?.signal_id;
}

const TOLD = 'An alert could not be looked at and is tried again';
const AGAIN_AFTER_MS = 3_600_000;

/** Whoever keeps the definition can mend it: its history says what is in the way, once an hour however many alerts it is in the way of. */
async function tell(ctx: Context, signalId: number, id: string, problem: unknown) {
  const reason = problem instanceof AppError ? problem.message : 'an error of Tocsin itself, which its log describes.';
  await transaction(ctx, async (tx) => {
    const { rows } = await sql`
      select 1 from events where signal_id = ${signalId} and started_at > ${new Date(tx.now().getTime() - AGAIN_AFTER_MS)}
        and starts_with(description, ${TOLD}) limit 1`.execute(tx.db);
    if (!rows.length)
      await record(tx, { kind: 'signal', id: signalId }, { description: `${TOLD}: ${reason}`, details: { signal_instance: id } });
  });
}

const confirmEngagement = job<Confirmation>({
  name: CONFIRM_JOB,
  run: async (_ctx, confirmation) => (tx) => confirmAnswer(tx, confirmation),
});

export const jobs: JobDefinition[] = [processOne, processRest, confirmEngagement];
