import Type from 'typebox';
import { AppError } from '../../core/errors.ts';
import {
  id,
  integer,
  json,
  linked,
  Name,
  name,
  nullable,
  onCreate,
  oneOf,
  readOnly,
  required,
  requiredText,
  text,
  theOne,
  time,
  writeOnly,
} from '../../core/field.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';
import { requireMeaning } from './filter-expressions.ts';

export const FILTER_ACTIONS = ['deduplicate', 'snooze', 'none'] as const;
const MODES = ['active', 'monitor', 'inactive', 'expired'] as const;

/** A week: an older alert is no repetition. */
const LONGEST_WINDOW_SECONDS = 604_800;

const Expression = Type.Array(Type.Unsafe<object>({ type: 'object', additionalProperties: true }), { maxItems: 200 });

/** The definitions a filter is for: by name; each is read whole under its own address. */
const FilterSignal = shape('FilterSignal', 'signals', {
  id: id(),
  name: requiredText(),
  owner: requiredText(),
  description: text(),
  external_id: text(),
  variant: text(),
});
const signals = () => ({
  ...readOnly(linked(FilterSignal, { links: 'signals_filters', from: 'signal_filter_id', target: 'signal_id' })),
  read: Type.Array(
    Type.Unsafe<object>({ type: 'object', additionalProperties: true, description: 'A signal: its id and what it is called.' }),
  ),
});

/** Mutes signals for a while, or takes those that repeat an earlier one together with it. */
export const signalFilters = resource({
  table: 'signal_filters',
  path: '/signals/filters',
  tag: 'signals',
  noun: 'signal filter',
  model: 'SignalFilter',
  fields: {
    id: id(),
    name: required({ ...name(), input: Name }),
    description: text(),
    mode: { ...oneOf([...MODES]), input: nullable(Type.Enum([...MODES], { default: 'active' })) },
    action: { ...oneOf([...FILTER_ACTIONS]), input: Type.Enum([...FILTER_ACTIONS], { default: 'snooze' }) },
    expression: { ...json(), read: Expression, input: nullable(Expression) },
    /** seconds */
    window: integer({ minimum: 1, maximum: LONGEST_WINDOW_SECONDS }),
    expiration: time(),
    signals: signals(),
    project: required(onCreate(writeOnly(theOne(ProjectRead, 'project_id')))),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  hooks: {
    beforeWrite: async (tx, row, _input, filterId) => {
      if (filterId === undefined) row.creator_id = tx.actor.userId || null;
      if (row.expression !== undefined) refuseMeaningless(row.expression);
    },
  },
});

export const SignalFilterRead = signalFilters.read;

/** A filter that means nothing is refused when it is saved, not when a signal meets it. */
function refuseMeaningless(expression: unknown) {
  try {
    requireMeaning(expression);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problem = { type: 'value_error', loc: ['body', 'expression'], msg: error.message };
    throw new AppError('invalid', error.message, { problems: [problem], cause: error });
  }
}
