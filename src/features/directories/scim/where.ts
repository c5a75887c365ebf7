import { type RawBuilder, sql } from 'kysely';
import { badRequest } from './errors.ts';
import type { Comparison, Filter, Value } from './filter.ts';

/** Where the database has an attribute, and how it is compared. */
export type Column = {
  type: 'text' | 'boolean' | 'time';
  /** the text, truth or time itself */
  sql: RawBuilder<unknown>;
  /** names and addresses are the same in any case; ids are not */
  caseExact?: boolean;
};

/** A list: `values` yields its rows, whose parts are columns of their own. */
export type List = { values: RawBuilder<unknown>; parts: Record<string, Column> };

/** By the attribute in lower case: `name.familyname` */
export type Columns = { single: Record<string, Column>; lists: Record<string, List> };

/** @returns the filter as a condition. @throws ScimError invalidFilter an attribute that is not filtered by, or a value of another type */
export function whereOf(filter: Filter, columns: Columns): RawBuilder<boolean> {
  switch (filter.kind) {
    case 'and':
      return sql`(${whereOf(filter.left, columns)} and ${whereOf(filter.right, columns)})`;
    case 'or':
      return sql`(${whereOf(filter.left, columns)} or ${whereOf(filter.right, columns)})`;
    case 'not':
      // Of what somebody does not have nothing is true, and its opposite is.
      return sql`((${whereOf(filter.filter, columns)}) is not true)`;
    case 'some':
      return some(filter.attribute, columns, (parts) => whereOf(filter.filter, { single: parts, lists: {} }));
    default:
      return simple(filter, columns);
  }
}

function some(name: string, { lists }: Columns, condition: (parts: Record<string, Column>) => RawBuilder<boolean>): RawBuilder<boolean> {
  const list = own(lists, name);
  if (!list) throw badRequest('invalidFilter', `${name}: there is no such list to filter by.`);
  return sql`exists (select 1 from ${list.values} where ${condition(list.parts)})`;
}

type Simple = Extract<Filter, { kind: 'compare' | 'present' }>;

function simple(filter: Simple, columns: Columns): RawBuilder<boolean> {
  const { attribute } = filter;
  const column = own(columns.single, attribute);
  if (column) return filter.kind === 'present' ? present(column) : compared(attribute, column, filter.operator, filter.value);
  // `emails.value` and `emails`: of any of them.
  const [name = '', part = 'value'] = attribute.split('.');
  if (own(columns.lists, name)) return some(name, columns, (parts) => simple({ ...filter, attribute: part }, { single: parts, lists: {} }));
  throw badRequest('invalidFilter', `${attribute}: this is no attribute to filter by.`);
}

const own = <T>(record: Record<string, T>, name: string): T | undefined =>
  Object.hasOwn(record, name.toLowerCase()) ? record[name.toLowerCase()] : undefined;

const present = ({ type, sql: found }: Column): RawBuilder<boolean> =>
  type === 'text' ? sql`coalesce(${found}, '') <> ''` : sql`${found} is not null`;

const SIGNS = { eq: sql`=`, ne: sql`is distinct from`, gt: sql`>`, ge: sql`>=`, lt: sql`<`, le: sql`<=` };

function compared(name: string, column: Column, operator: Comparison, value: Value): RawBuilder<boolean> {
  const { type, sql: found } = column;
  if (value === null) {
    if (operator === 'eq') return sql`(not ${present(column)})`;
    if (operator === 'ne') return present(column);
    throw badRequest('invalidFilter', `${name}: null is only compared by eq and ne.`);
  }
  if (type === 'boolean') {
    if (operator !== 'eq' && operator !== 'ne') throw badRequest('invalidFilter', `${name}: this is true or false, compared by eq and ne.`);
    return sql`${found} ${SIGNS[operator]} ${truthOf(name, value)}::boolean`;
  }
  if (typeof value !== 'string' || value.includes('\0'))
    throw badRequest('invalidFilter', `${name}: this is compared with a text in quotes.`);
  const [left, right] =
    type === 'time'
      ? [found, sql`${timeOf(name, value)}::timestamptz`]
      : column.caseExact
        ? [found, sql`${value}::text`]
        : [sql`lower(${found})`, sql`lower(${value}::text)`];
  if (operator === 'co' || operator === 'sw' || operator === 'ew') {
    if (type === 'time') throw badRequest('invalidFilter', `${name}: times are compared by eq, ne, gt, ge, lt and le.`);
    if (operator === 'co') return sql`position(${right} in ${left}) > 0`;
    return operator === 'sw' ? sql`starts_with(${left}, ${right})` : sql`right(${left}, length(${right})) = ${right}`;
  }
  return sql`${left} ${SIGNS[operator]} ${right}`;
}

/** Entra ID compares `active` with a text. */
function truthOf(name: string, value: Exclude<Value, null>): boolean {
  const word = String(value).toLowerCase();
  if (word !== 'true' && word !== 'false') throw badRequest('invalidFilter', `${name}: this is compared with true or false.`);
  return word === 'true';
}

function timeOf(name: string, value: string): Date {
  const time = new Date(value);
  if (Number.isNaN(time.getTime()))
    throw badRequest('invalidFilter', `${name}: this is compared with a time such as "2026-01-05T09:00:00Z".`);
  return time;
}
