import { transaction } from '../../core/db.ts';
import { type JobDefinition, job, Skip } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { checkRuns } from './check-runs.ts';
import { isHopeless, startInEngine, troubleIn } from './engine.ts';
import { isOver } from './run.ts';
import { START_ATTEMPTS, START_JOB } from './start-workflow.ts';
import { findRun } from './store.ts';
import { failRun, noteTrouble, takeState } from './take-state.ts';

const SYNC_JOB = 'sync-workflows';

const start = job<{ id: number }>({
  name: START_JOB,
  run: async (ctx, { id }, { attempts }, signal) => {
    const run = await findRun(ctx, id);
    if (!run) return new Skip('The run or its workflow is gone.');
    if (isOver(run.status)) return new Skip(`The run is ${run.status}.`);
    try {
      const state = await startInEngine(ctx, run, signal, { repeated: attempts > 1 });
      return (tx) => takeState(tx, id, state, { begins: true });
    } catch (error) {
      const reason = troubleIn(error);
      if (isHopeless(error) || attempts >= START_ATTEMPTS) return (tx) => failRun(tx, id, reason);
      await transaction(ctx, (tx) => noteTrouble(tx, id, reason));
      throw error;
    }
  },
});

const sync: JobDefinition = {
  name: SYNC_JOB,
  timeoutMs: 150_000,
  run: async (ctx, _payload, _job, signal) => {
    await checkRuns(ctx, signal);
    return undefined;
  },
};

export const jobs: JobDefinition[] = [start, sync];
export const schedules: Schedule[] = [{ name: SYNC_JOB, cron: '*/30 * * * * *', job: SYNC_JOB }];
