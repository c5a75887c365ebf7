import { type RawBuilder, sql } from 'kysely';
import { own } from '../lib/own.ts';
import { AppError } from './errors.ts';
import { type ColumnType, nameColumn, singular, tableInfo, tableOfModel } from './models.ts';
import { type Hop, joinPath, throughHops } from './paths.ts';

/** What a list knows about itself for filtering and sorting. */
export type Filterable = {
  table: string;
  /** filter-language words that mean a particular way to a table: `Commander`, `Participant` */
  joins?: Record<string, readonly Hop[]>;
  /** values without a column: SQL text over the row's alias */
  computed?: Record<string, (alias: string) => string>;
  /** words of the language that stand for a column of another name */
  renamed?: Record<string, string>;
};

type Condition = { model?: unknown; field?: unknown; op?: unknown; value?: unknown };
type Sql = RawBuilder<boolean>;

const MAX_DEPTH = 10;
const MAX_CONDITIONS = 200;
const MAX_TEXT = 20_000;

/** @throws invalid `filter` is no JSON, or names an unknown field, operator or model */
export function filterFromText(list: Filterable, text: string, alias = 't0'): Sql | undefined {
  if (!text.trim()) return undefined;
  if (text.length > MAX_TEXT) throw refused(`The filter is longer than ${MAX_TEXT} characters; use fewer conditions.`);
  let spec: unknown;
  try {
    spec = JSON.parse(text);
  } catch (cause) {
    throw refused(`The filter is not valid JSON: ${(cause as Error).message}.`);
  }
  return compileFilter(list, spec, alias);
}

/** @returns undefined for an empty filter */
export function compileFilter(list: Filterable, spec: unknown, alias = 't0'): Sql | undefined {
  return compile({ list, alias, conditions: 0 }, spec, 0);
}

type State = { list: Filterable; alias: string; conditions: number };

function compile(state: State, spec: unknown, depth: number): Sql | undefined {
  if (depth > MAX_DEPTH) throw refused(`The filter is nested more than ${MAX_DEPTH} levels deep.`);
  if (spec === null || spec === undefined) return undefined;
  if (Array.isArray(spec)) return all(spec.map((part) => compile(state, part, depth + 1)));
  if (typeof spec !== 'object') throw refused('A filter is an object or a list of objects.');
  const group = spec as Record<string, unknown>;
  if ('or' in group) return any(withEveryOne(state, listOf(group.or, 'or'), depth));
  if ('and' in group) return all(listOf(group.and, 'and').map((part) => compile(state, part, depth + 1)));
  if ('not' in group) return negated(state, group.not, depth);
  if (!Object.keys(group).length) return undefined;
  return condition(state, group);
}

function listOf(value: unknown, word: string): unknown[] {
  if (!Array.isArray(value)) throw refused(`"${word}" takes a list of conditions.`);
  return value;
}

function negated(state: State, value: unknown, depth: number): Sql | undefined {
  const [only, ...more] = listOf(value, 'not');
  if (more.length || only === undefined) throw refused('"not" takes a list of exactly one condition.');
  const inner = compile(state, only, depth + 1);
  return inner && sql<boolean>`not coalesce(${inner}, false)`;
}

const isModel = (part: unknown, ...names: string[]) =>
  typeof part === 'object' && part !== null && names.includes(String((part as Condition).model).toLowerCase());

/**
 * Inside "or", `NotCaseType` and `TagAll` mean "and": none of these types, every one of these tags. They are taken out of the group,
 * so that a plain condition beside them keeps its "or".
 */
function withEveryOne(state: State, parts: unknown[], depth: number): { any: (Sql | undefined)[]; all: (Sql | undefined)[] } {
  const every = parts.filter((part) => isModel(part, 'notcasetype', 'tagall'));
  const some = parts.filter((part) => !isModel(part, 'notcasetype', 'tagall'));
  return {
    any: some.map((part) => compile(state, part, depth + 1)),
    all: every.map((part) => compile(state, part, depth + 1)),
  };
}

function any({ any: some, all: every }: { any: (Sql | undefined)[]; all: (Sql | undefined)[] }): Sql | undefined {
  const choices = some.filter((part) => part !== undefined);
  const choice = choices.length ? sql<boolean>`(${sql.join(choices, sql` or `)})` : undefined;
  return all([choice, ...every]);
}

function all(parts: (Sql | undefined)[]): Sql | undefined {
  const present = parts.filter((part) => part !== undefined);
  return present.length ? sql<boolean>`(${sql.join(present, sql` and `)})` : undefined;
}

const ALIASES: Record<string, string> = { tagall: 'Tag', notcasetype: 'CaseType' };

