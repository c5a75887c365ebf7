import type { Tag, TagType } from '../api/types.ts';

/** Adds a tag. @returns the tags and, when its type allows one only, the tag that had to go */
export function withTag(tags: Tag[], tag: Tag): { tags: Tag[]; replaced?: Tag } {
  if (tags.some((one) => one.id === tag.id)) return { tags };
  const rival = tag.tag_type?.exclusive ? tags.find((one) => one.tag_type?.id === tag.tag_type?.id) : undefined;
  return { tags: [...tags.filter((one) => one !== rival), tag], ...(rival && { replaced: rival }) };
}

/** @returns names of the types that must have a tag and have none */
export const missingTypes = (tags: Tag[], types: Pick<TagType, 'id' | 'name' | 'required' | 'discoverable_incident'>[]): string[] =>
  types
    .filter((type) => type.required && type.discoverable_incident !== false && !tags.some((tag) => tag.tag_type?.id === type.id))
    .map((type) => type.name);
