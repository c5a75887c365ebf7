import { badRequest } from './errors.ts';

export const COMPARISONS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
export type Comparison = (typeof COMPARISONS)[number];
export type Value = string | number | boolean | null;

/** A filter as it was understood. Attributes are `name.familyName`, without the URN of the schema, spelt as they were written. */
export type Filter =
  | { kind: 'compare'; attribute: string; operator: Comparison; value: Value }
  | { kind: 'present'; attribute: string }
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; filter: Filter }
  /** one value of a list that fits: `emails[type eq "work"]` */
  | { kind: 'some'; attribute: string; filter: Filter };

/** Where a change goes: `emails[type eq "work"].value` */
export type Path = { attribute: string; filter?: Filter; sub?: string };

const LONGEST = 4000;
const DEEPEST = 20;

/** Strings as JSON has them; the ids of schemas with their dots and colons belong to the word. */
const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|(-?\d[\d.eE+-]*)|([A-Za-z$](?:[\w$:-]|\.(?=[\w$]))*)|(\.))/y;
type Token = { kind: 'text' | 'bracket' | 'number' | 'word' | 'dot'; text: string };

/**
 * Reads a filter: `and` binds closer than `or`, `not` and brackets closest. Operators and `true`, `false`, `null` in any case.
 * @throws ScimError invalidFilter, with the place
 * @source RFC 7644, 3.4.2.2
 */
export function parseFilter(text: string): Filter {
  const reader = readerOf(text, 'invalidFilter');
  const filter = either(reader, 0);
  if (reader.next()) throw reader.wrong('the end');
  return filter;
}

/** Reads where a change goes. @throws ScimError invalidPath. @source RFC 7644, 3.5.2, figure 7 */
export function parsePath(text: string): Path {
  const reader = readerOf(text, 'invalidPath');
  const attribute = withoutSchema(reader.take('word', 'an attribute'));
  if (!reader.next()) return splitPath(attribute);
  reader.take('bracket', '[', '[');
  const filter = either(reader, 1);
  reader.take('bracket', ']', ']');
  if (!reader.next()) return { attribute, filter };
  reader.take('dot', '.');
  const sub = reader.take('word', 'an attribute');
  if (reader.next()) throw reader.wrong('the end');
  return { attribute, filter, sub };
}

function splitPath(attribute: string): Path {
  const dot = attribute.indexOf('.');
  return dot < 0 ? { attribute } : { attribute: attribute.slice(0, dot), sub: attribute.slice(dot + 1) };
}

/** Attributes of the schemas that are here; those of others keep their URN, and are not known. */
const withoutSchema = (word: string) => word.replace(/^urn:ietf:params:scim:schemas:core:2\.0:(User|Group):/i, '');

type Reader = ReturnType<typeof readerOf>;

function readerOf(text: string, scimType: 'invalidFilter' | 'invalidPath') {
  if (text.length > LONGEST) throw badRequest(scimType, `A filter has at most ${LONGEST} characters; this one has ${text.length}.`);
  const tokens = tokensOf(text, scimType);
  let at = 0;
  const next = () => tokens[at];
  const wrong = (wanted: string) =>
    badRequest(scimType, `There should be ${wanted} ${next() ? `at ${next()?.text}` : 'at the end'} in: ${text}`);
  return {
    next,
    wrong,
    isNext: (text: string) => next()?.kind !== 'text' && next()?.text.toLowerCase() === text,
    skip: () => {
      at += 1;
    },
    /** @param wanted in words, for whoever reads what is wrong */
    take(kind: Token['kind'], wanted: string, exactly?: string): string {
      const token = next();
      if (token?.kind !== kind || (exactly !== undefined && token.text !== exactly)) throw wrong(wanted);
      at += 1;
      return token.text;
    },
  };
}

function tokensOf(text: string, scimType: 'invalidFilter' | 'invalidPath'): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (!found) throw badRequest(scimType, `This cannot be read from "${text.slice(at, at + 20).trim()}" on: ${text}`);
    const [, quoted, bracket, number, word, dot] = found;
    at = TOKEN.lastIndex;
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted });
    else if (bracket !== undefined) tokens.push({ kind: 'bracket', text: bracket });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: 'dot', text: dot as string });
  }
  return tokens;
}

function either(reader: Reader, depth: number): Filter {
  let left = both(reader, depth);
  while (reader.isNext('or')) {
    reader.skip();
    left = { kind: 'or', left, right: both(reader, depth) };
  }
  return left;
}

function both(reader: Reader, depth: number): Filter {
  let left = one(reader, depth);
  while (reader.isNext('and')) {
    reader.skip();
    left = { kind: 'and', left, right: one(reader, depth) };
  }
  return left;
}

function one(reader: Reader, depth: number): Filter {
  if (depth > DEEPEST) throw reader.wrong(`no more than ${DEEPEST} brackets`);
  if (reader.isNext('(')) return inBrackets(reader, depth);
  const word = reader.take('word', 'an attribute');
  if (word.toLowerCase() === 'not' && reader.isNext('(')) return { kind: 'not', filter: inBrackets(reader, depth) };
  const attribute = withoutSchema(word);
  if (reader.isNext('[')) {
    reader.skip();
    const filter = either(reader, depth + 1);
    reader.take('bracket', ']', ']');
    return { kind: 'some', attribute, filter };
  }
  const operator = reader.take('word', 'an operator').toLowerCase();
  if (operator === 'pr') return { kind: 'present', attribute };
  if (!COMPARISONS.includes(operator as Comparison)) throw reader.wrong(`one of pr, ${COMPARISONS.join(', ')} instead of ${operator}`);
  return { kind: 'compare', attribute, operator: operator as Comparison, value: valueIn(reader) };
}

function inBrackets(reader: Reader, depth: number): Filter {
  reader.take('bracket', '(', '(');
  const filter = either(reader, depth + 1);
  reader.take('bracket', ')', ')');
  return filter;
}

function valueIn(reader: Reader): Value {
  const token = reader.next();
  const text = token?.kind === 'word' ? token.text.toLowerCase() : (token?.text ?? '');
  try {
    const value = JSON.parse(text) as Value;
    reader.skip();
    return value;
  } catch {
    throw reader.wrong('a value: a text in quotes, a number, true, false or null');
  }
}
