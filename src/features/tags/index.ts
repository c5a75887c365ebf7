export { ensureTags, type GivenTag, requireExclusive } from './ensure-tags.ts';
export { DefinitionRead, definitions, TermRead, terms } from './glossary.ts';
export { TagTypeRead, tagTypes } from './tag-types.ts';
export { requireExclusiveOf, tagged } from './tagged.ts';
export { TagRead, tags } from './tags.ts';
