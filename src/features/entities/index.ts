export { EntityRead, EntityReadMinimal, entities } from './entities.ts';
export { EntityTypeRead, EntityTypeReadMinimal, entityTypes } from './entity-types.ts';
export { DEEPEST, type Rule as EntityRule } from './expressions.ts';
export { extractEntities, refreshEntities, type SignalInstance } from './extract-entities.ts';
export { entityView, instanceView } from './rules.ts';