function condition(state: State, given: Condition): Sql {
  state.conditions += 1;
  if (state.conditions > MAX_CONDITIONS) throw refused(`The filter has more than ${MAX_CONDITIONS} conditions.`);
  const spec = ofRelation(state.list, given);
  if (typeof spec.field !== 'string') throw refused('A condition needs a "field".');
  // Whatever operator a client sends with it.
  const op = isModel(spec, 'notcasetype') ? '!=' : spec.op === undefined ? '==' : String(spec.op);
  const operator = own(OPERATORS, op);
  if (!operator) throw refused(`Unknown operator "${op}"; use one of ${Object.keys(OPERATORS).join(', ')}.`);
  if (operator.takesValue && spec.value === undefined) throw refused(`The condition on "${spec.field}" needs a "value".`);
  const hops = hopsTo(state.list, spec.model);
  const table = hops.at(-1)?.table ?? state.list.table;
  const inner = hops.length ? 'f' : state.alias;
  const target = targetOf(state.list, table, spec.field, inner, hops.length === 0);
  const test = (hops.length && op === 'not_any' ? listMembership(false) : operator).sql(target, spec.value, spec.field);
  if (!hops.length) return test;
  const exists = throughHops(state.alias, hops, inner, test);
  if (op === 'not_any') return sql<boolean>`not ${exists}`;
  return op === 'is_null' ? sql<boolean>`(${exists} or not ${throughHops(state.alias, hops, inner, sql<boolean>`true`)})` : exists;
}

/**
 * A relation in place of a column: `{"field": "tags", "op": "any", "value": "network"}` asks for what it leads to by name, a number by id;
 * `{"field": "case", "op": "is_null"}` asks whether it leads anywhere.
 */
function ofRelation(list: Filterable, spec: Condition): Condition {
  const { field, op } = spec;
  const { columns, references } = tableInfo(list.table);
  if (typeof field !== 'string' || own(columns, field) || own(list.computed, field) || own(list.renamed, field)) return spec;
  if (hopsTo(list, spec.model).length) return spec;
  if ((op === 'is_null' || op === 'is_not_null') && own(references, `${field}_id`)) return { ...spec, field: `${field}_id` };
  if (op !== 'any' && op !== 'not_any') return spec;
  const model = singular(field);
  const isKnown = tableOfModel(model) || Object.keys(list.joins ?? {}).some((key) => key.toLowerCase() === model.toLowerCase());
  const end = isKnown && hopsTo(list, model).at(-1);
  return end ? { ...spec, model, field: typeof spec.value === 'number' ? 'id' : nameColumn(end.table) } : spec;
}

/** @returns the way from the listed table to the model; none when the model is the listed one */
export function hopsTo(list: Filterable, model: unknown): readonly Hop[] {
  if (model === undefined || model === null || model === '' || model === 'undefined') return [];
  if (typeof model !== 'string') throw refused('"model" is the name of an entity.');
  const name = own(ALIASES, model.toLowerCase()) ?? model;
  const declared = Object.entries(list.joins ?? {}).find(([key]) => key.toLowerCase() === name.toLowerCase());
  if (declared) return declared[1];
  const table = tableOfModel(name);
  if (!table) throw refused(`Unknown model "${model}".`);
  if (table === list.table) return [];
  const path = own(list.joins, table) ?? joinPath(list.table, table);
  if (!path) throw refused(`"${model}" cannot be reached from this list.`);
  return path;
}

type Target = { sql: RawBuilder<unknown>; type: ColumnType };

function targetOf(list: Filterable, table: string, field: string, alias: string, isListed: boolean): Target {
  const computed = isListed ? own(list.computed, field) : undefined;
  if (computed) return { sql: sql.raw(computed(alias)), type: 'number' };
  const column = (isListed && own(list.renamed, field)) || field;
  const info = own(tableInfo(table).columns, column);
  if (!info || HIDDEN.has(column)) throw refused(`Unknown field "${field}".`);
  return { sql: sql.ref(`${alias}.${column}`), type: info.type };
}

/** Columns no filter or sort may probe: secrets, and words that only some of those who see the row may read. */
export const HIDDEN = new Set([
  'password',
  'configuration',
  'token_hash',
  'search',
  'attorney_form_data',
  'attorney_questions',
  'attorney_analysis',
]);

type Operator = { takesValue: boolean; sql(target: Target, value: unknown, field: string): Sql };

const compare = (symbol: string): Operator => ({
  takesValue: true,
  sql: (target, value, field) =>
    value === null ? sql<boolean>`false` : sql<boolean>`${target.sql} ${sql.raw(symbol)} ${scalar(target.type, value, field)}`,
});
const pattern = (symbol: string): Operator => ({
  takesValue: true,
  sql: (target, value, field) =>
    value === null ? sql<boolean>`false` : sql<boolean>`${target.sql}::text ${sql.raw(symbol)} ${wholePattern(value, field)}`,
});

