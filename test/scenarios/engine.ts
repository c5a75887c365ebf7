import type { Context } from '../../src/core/context.ts';
import { type FakeEngine, startFakeEngine } from '../../src/plugins/generic-workflow/fake.ts';
import { inject } from '../harness.ts';

type Project = { id: number; name: string };
type Made = { id: number } & Record<string, unknown>;

async function send(ctx: Context, method: 'POST' | 'PUT' | 'GET', path: string, body?: unknown): Promise<Made> {
  const answer = await inject(ctx, { method, path: `/{organization}${path}`, body });
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json<Made>();
}

/** @returns the id of a plug-in's instance in the organization's project */
export async function instanceOf(ctx: Context, slug: string): Promise<number> {
  const { id } = await ctx.db
    .selectFrom('plugin_instances as i')
    .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
    .select('i.id')
    .where('i.organization_id', '=', ctx.tenant.id)
    .where('p.slug', '=', slug)
    .executeTakeFirstOrThrow();
  return id;
}

/** An engine on this machine and the plug-in set up to reach it. Stop it with the test. */
export async function anEngine(ctx: Context): Promise<FakeEngine & { instanceId: number }> {
  const engine = await startFakeEngine();
  const instanceId = await instanceOf(ctx, 'generic-workflow');
  await send(ctx, 'PUT', `/plugins/instances/${instanceId}`, { enabled: true, configuration: engine.configuration });
  return { ...engine, instanceId };
}

export const aWorkflow = (ctx: Context, project: Project, instanceId: number, more: Record<string, unknown> = {}) =>
  send(ctx, 'POST', '/workflows', {
    name: 'Restart the shards',
    description: 'One after the other.',
    resource_id: 'restart-shards',
    plugin_instance: { id: instanceId },
    project,
    parameters: [{ key: 'shard', value: '' }],
    enabled: true,
    ...more,
  });

/** Asks for a run as the context's user. */
export const asking = (ctx: Context, workflowId: number, body: unknown) =>
  inject(ctx, { method: 'POST', path: `/{organization}/workflows/${workflowId}/run`, body });

/** @returns a run as the context's user reads it */
export const readingRun = (ctx: Context, id: number) => send(ctx, 'GET', `/workflows/instances/${id}`);
