import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import type { Workflow, WorkflowCall, WorkflowRun } from '../../plugin-sdk/capabilities.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import { describeSubject, maskSubject } from '../participants/index.ts';
import { capabilityOfInstance } from '../plugins/index.ts';
import { parametersOf, runKey, subjectOf, wordsOf } from './run.ts';
import type { Run } from './store.ts';

/** An engine that takes longer counts as out of reach. */
const PATIENCE_MS = 10_000;

const inTime = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
const callOf = ({ id, engine_id }: Run): WorkflowCall => ({ workflowId: engine_id, instanceId: id });
const engineOf = async (ctx: Context, run: Run): Promise<Workflow> =>
  (await capabilityOfInstance(ctx, run.plugin_instance_id, 'workflow')).capability;

/**
 * Starts the run in its engine.
 * @param repeated an earlier attempt may have started it without our hearing so
 */
export async function startInEngine(
  ctx: Context,
  run: Run,
  signal: AbortSignal,
  { repeated }: { repeated: boolean },
): Promise<WorkflowRun> {
  const engine = await engineOf(ctx, run);
  const key = runKey(run.id);
  const call = callOf(run);
  const known = repeated ? await engine.find(key, call, inTime(signal)) : undefined;
  return known ?? engine.run(key, { ...call, parameters: await whatToTell(ctx, run) }, inTime(signal));
}

/** @returns the run as its engine knows it; undefined when it knows nothing */
export async function askEngine(ctx: Context, run: Run, signal: AbortSignal): Promise<WorkflowRun | undefined> {
  const engine = await engineOf(ctx, run);
  const { resource_id, resource_type, weblink } = run;
  return engine.get({ resource_id: resource_id ?? '', resource_type: resource_type ?? '', weblink }, callOf(run), inTime(signal));
}

/** A restricted subject shows the engine what kind it is, not what happened. */
async function whatToTell(ctx: Context, run: Run): Promise<Record<string, unknown>> {
  const subject = subjectOf(run);
  const shown = subject && maskSubject(await describeSubject(ctx, subject));
  return parametersOf(run.parameters, {
    ...(shown && wordsOf(shown)),
    externalRef: shown?.url ?? `${ctx.settings.uiUrl}/${ctx.tenant.slug}`,
    workflowInstanceId: run.id,
  });
}

/** @returns what to show people of a failure: ours and plug-ins' messages are written for them */
export const troubleIn = (error: unknown) =>
  error instanceof PluginError || error instanceof AppError ? error.message : 'The workflow plug-in broke down; its error is in the log.';

export const isHopeless = (error: unknown) => error instanceof PluginError && !error.retry;
