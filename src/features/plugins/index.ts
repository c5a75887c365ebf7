export { type CatalogueEntry, catalogueState, forgetPlugin } from './catalogue-state.ts';
export { capabilityOfInstance, type Enabled, findCapability } from './find-capability.ts';
export { groupsOf } from './group-members.ts';
export { findMade, keepMade } from './made.ts';
export { completeMetadata, pluginMetadata } from './plugin-metadata.ts';
export { registerCatalogue } from './register-catalogue.ts';
export { PluginEventRead, PluginInstanceReadMinimal, PluginRead } from './resources.ts';
