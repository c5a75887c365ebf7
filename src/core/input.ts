import type { TSchema } from 'typebox';
import type { Problem } from './errors.ts';

/** The part of JSON Schema that our declarations use. */
type Schema = {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  default?: unknown;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  strict?: boolean;
  /** false: white space at both ends is part of the text */
  trim?: boolean;
  /** the operation mends characters that cannot be stored: what is said must not be lost for one */
  anyCharacter?: boolean;
};

type Loc = (string | number)[];

const SECRET = /password|secret|token/i;
type Reader = { problems: Problem[]; defaults: boolean };

const MAX_ITEMS = 1000;

/**
 * Reads a value from outside by its schema: trims texts, coerces as the contract's clients expect ("5", "true", epoch seconds),
 * drops unknown keys and fills defaults, and says everything that is wrong at once.
 *
 * @param defaults false for partial updates, where an absent key means "leave it"
 * @returns the value and the problems; with problems the value is not to be used
 */
export function readInput(schema: TSchema, value: unknown, loc: Loc, { defaults = true } = {}) {
  const reader: Reader = { problems: [], defaults };
  return { value: read(reader, schema as Schema, value, loc), problems: reader.problems };
}

function read(reader: Reader, schema: Schema, value: unknown, loc: Loc): unknown {
  if (schema.anyOf) return readUnion(reader, schema.anyOf, value, loc);
  if (schema.enum || schema.const !== undefined) return readEnum(reader, schema.enum ?? [schema.const], value, loc);
  switch (schema.type) {
    case 'string':
      return readText(reader, schema, value, loc);
    case 'integer':
    case 'number':
      return readNumber(reader, schema, value, loc);
    case 'boolean':
      return readBoolean(reader, schema, value, loc);
    case 'array':
      return readArray(reader, schema, value, loc);
    case 'object':
      return readObject(reader, schema, value, loc);
    case 'null':
      return value === null ? null : fail(reader, 'none_required', loc, 'Leave this value empty.', value);
    default:
      return readOpen(reader, schema, value, loc);
  }
}

/** Deeper trees are nobody's data, and whatever walks them runs out of stack. */
const DEEPEST = 100;

/** A value of any shape: whatever can be stored. */
function readOpen(reader: Reader, { anyCharacter }: Schema, value: unknown, loc: Loc): unknown {
  const waiting: [unknown, number][] = [[value, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [one, depth] = next;
    if (depth > DEEPEST) return fail(reader, 'value_error', loc, `Nest at most ${DEEPEST} levels.`, null);
    const texts = typeof one === 'string' ? [one] : Object.keys(one ?? {});
    const problem = anyCharacter ? undefined : texts.map(unstorable).find((found) => found !== undefined);
    if (problem) return fail(reader, 'value_error', loc, problem, null);
    if (typeof one === 'object' && one !== null) {
      for (const inner of Object.values(one)) waiting.push([inner, depth + 1]);
    }
  }
  return value;
}

/** Why the database would refuse the text, if it would. */
function unstorable(text: string): string | undefined {
  if (text.includes('\0')) return 'Remove the zero character: it cannot be stored.';
  return text.isWellFormed() ? undefined : 'Remove the half of a character (a lone surrogate): it cannot be stored.';
}

/** What was sent comes back with the problem, as the contract has it, but for secrets: an answer may end up in somebody's log. */
function fail(reader: Reader, type: string, loc: Loc, msg: string, input: unknown): undefined {
  reader.problems.push({ type, loc, msg, input: SECRET.test(String(loc.at(-1))) ? null : input });
  return undefined;
}

function readUnion(reader: Reader, alternatives: Schema[], value: unknown, loc: Loc): unknown {
  if (value === null && alternatives.some((one) => one.type === 'null')) return null;
  const others = alternatives.filter((one) => one.type !== 'null');
  if (others.length === 1) return read(reader, others[0] as Schema, value, loc);
  for (const one of others) {
    const attempt: Reader = { problems: [], defaults: reader.defaults };
    const result = read(attempt, one, value, loc);
    if (!attempt.problems.length) return result;
  }
  return fail(reader, 'value_error', loc, `Give one of: ${others.map((one) => one.type ?? 'value').join(', ')}.`, value);
}

function readEnum(reader: Reader, allowed: unknown[], value: unknown, loc: Loc): unknown {
  const wanted = typeof value === 'string' ? value.trim() : value;
  if (allowed.includes(wanted)) return wanted;
  return fail(reader, 'enum', loc, `Input should be one of: ${allowed.join(', ')}.`, value);
}

function readText(reader: Reader, schema: Schema, value: unknown, loc: Loc): unknown {
  if (schema.format === 'date-time') return readTime(reader, value, loc);
  if (typeof value !== 'string') return fail(reader, 'string_type', loc, 'Input should be a text.', value);
  const problem = unstorable(value);
  if (problem) return fail(reader, 'value_error', loc, problem, value);
  const trimmed = schema.trim === false ? value : value.trim();
  const { minLength = 0, maxLength = 1_000_000 } = schema;
  if (trimmed.length < minLength) {
    return fail(
      reader,
      'string_too_short',
      loc,
      minLength === 1 ? 'Value error, must not be empty.' : `String should have at least ${minLength} characters.`,
      value,
    );
  }
  if (trimmed.length > maxLength) return fail(reader, 'string_too_long', loc, `String should have at most ${maxLength} characters.`, value);
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(trimmed)) {
    return fail(reader, 'string_pattern_mismatch', loc, `String should match pattern '${schema.pattern}'.`, value);
  }
  const format = schema.format && FORMATS[schema.format];
  if (format && !format.test.test(trimmed)) return fail(reader, 'value_error', loc, format.message, value);
  return trimmed;
}

