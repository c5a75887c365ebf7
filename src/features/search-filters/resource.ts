import { sql } from 'kysely';
import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import {
  bool,
  Email,
  email,
  id,
  json,
  linked,
  Name,
  name,
  onCreate,
  one,
  oneOf,
  readOnly,
  required,
  requiredText,
  text,
  theOne,
  time,
} from '../../core/field.ts';
import { member, type Rule } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';
import { ProjectRead } from '../organizations/index.ts';
import { UserReference } from '../users/index.ts';
import { type FilterSubject, validateExpression } from './subjects.ts';

const FilterIndividual = shape('SearchFilterIndividual', 'individual_contacts', {
  id: id(),
  name: requiredText(),
  email: { ...email(), read: Email },
});
const FilterTeam = shape('TeamRead', 'team_contacts', { id: id(), name: requiredText() });
const FilterService = shape('SearchFilterService', 'services', { id: id(), name: requiredText() });
const FilterNotification = shape('SearchFilterNotification', 'notifications', { id: id(), name: requiredText() });

const from = 'search_filter_id';
const Expression = Type.Array(Type.Unsafe<object>({ type: 'object', additionalProperties: true }), { maxItems: 200 });

/** Whoever made the filter, and administrators. */
const ownFilter: Rule = {
  role: 'Admin',
  where: (ctx, alias) => sql<boolean>`${sql.ref(`${alias}.creator_id`)} is not distinct from ${ctx.actor.userId}`,
};

export const searchFilters = resource({
  table: 'search_filters',
  path: '/search/filters',
  tag: 'search_filters',
  noun: 'search filter',
  model: 'SearchFilter',
  fields: {
    id: id(),
    name: required({ ...name(), input: Name }),
    description: text(),
    enabled: bool(),
    expression: required({ ...json(), read: Expression, input: Expression }),
    subject: { ...oneOf(['incident', 'case']), input: Type.Enum(['incident', 'case'], { default: 'incident' }) },
    created_at: readOnly(time()),
    updated_at: readOnly(time()),
    project: required(onCreate(theOne(ProjectRead, 'project_id'))),
    creator: readOnly(one(UserReference, 'creator_id')),
    individuals: readOnly(linked(FilterIndividual, { links: 'individual_contact_filters', from, target: 'individual_contact_id' })),
    teams: readOnly(linked(FilterTeam, { links: 'team_contact_filters', from, target: 'team_contact_id' })),
    services: readOnly(linked(FilterService, { links: 'service_filters', from, target: 'service_id' })),
    notifications: readOnly(linked(FilterNotification, { links: 'notification_filters', from, target: 'notification_id' })),
  },
  rules: { list: member, get: member, create: member, update: ownFilter, delete: ownFilter },
  hooks: {
    beforeWrite: async (tx, row, _input, filterId) => {
      if (filterId === undefined) row.creator_id = tx.actor.userId || null;
      await checkExpression(tx, row, filterId);
    },
  },
});

export const SearchFilterRead = searchFilters.read;

/** A filter that means nothing is refused when it is saved, not when an incident needs it. */
async function checkExpression(tx: Context, row: Record<string, unknown>, filterId?: number) {
  if (row.expression === undefined && row.subject === undefined) return;
  const current = filterId === undefined ? undefined : await currentFilter(tx, filterId);
  const subject = (row.subject ?? current?.subject ?? 'incident') as FilterSubject;
  try {
    validateExpression(subject, row.expression ?? current?.expression);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError('invalid', error.message, {
      problems: [{ type: 'value_error', loc: ['body', 'expression'], msg: error.message }],
      cause: error,
    });
  }
}

const currentFilter = (tx: Context, filterId: number) =>
  tx.db.selectFrom('search_filters').select(['subject', 'expression']).where('id', '=', filterId).executeTakeFirst();
