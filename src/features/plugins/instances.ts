import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import { translated } from '../../core/constraints.ts';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { conflict, invalidInput, notFound } from '../../core/errors.ts';
import { Id, nullable } from '../../core/field.ts';
import { findJson } from '../../core/list.ts';
import { findOne } from '../../core/write.ts';
import type { Plugin } from '../../plugin-sdk/catalogue.ts';
import { configurationFromClient, maskedConfiguration, readConfiguration, sealConfiguration } from './configuration.ts';
import { PluginInstanceReadMinimal, PluginRead, pluginInstances } from './resources.ts';

const Named = Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true });
const configuration = Type.Optional(nullable(Type.Unknown()));
const enabled = Type.Optional(nullable(Type.Boolean()));

export const CreateInstance = Type.Object({ enabled, configuration, plugin: Named, project: Named });
export const UpdateInstance = Type.Object({ id: Type.Optional(Id), enabled, configuration });
export const InstanceAnswer = Type.Object({
  ...PluginInstanceReadMinimal.schema.properties,
  plugin: PluginRead.schema,
  configuration: nullable(Type.Unknown()),
});

type Instance = {
  id: number;
  project_id: number;
  enabled: boolean;
  configuration: string | null;
  slug: string;
  title: string;
  type: string;
};

/** @returns the instance with its configuration, secrets masked @throws not_found */
export async function getInstance(ctx: Context, id: number): Promise<unknown> {
  const json = await findJson(ctx, pluginInstances, PluginInstanceReadMinimal, id);
  if (!json) throw notFound('plug-in instance');
  const { slug, configuration } = await findInstance(ctx, id);
  return { ...JSON.parse(json), configuration: maskedConfiguration(ctx, pluginOf(ctx, slug), configuration) };
}

/** @throws invalid no such plug-in or project, or its configuration breaks the schema; the field is named */
export async function createInstance(ctx: Context, input: Static<typeof CreateInstance>): Promise<unknown> {
  return transaction(ctx, async (tx) => {
    const pluginId = await findOne(tx, ['plugin'], { table: 'plugins', by: ['id', 'slug'] }, input.plugin);
    const projectId = await findOne(tx, ['project'], { table: 'projects', by: ['id', 'name'] }, input.project);
    const { id } = await tx.db
      .insertInto('plugin_instances')
      .values({ organization_id: tx.tenant.id, project_id: projectId, plugin_id: pluginId })
      .returning('id')
      .executeTakeFirstOrThrow();
    announce(tx, { kind: 'plugin_instance', id }, 'created');
    return change(tx, id, input);
  });
}

/**
 * Changes the configuration, enables or disables. Enabling a plug-in disables the one that did the same work in the project.
 * @throws conflict the plug-in is not installed, or active services depend on the on-call plug-in that would be disabled
 */
export async function updateInstance(ctx: Context, id: number, input: Static<typeof UpdateInstance>): Promise<unknown> {
  return transaction(ctx, (tx) => change(tx, id, input));
}

async function change(tx: Context, id: number, input: Static<typeof UpdateInstance>): Promise<unknown> {
  await lockProject(tx, id);
  const instance = await findInstance(tx, id);
  const enabledNow = input.enabled ?? instance.enabled;
  const configuration = await newConfiguration(tx, instance, input, enabledNow);
  if (instance.enabled && !enabledNow) await requireNoActiveServices(tx, instance);
  if (enabledNow) await disableOthers(tx, instance);
  await tx.db.updateTable('plugin_instances').set({ enabled: enabledNow, configuration }).where('id', '=', id).execute();
  announce(tx, { kind: 'plugin_instance', id }, 'updated');
  return getInstance(tx, id);
}

/** @throws conflict something still uses it */
export async function deleteInstance(ctx: Context, id: number): Promise<void> {
  await translated({ noun: 'plug-in instance', table: 'plugin_instances' }, () =>
    transaction(ctx, async (tx) => {
      const instance = await findInstance(tx, id);
      if (instance.enabled) await requireNoActiveServices(tx, instance);
      await tx.db.deleteFrom('plugin_instances').where('id', '=', id).execute();
      announce(tx, { kind: 'plugin_instance', id }, 'deleted');
    }),
  );
}

async function findInstance(ctx: Context, id: number): Promise<Instance> {
  const instance = await ctx.db
    .selectFrom('plugin_instances as i')
    .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
    .select(['i.id', 'i.project_id', 'i.enabled', 'i.configuration', 'p.slug', 'p.title', 'p.type'])
    .where('i.id', '=', id)
    .where('i.organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  if (!instance) throw notFound('plug-in instance');
  return instance;
}

const pluginOf = (ctx: Context, slug: string): Plugin | undefined => ctx.plugins.find((one) => one.slug === slug);

/** Two people who enable two plug-ins of one type at once must not both succeed. */
const lockProject = (tx: Context, instanceId: number) =>
  sql`select 1 from projects where id = (select project_id from plugin_instances where id = ${instanceId}) for update`.execute(tx.db);

/** @returns the sealed configuration: the sent one, else the stored one, which must fit as soon as the plug-in is enabled */
async function newConfiguration(tx: Context, instance: Instance, input: Static<typeof UpdateInstance>, enabledNow: boolean) {
  const isSent = input.configuration !== undefined && input.configuration !== null;
  if (!isSent && !(enabledNow && !instance.enabled)) return instance.configuration;
  const plugin = pluginOf(tx, instance.slug);
  if (!plugin) throw conflict(`${instance.title} is not installed; install it before you enable or configure it.`, 'plugin');
  const { value, problems } = isSent
    ? configurationFromClient(tx, plugin, input.configuration, instance.configuration)
    : readConfiguration(tx, plugin, instance.configuration);
  if (problems.length) throw invalidInput(problems);
  return sealConfiguration(tx, value);
}

async function disableOthers(tx: Context, instance: Instance): Promise<void> {
  if (pluginOf(tx, instance.slug)?.multiple) return;
  const others = await tx.db
    .selectFrom('plugin_instances as i')
    .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
    .select(['i.id', 'i.project_id', 'i.enabled', 'i.configuration', 'p.slug', 'p.title', 'p.type'])
    .where('i.project_id', '=', instance.project_id)
    .where('p.type', '=', instance.type)
    .where('i.enabled', '=', true)
    .where('i.id', '<>', instance.id)
    .execute();
  for (const other of others) {
    if (other.slug !== instance.slug) await requireNoActiveServices(tx, other);
    await tx.db.updateTable('plugin_instances').set({ enabled: false }).where('id', '=', other.id).execute();
    announce(tx, { kind: 'plugin_instance', id: other.id }, 'updated');
  }
}

/** Their pages would reach nobody. */
async function requireNoActiveServices(tx: Context, { project_id, slug, title, type }: Instance): Promise<void> {
  if (type !== 'oncall') return;
  const service = await tx.db
    .selectFrom('services')
    .select('name')
    .where('project_id', '=', project_id)
    .where('type', '=', slug)
    .where('is_active', '=', true)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  if (service) throw conflict(`The active service ${service.name} is paged through ${title}. Deactivate such services first.`, 'enabled');
}