const FORMATS: Record<string, { test: RegExp; message: string }> = {
  email: { test: /^[^\s@"]+@[^\s@.]+(\.[^\s@.]+)*$/, message: 'Value error, this is not an e-mail address; write name@example.org.' },
  uuid: { test: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i, message: 'Value error, this is not a UUID.' },
  uri: { test: /^[a-z][a-z0-9+.-]*:\/\/\S+$/i, message: 'Value error, this is not an address; write https://example.org.' },
};

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

/** @returns ISO text in UTC; microseconds survive, because the database keeps them and a JavaScript date does not */
function readTime(reader: Reader, value: unknown, loc: Loc): unknown {
  const numeric = typeof value === 'number' || (typeof value === 'string' && /^\d{1,13}(\.\d+)?$/.test(value.trim()));
  if (numeric) {
    const epoch = Number(value);
    // The contract's clients send seconds; a number this large can only be milliseconds.
    const date = new Date(Math.abs(epoch) > 2e10 ? epoch : epoch * 1000);
    return Number.isNaN(date.getTime()) ? fail(reader, 'datetime_parsing', loc, 'This number is no time.', value) : date.toISOString();
  }
  const parts = typeof value === 'string' ? ISO.exec(value.trim()) : null;
  if (!parts) return fail(reader, 'datetime_from_date_parsing', loc, 'Input should be a time such as 2026-11-24T16:30:00Z.', value);
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = parts;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  if (Number.isNaN(date.getTime()) || Number(day) > 31) return fail(reader, 'datetime_parsing', loc, 'There is no such date.', value);
  return `${date.toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

function readNumber(reader: Reader, schema: Schema, value: unknown, loc: Loc): unknown {
  const isText = typeof value === 'string' && value.trim() !== '';
  const number = typeof value === 'number' ? value : isText ? Number(value) : Number.NaN;
  const kind = schema.type === 'integer' ? 'int' : 'float';
  if (!Number.isFinite(number))
    return fail(reader, `${kind}_parsing`, loc, `Input should be a ${kind === 'int' ? 'whole ' : ''}number.`, value);
  if (kind === 'int' && !Number.isInteger(number)) return fail(reader, 'int_from_float', loc, 'Input should be a whole number.', value);
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (exclusiveMinimum !== undefined && number <= exclusiveMinimum)
    return fail(reader, 'greater_than', loc, `Input should be greater than ${exclusiveMinimum}.`, value);
  if (minimum !== undefined && number < minimum)
    return fail(reader, 'greater_than_equal', loc, `Input should be at least ${minimum}.`, value);
  if (exclusiveMaximum !== undefined && number >= exclusiveMaximum)
    return fail(reader, 'less_than', loc, `Input should be less than ${exclusiveMaximum}.`, value);
  if (maximum !== undefined && number > maximum) return fail(reader, 'less_than_equal', loc, `Input should be at most ${maximum}.`, value);
  return number;
}

const WORDS = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  ['1', true],
  ['true', true],
  ['t', true],
  ['on', true],
  ['yes', true],
  ['y', true],
  [false, false],
  [0, false],
  ['0', false],
  ['false', false],
  ['f', false],
  ['off', false],
  ['no', false],
  ['n', false],
]);

function readBoolean(reader: Reader, schema: Schema, value: unknown, loc: Loc): unknown {
  const answer =
    schema.strict && typeof value !== 'boolean' ? undefined : WORDS.get(typeof value === 'string' ? value.trim().toLowerCase() : value);
  return answer ?? (answer === false ? false : fail(reader, 'bool_type', loc, 'Input should be true or false.', value));
}

function readArray(reader: Reader, schema: Schema, value: unknown, loc: Loc): unknown {
  if (!Array.isArray(value)) return fail(reader, 'list_type', loc, 'Input should be a list.', value);
  const limit = schema.maxItems ?? MAX_ITEMS;
  if (value.length > limit) return fail(reader, 'too_long', loc, `Send at most ${limit} items at once.`, value.length);
  return value.map((item, index) => read(reader, schema.items ?? {}, item, [...loc, index]));
}

function readObject(reader: Reader, schema: Schema, value: unknown, loc: Loc): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail(reader, 'model_attributes_type', loc, 'Input should be an object.', value);
  }
  if (!schema.properties) return readOpen(reader, schema, value, loc);
  const given = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(schema.properties)) {
    const present = given[key] !== undefined;
    if (present) result[key] = read(reader, child, given[key], [...loc, key]);
    else if (reader.defaults && defaultOf(child) !== undefined) result[key] = structuredClone(defaultOf(child));
    else if (schema.required?.includes(key)) fail(reader, 'missing', [...loc, key], 'Field required.', null);
  }
  return result;
}

const defaultOf = (schema: Schema): unknown => schema.default ?? schema.anyOf?.find((one) => one.default !== undefined)?.default;
