import type { Context } from '../../core/context.ts';
import { enqueue, type SubjectRef } from '../../core/jobs.ts';
import { attachDocuments } from './artifacts.ts';
import { runKey } from './run.ts';
import { findRun, findWorkflow, type Run } from './store.ts';
import { announceRun, tellStarted } from './tell.ts';

export const START_JOB = 'start-workflow';
/** Some two hours, with growing waits. */
export const START_ATTEMPTS = 20;

export type NewRun = {
  workflowId: number;
  /** what it is run for */
  subject?: SubjectRef | undefined;
  signalId?: number | undefined;
  signalInstanceId?: string | undefined;
  /** a list of `{ key, value }`; those without a value are left out */
  parameters: readonly Record<string, unknown>[];
  reason: string | null;
  /** participant of the subject; null when nobody in particular started it */
  creator: number | null;
  /** whoever started it, as the timeline shows them */
  by?: string | undefined;
  /** documents, as a client sends them */
  artifacts?: readonly Record<string, unknown>[];
};

/**
 * Notes a run of a workflow and queues its start: the engine is called after the commit, once.
 * @returns the id of the run; undefined when there is no such workflow or it is disabled
 */
export async function startWorkflow(tx: Context, run: NewRun): Promise<number | undefined> {
  const workflow = await findWorkflow(tx, run.workflowId);
  if (!workflow?.enabled) return undefined;
  const id = await insertRun(tx, run);
  const made = (await findRun(tx, id)) as Run;
  await attachDocuments(tx, made, run.artifacts ?? []);
  await enqueue(tx, START_JOB, { id }, { key: runKey(id), maxAttempts: START_ATTEMPTS, ...(run.subject && { subject: run.subject }) });
  await tellStarted(tx, made, { reason: run.reason, by: run.by });
  announceRun(tx, made, 'created');
  return id;
}

async function insertRun(tx: Context, { subject, ...run }: NewRun): Promise<number> {
  const { id } = await tx.db
    .insertInto('workflow_instances')
    .values({
      organization_id: tx.tenant.id,
      workflow_id: run.workflowId,
      incident_id: subject?.kind === 'incident' ? subject.id : null,
      case_id: subject?.kind === 'case' ? subject.id : null,
      signal_id: run.signalId ?? null,
      signal_instance_id: run.signalInstanceId ?? null,
      creator_id: run.creator,
      parameters: JSON.stringify(run.parameters),
      run_reason: run.reason,
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
