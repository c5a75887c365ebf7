import { bool, id, onCreate, required, requiredText, text, theOne } from '../../core/field.ts';
import { member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { ensureTagType, TagTypeRead } from './tag-types.ts';

export const tags = resource({
  table: 'tags',
  path: '/tags',
  tag: 'tags',
  noun: 'tag',
  model: 'Tag',
  fields: {
    id: id(),
    name: { ...requiredText({ maxLength: 500 }), required: false },
    source: text(),
    uri: text(),
    discoverable: bool(),
    external_id: text(),
    description: text(),
    tag_type: theOne(TagTypeRead, 'tag_type_id', { find: ensureTagType }),
    project: required(onCreate(theOne(ProjectRead, 'project_id'))),
  },
  rules: { list: member, get: member, create: member, update: member, delete: member },
  echoesPageSize: true,
});

export const TagRead = tags.read;
