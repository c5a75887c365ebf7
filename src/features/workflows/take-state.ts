import type { Context } from '../../core/context.ts';
import type { WorkflowRun } from '../../plugin-sdk/capabilities.ts';
import { keepArtifacts } from './artifacts.ts';
import { isOver, nextCheckAt } from './run.ts';
import { findRun, updateRun } from './store.ts';
import { announceRun, tellStatus } from './tell.ts';

/**
 * Writes what the engine says of a run, and tells of it where the run belongs when its state changed. A run that is over stays as it is.
 * @param begins the run was just started: from now on the engine is asked after it
 */
export async function takeState(tx: Context, id: number, state: WorkflowRun, { begins = false } = {}): Promise<void> {
  const run = await findRun(tx, id, { lock: true });
  if (!run || isOver(run.status)) return;
  const { added, changed } = await keepArtifacts(tx, run, state.artifacts);
  const { resource_id, resource_type } = state;
  const news = { status: state.status ?? run.status, weblink: state.weblink ?? run.weblink, resource_id, resource_type, last_error: null };
  const isNew = Object.entries(news).some(([key, value]) => run[key as keyof typeof news] !== value);
  const nextAsked = isOver(news.status) ? { next_check_at: null } : begins && { next_check_at: nextCheckAt(tx.now(), tx.now()) };
  if (!isNew && !changed && !nextAsked) return;
  await updateRun(tx, id, { ...news, ...nextAsked });
  if (news.status !== run.status) await tellStatus(tx, run, { ...news, artifacts: added });
  announceRun(tx, run, 'updated');
}

/** Ends a run that cannot go on, and says why where it belongs. */
export async function failRun(tx: Context, id: number, reason: string): Promise<void> {
  const run = await findRun(tx, id, { lock: true });
  if (!run || isOver(run.status)) return;
  await updateRun(tx, id, { status: 'Failed', last_error: reason, next_check_at: null });
  await tellStatus(tx, run, { status: 'Failed', weblink: run.weblink, reason });
  announceRun(tx, run, 'updated');
}

/** Notes on a run that goes on why the engine could not be spoken to. */
export async function noteTrouble(tx: Context, id: number, reason: string): Promise<void> {
  const run = await findRun(tx, id, { lock: true });
  if (!run || isOver(run.status) || run.last_error === reason) return;
  await updateRun(tx, id, { status: run.status, last_error: reason });
  announceRun(tx, run, 'updated');
}
