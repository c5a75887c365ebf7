import type { Context } from '../../core/context.ts';
import { AppError, conflict, unavailable } from '../../core/errors.ts';
import type { Capabilities, CapabilityType } from '../../plugin-sdk/capabilities.ts';
import type { Plugin } from '../../plugin-sdk/catalogue.ts';
import { readConfiguration } from './configuration.ts';

/** An enabled plug-in of a project, ready to be called. */
export type Enabled<T extends CapabilityType> = { slug: string; title: string; capability: Capabilities[T] };

/**
 * The plug-in that does this kind of work in the project.
 * @param slug only this one: a service names its own on-call plug-in
 * @returns undefined when none is enabled: the work is then left out
 * @throws conflict several are enabled; unavailable its code is missing or its configuration does not fit, with the remedy
 */
export async function findCapability<T extends CapabilityType>(
  ctx: Context,
  projectId: number,
  type: T,
  slug?: string,
): Promise<Enabled<T> | undefined> {
  const found = await ctx.db
    .selectFrom('plugin_instances as i')
    .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
    .select(['p.slug', 'p.title', 'i.configuration'])
    .where('i.organization_id', '=', ctx.tenant.id)
    .where('i.project_id', '=', projectId)
    .where('p.type', '=', type)
    .where('i.enabled', '=', true)
    .$if(slug !== undefined, (query) => query.where('p.slug', '=', slug as string))
    .orderBy('i.id')
    .limit(2)
    .execute();
  if (found.length > 1) {
    throw conflict(`${found[0]?.title} and ${found[1]?.title} are both enabled for ${type}; disable one of them in the settings.`);
  }
  const [row] = found;
  if (!row) return undefined;
  const plugin = installed(ctx, row.slug, row.title);
  return { slug: row.slug, title: row.title, capability: make<T>(ctx, projectId, plugin, row.configuration) };
}

/**
 * The plug-in of one instance, for work that names its instance: a workflow its engine.
 * @throws conflict the instance is gone, disabled or of another type; unavailable its code is missing or its configuration does not fit
 */
export async function capabilityOfInstance<T extends CapabilityType>(ctx: Context, instanceId: number, type: T): Promise<Enabled<T>> {
  const row = await ctx.db
    .selectFrom('plugin_instances as i')
    .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
    .select(['p.slug', 'p.title', 'p.type', 'i.project_id', 'i.enabled', 'i.configuration'])
    .where('i.organization_id', '=', ctx.tenant.id)
    .where('i.id', '=', instanceId)
    .executeTakeFirst();
  if (row?.type !== type) throw conflict(`There is no plug-in of type ${type} here any more; choose another one in the settings.`);
  if (!row.enabled) throw conflict(`${row.title} is disabled. Enable it in the settings of the project.`);
  const plugin = installed(ctx, row.slug, row.title);
  return { slug: row.slug, title: row.title, capability: make<T>(ctx, row.project_id, plugin, row.configuration) };
}

function installed(ctx: Context, slug: string, title: string): Plugin {
  const plugin = ctx.plugins.find((one) => one.slug === slug);
  if (!plugin)
    throw unavailable(`The plug-in ${title} (${slug}) is enabled but not installed. Install it again or disable it in the settings.`);
  return plugin;
}

function make<T extends CapabilityType>(ctx: Context, projectId: number, plugin: Plugin, sealed: string | null): Capabilities[T] {
  const { value, problems } = readConfiguration(ctx, plugin, sealed);
  if (problems.length) {
    const fields = problems.map(({ loc, msg }) => `${loc.slice(2).join('.') || 'configuration'}: ${msg}`).join(' ');
    throw unavailable(`The configuration of ${plugin.title} does not fit any more. ${fields} Correct it in the settings.`);
  }
  try {
    return plugin.create(value, ctx.hostFor(ctx, projectId)) as Capabilities[T];
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unavailable(`${plugin.title} cannot start: ${(cause as Error).message}`, cause);
  }
}
