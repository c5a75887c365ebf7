import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { type Flow, releaseWaiting, retrySteps, type SubjectRef, startFlow } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { subjectRule } from '../participants/index.ts';

/** Makes whatever is still missing: of these steps those that failed or were left out run again, those that never were run now. */
export async function completeFlow(tx: Context, subject: SubjectRef, flow: Flow): Promise<void> {
  await startFlow(tx, flow, subject);
  for (const { name } of flow.steps) await retrySteps(tx, subject, name);
  // What they wait for may be over already, and then nothing else sets them going.
  await releaseWaiting(tx, flow.name, subject);
}

/** @throws forbidden; conflict the step is not one that failed, was left out or waits for its next attempt */
export async function retryStep(ctx: Context, subject: SubjectRef, step: string): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, ...subjectRule(subject, 'edit'));
    const started = await retrySteps(tx, subject, step);
    if (!started) throw conflict('There is nothing to repeat: this step is done, is running or waits for others.');
  });
}
