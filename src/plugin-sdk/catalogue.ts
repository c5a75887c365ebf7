import type { Static, TObject } from 'typebox';
import type { Capabilities, CapabilityType, PluginType } from './capabilities.ts';
import type { Host } from './host.ts';

/** An activity a plug-in can report for the activity-based cost model. */
export type PluginEvent = { name: string; slug: string; description: string };

/** What a plug-in folder's `index.ts` exports. */
export type Plugin<T extends PluginType = PluginType, C extends TObject = TObject> = {
  slug: string;
  title: string;
  type: T;
  description: string;
  author: string;
  author_url: string;
  version: string;
  /** several may be enabled in one project */
  multiple: boolean;
  /** built in: enabled in every new project, so an empty configuration must be valid for it */
  builtIn?: boolean;
  /** JSON Schema; properties with `secret: true` are stored sealed and never shown */
  configuration: C;
  events?: readonly PluginEvent[];
  /** makes the capability for one project's configuration; must not reach out by itself */
  create(configuration: Static<C>, host: Host): T extends CapabilityType ? Capabilities[T] : unknown;
};

/** What the plug-ins that come with Tocsin have in common. */
export const BUILT_IN = { author: 'Tocsin', author_url: '/api/v1/docs', version: '1.0.0', multiple: false, builtIn: true } as const;

/** Declares a plug-in with the type of its configuration. */
export const plugin = <T extends PluginType, C extends TObject>(declaration: Plugin<T, C>): Plugin => declaration as unknown as Plugin;

/** Every installed plug-in. */
export type PluginCatalogue = readonly Plugin[];