/** A backslash at the end escapes nothing, which PostgreSQL refuses: it means itself. */
function wholePattern(value: unknown, field: string): string {
  const text = String(scalar('text', value, field));
  return /(^|[^\\])(\\\\)*\\$/.test(text) ? `${text}\\` : text;
}

const membership = (negated: boolean): Operator => ({
  takesValue: true,
  sql: (target, value, field) => {
    if (!Array.isArray(value)) throw refused(`The condition on "${field}" needs a list of values.`);
    const values = value.filter((one) => one !== null).map((one) => scalar(target.type, one, field));
    return negated ? sql<boolean>`not (${target.sql} = any(${values}))` : sql<boolean>`${target.sql} = any(${values})`;
  },
});
const listMembership = (negated: boolean): Operator => ({
  takesValue: true,
  sql: (target, value, field) => {
    if (target.type === 'json') return sql<boolean>`${negated ? sql`not ` : sql``}(${target.sql} @> ${JSON.stringify([value])}::jsonb)`;
    if (target.type !== 'text[]') return membership(negated).sql(target, [value], field);
    return sql<boolean>`${negated ? sql`not ` : sql``}(${String(value)} = any(${target.sql}))`;
  },
});

const OPERATORS: Record<string, Operator> = {
  is_null: { takesValue: false, sql: (target) => sql<boolean>`${target.sql} is null` },
  is_not_null: { takesValue: false, sql: (target) => sql<boolean>`${target.sql} is not null` },
  '==': compare('='),
  eq: compare('='),
  '!=': compare('<>'),
  ne: compare('<>'),
  '>': compare('>'),
  gt: compare('>'),
  '<': compare('<'),
  lt: compare('<'),
  '>=': compare('>='),
  ge: compare('>='),
  '<=': compare('<='),
  le: compare('<='),
  like: pattern('like'),
  ilike: pattern('ilike'),
  not_ilike: pattern('not ilike'),
  in: membership(false),
  not_in: membership(true),
  any: listMembership(false),
  not_any: listMembership(true),
};

export const OPERATOR_NAMES = Object.keys(OPERATORS);

/** @throws invalid the value is not of the column's type */
function scalar(type: ColumnType, value: unknown, field: string): unknown {
  const text = typeof value === 'string' ? value.trim() : value;
  switch (type) {
    case 'integer':
      return whole(numeric(text, field, 2147483647), field);
    case 'bigint':
      return whole(numeric(text, field, Number.MAX_SAFE_INTEGER), field);
    case 'number':
      return numeric(text, field, Number.MAX_SAFE_INTEGER);
    case 'boolean':
      return boolean(text, field);
    case 'timestamp':
      return timestamp(text, field);
    case 'uuid':
      if (typeof text !== 'string' || !/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text))
        throw refused(`"${field}" is compared with a UUID.`);
      return text;
    case 'json':
      return JSON.stringify(value);
    case 'text[]':
      throw refused(`"${field}" is a list: use "any" or "not_any".`);
    default:
      if (typeof value === 'object') throw refused(`"${field}" is compared with a text.`);
      if (String(value).includes('\0')) throw refused(`Remove the zero character from the value of "${field}".`);
      return String(value);
  }
}

function numeric(value: unknown, field: string, bound: number) {
  const number = value === '' || typeof value === 'boolean' || typeof value === 'object' ? Number.NaN : Number(value);
  if (!Number.isFinite(number) || Math.abs(number) > bound) throw refused(`"${field}" is compared with a number.`);
  return number;
}

function whole(value: number, field: string) {
  if (!Number.isInteger(value)) throw refused(`"${field}" is compared with a whole number.`);
  return value;
}

function boolean(value: unknown, field: string) {
  const word = String(value).toLowerCase();
  if (['true', '1'].includes(word)) return true;
  if (['false', '0'].includes(word)) return false;
  throw refused(`"${field}" is compared with true or false.`);
}

/** @returns a time; as text where a JavaScript date would lose its microseconds, which the database keeps */
function timestamp(value: unknown, field: string): Date | string {
  const date = new Date(
    typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(value) ? `${value}Z` : (value as string),
  );
  const year = date.getUTCFullYear();
  if (Number.isNaN(date.getTime()) || year < 1 || year > 9999)
    throw refused(`"${field}" is compared with a time such as 2026-11-24T16:30:00Z.`);
  const fraction = typeof value === 'string' ? /:\d\d\.(\d{4,6})/.exec(value)?.[1] : undefined;
  return fraction ? `${date.toISOString().slice(0, 19)}.${fraction}Z` : date;
}

const refused = (message: string) =>
  new AppError('invalid', message, { problems: [{ type: 'value_error', loc: ['query', 'filter'], msg: message }] });
