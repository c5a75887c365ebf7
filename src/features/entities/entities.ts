import { id, onCreate, one, required, text, theOne } from '../../core/field.ts';
import { admin, allowed, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';
import { EntityTypeRead, EntityTypeReadMinimal, ensureEntityType } from './entity-types.ts';
import { LONGEST_VALUE } from './expressions.ts';
import { entityView } from './rules.ts';

const plain = {
  id: id(),
  name: text({ minLength: 1, maxLength: 500 }),
  source: text(),
  value: text({ minLength: 1, maxLength: LONGEST_VALUE }),
  description: text(),
} as const;

export const entities = resource({
  table: 'entities',
  path: '/entity',
  tag: 'entities',
  noun: 'entity',
  model: 'Entity',
  fields: {
    ...plain,
    entity_type: one(EntityTypeRead, 'entity_type_id', { find: ensureEntityType }),
    project: required(onCreate(theOne(ProjectRead, 'project_id'))),
  },
  rules: { list: member, get: member, create: member, update: member, delete: admin },
  visible: (ctx, alias) => allowed(ctx, entityView, alias),
  substring: ['name', 'value'],
});

export const EntityRead = entities.read;

export const EntityReadMinimal = shape('EntityReadMinimal', 'entities', {
  ...plain,
  entity_type: one(EntityTypeReadMinimal, 'entity_type_id'),
});
