import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { AppError, invalid } from '../../core/errors.ts';
import {
  bool,
  type Finder,
  id,
  linked,
  Name,
  name,
  nullable,
  onCreate,
  oneOf,
  required,
  requiredText,
  text,
  theOne,
} from '../../core/field.ts';
import { admin, can, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { findOne, insertOne } from '../../core/write.ts';
import { ProjectRead } from '../organizations/index.ts';
import { LONGEST_EXPRESSION, pathProblem, patternProblem } from './expressions.ts';

const SCOPES = ['single', 'multiple', 'all'] as const;
const scope = () => ({ ...oneOf([...SCOPES]), input: nullable(Type.Enum([...SCOPES], { default: 'single' })) });

/** A definition of alerts, as a type of entity shows it. */
const EntityTypeSignal = shape('EntityTypeSignal', 'signals', {
  id: id(),
  name: requiredText(),
  owner: requiredText(),
  conversation_target: text(),
  description: text(),
  variant: text(),
});

const plain = { id: id(), name: { ...name(), input: nullable(Name), required: false }, description: text() } as const;

export const entityTypes = resource({
  table: 'entity_types',
  path: '/entity_type',
  tag: 'entity_types',
  noun: 'entity type',
  model: 'EntityType',
  fields: {
    ...plain,
    jpath: text({ maxLength: LONGEST_EXPRESSION }),
    scope: scope(),
    enabled: bool(),
    regular_expression: text({ maxLength: LONGEST_EXPRESSION }),
    signals: linked(EntityTypeSignal, {
      links: 'signal_entity_types',
      from: 'entity_type_id',
      target: 'signal_id',
      by: ['id'],
      whenOmitted: 'keep',
    }),
    project: required(onCreate(theOne(ProjectRead, 'project_id'))),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  hooks: {
    beforeWrite: async (_tx, row, _input, typeId) => {
      if (typeId === undefined && !row.name) throw invalid('name', 'Field required.');
      requireUsable('jpath', row, pathProblem);
      requireUsable('regular_expression', row, patternProblem);
    },
  },
});

export const EntityTypeRead = entityTypes.read;

export const EntityTypeReadMinimal = shape('EntityTypeReadMinimal', 'entity_types', {
  ...plain,
  scope: scope(),
  enabled: bool(),
  regular_expression: text(),
});

/** An expression that cannot be used is refused when it is written: an alert must not meet it. */
function requireUsable(key: 'jpath' | 'regular_expression', row: Record<string, unknown>, problemOf: (text: string) => string | undefined) {
  const expression = row[key];
  if (expression === '') row[key] = null;
  if (typeof expression !== 'string' || !expression) return;
  const problem = problemOf(expression);
  if (problem) throw invalid(key, `This expression cannot be used: ${problem}.`);
}

/**
 * The type that an entity of a request means, by id or by name; one that only has a name is made when it is new to the project.
 * @throws invalid there is none and none can be made
 * @throws forbidden types are made by administrators
 */
export const ensureEntityType: Finder = async (tx, loc, value, projectId) => {
  const target = { table: 'entity_types', by: ['id', 'name'] };
  try {
    return await findOne(tx, loc, target, value, projectId);
  } catch (error) {
    const isNew = error instanceof AppError && typeof value.name === 'string' && value.name.trim().length >= 3 && !value.id;
    if (!isNew || projectId === undefined || !(await can(tx, admin))) throw error;
    return makeType(tx, { ...value, project: { id: projectId } });
  }
};

const makeType = (tx: Context, value: Record<string, unknown>) => {
  const known = ['name', 'description', 'jpath', 'regular_expression', 'scope', 'enabled', 'project'];
  return insertOne(tx, entityTypes, Object.fromEntries(Object.entries(value).filter(([key]) => known.includes(key))));
};
