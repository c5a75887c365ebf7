import { sql } from 'kysely';
import Type from 'typebox';
import { bool, computed, id, json, name, nullable, text, theOne } from '../../core/field.ts';
import { member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';

const word = () => ({ ...text(), read: Type.String() });

const pluginFields = {
  id: id(),
  title: word(),
  slug: word(),
  author: word(),
  author_url: word(),
  type: word(),
  multiple: { ...bool(), read: Type.Boolean() },
  configuration_schema: json(),
  description: text(),
} as const;

export const PluginRead = shape('PluginRead', 'plugins', pluginFields);

const eventFields = { id: id(), name: name(), slug: word(), plugin: theOne(PluginRead, 'plugin_id'), description: text() } as const;

export const PluginEventRead = shape('PluginEventRead', 'plugin_events', eventFields);

const instanceFields = {
  id: id(),
  enabled: bool(),
  configuration_schema: computed(
    nullable(Type.Unknown()),
    (alias) => `(select g.configuration_schema from plugins g where g.id = ${alias}.plugin_id)`,
  ),
  plugin: theOne(PluginRead, 'plugin_id', { by: ['id', 'slug'] }),
  project: theOne(ProjectRead, 'project_id'),
  broken: computed(nullable(Type.Boolean()), (alias) => `(select not g.installed from plugins g where g.id = ${alias}.plugin_id)`),
} as const;

export const PluginInstanceReadMinimal = shape('PluginInstanceReadMinimal', 'plugin_instances', instanceFields);

/** The catalogue belongs to the installation: every organization sees the same. */
const everywhere = () => sql<boolean>`true`;

export const plugins = resource({
  table: 'plugins',
  path: '/plugins',
  tag: 'plugins',
  noun: 'plug-in',
  model: 'Plugin',
  fields: pluginFields,
  rules: { list: member },
  scope: everywhere,
  substring: ['title', 'slug'],
});

export const pluginEvents = resource({
  table: 'plugin_events',
  path: '/plugins/plugin_events',
  tag: 'plugins',
  noun: 'plug-in event',
  model: 'PluginEvent',
  fields: eventFields,
  rules: { list: member },
  scope: everywhere,
});

/** Written by operations of its own: a configuration is sealed, and enabling one disables another. */
export const pluginInstances = resource({
  table: 'plugin_instances',
  path: '/plugins/instances',
  tag: 'plugins',
  noun: 'plug-in instance',
  model: 'PluginInstance',
  fields: instanceFields,
  rules: { list: member },
  item: PluginInstanceReadMinimal,
  searchThrough: 'plugin_id',
});
