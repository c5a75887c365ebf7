import { type Context, NOWHERE, type System, systemContext } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { askEngine, troubleIn } from './engine.ts';
import { isOver, nextCheckAt } from './run.ts';
import { type Due, findRun, takeDue } from './store.ts';
import { failRun, noteTrouble, takeState } from './take-state.ts';

/** What is left over waits for the next turn, half a minute later. */
const MOST_RUNS = 100;
/** One engine that does not answer keeps few others waiting. */
const AT_ONCE = 10;
const DAY_MS = 86_400_000;
const LONGEST_DAYS = 30;

/** Asks the engines after the runs that are under way, in all organizations. One engine's trouble is no other's. */
export async function checkRuns(system: System, signal: AbortSignal): Promise<void> {
  const ctx = systemContext(system, NOWHERE);
  const due = await takeDue(ctx, MOST_RUNS, (startedAt) => nextCheckAt(startedAt, ctx.now()));
  const lane = async () => {
    for (let one = due.shift(); one && !signal.aborted; one = due.shift()) await checkRun(systemContext(ctx, one.tenant), one, signal);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function checkRun(ctx: Context, { id, created_at }: Due, signal: AbortSignal): Promise<void> {
  const run = await findRun(ctx, id);
  if (!run || isOver(run.status)) return;
  if (ctx.now().getTime() - created_at.getTime() > LONGEST_DAYS * DAY_MS) {
    await transaction(ctx, (tx) => failRun(tx, id, `The engine reported no end within ${LONGEST_DAYS} days; it is not asked any more.`));
    return;
  }
  try {
    const state = await askEngine(ctx, run, signal);
    if (state) await transaction(ctx, (tx) => takeState(tx, id, state));
  } catch (error) {
    ctx.log.warn({ err: error, workflow_instance: id }, 'a workflow engine could not be asked after a run; it is asked again');
    await transaction(ctx, (tx) => noteTrouble(tx, id, troubleIn(error)));
  }
}
