import { expect, test } from 'vitest';
import type { Tag, TagType } from '../api/types.ts';
import { missingTypes, withTag } from './tags.ts';

const region = { id: 1, name: 'Region', exclusive: true, required: true } as TagType;
const service = { id: 2, name: 'Service', exclusive: false, required: false } as TagType;
const tag = (id: number, tag_type: TagType) => ({ id, name: `tag ${id}`, tag_type }) as Tag;

test('a tag of an exclusive type takes the place of the one before it', () => {
  const result = withTag([tag(1, region), tag(5, service)], tag(2, region));
  expect(result.tags.map((one) => one.id)).toEqual([5, 2]);
  expect(result.replaced?.id).toBe(1);
});

test('other tags stand side by side, none of them twice', () => {
  const { tags } = withTag([tag(5, service)], tag(6, service));
  expect(tags).toHaveLength(2);
  expect(withTag(tags, tag(6, service)).tags).toHaveLength(2);
});

test('a required type without a tag is named', () => {
  expect(missingTypes([tag(5, service)], [region, service])).toEqual(['Region']);
  expect(missingTypes([tag(1, region)], [region, service])).toEqual([]);
});
