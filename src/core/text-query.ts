import { type RawBuilder, sql } from 'kysely';

/** What somebody typed into a search box, understood. */
export type TextQuery =
  | { kind: 'word'; text: string }
  | { kind: 'phrase'; text: string }
  | { kind: 'not'; part: TextQuery }
  | { kind: 'and' | 'or'; parts: TextQuery[] };

type Token = { kind: '(' | ')' | 'not' | 'or' } | { kind: 'word' | 'phrase'; text: string };

const MAX_TOKENS = 64;

/**
 * `disk full` both words as prefixes, `"disk full"` a phrase, `-disk` without, `a or b`, parentheses.
 * Never fails: what cannot be understood is searched for as it stands.
 *
 * @returns undefined when nothing is left to search for
 */
export function parseTextQuery(input: string): TextQuery | undefined {
  const tokens = balance(tokenize(input.toLowerCase().trim().replace(/"{2,}/g, '"'))).slice(0, MAX_TOKENS);
  const [result] = parseOr(tokens, 0);
  return result;
}

function tokenize(input: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < input.length) {
    const character = input[at] as string;
    const atStart = at === 0 || ' ('.includes(input[at - 1] as string) || tokens.at(-1)?.kind === 'not';
    const closing = character === '"' ? input.indexOf('"', at + 1) : -1;
    if (character === ' ') at += 1;
    else if (character === '(' || character === ')') at = push(tokens, { kind: character }, at + 1);
    else if (character === '-' && atStart && at + 1 < input.length && input[at + 1] !== ' ') at = push(tokens, { kind: 'not' }, at + 1);
    else if (closing > 0) at = push(tokens, { kind: 'phrase', text: input.slice(at + 1, closing) }, closing + 1);
    else {
      const end = /[ ()]/.exec(input.slice(at + 1));
      const stop = end ? at + 1 + end.index : input.length;
      const text = input.slice(at, stop);
      at = push(tokens, text === 'or' ? { kind: 'or' } : { kind: 'word', text }, stop);
    }
  }
  return tokens;
}

function push(tokens: Token[], token: Token, next: number) {
  tokens.push(token);
  return next;
}

/** Drops parentheses without a partner. */
function balance(tokens: Token[]): Token[] {
  const open: number[] = [];
  const drop = new Set<number>();
  for (const [index, token] of tokens.entries()) {
    if (token.kind === '(') open.push(index);
    else if (token.kind === ')' && open.pop() === undefined) drop.add(index);
  }
  for (const index of open) drop.add(index);
  return tokens.filter((_, index) => !drop.has(index));
}

type Parsed = [TextQuery | undefined, number];

function parseOr(tokens: Token[], start: number): Parsed {
  const parts: TextQuery[] = [];
  let at = start;
  while (at < tokens.length && tokens[at]?.kind !== ')') {
    if (tokens[at]?.kind === 'or') {
      at += 1;
      continue;
    }
    const [part, next] = parseAnd(tokens, at);
    if (part) parts.push(part);
    at = next;
  }
  return [combine('or', parts), at];
}

function parseAnd(tokens: Token[], start: number): Parsed {
  const parts: TextQuery[] = [];
  let at = start;
  while (at < tokens.length && tokens[at]?.kind !== ')' && tokens[at]?.kind !== 'or') {
    const [part, next] = parseOne(tokens, at);
    if (part) parts.push(part);
    at = next;
  }
  return [combine('and', parts), at];
}

function parseOne(tokens: Token[], at: number): Parsed {
  const token = tokens[at];
  if (!token) return [undefined, at + 1];
  if (token.kind === 'not') {
    const [part, next] = parseOne(tokens, at + 1);
    return [part && { kind: 'not', part }, next];
  }
  if (token.kind === '(') {
    const [part, next] = parseOr(tokens, at + 1);
    return [part, next + 1];
  }
  if (token.kind === 'word' || token.kind === 'phrase') return [token.text ? token : undefined, at + 1];
  return [undefined, at + 1];
}

const combine = (kind: 'and' | 'or', parts: TextQuery[]): TextQuery | undefined => (parts.length > 1 ? { kind, parts } : parts[0]);

/**
 * @param config text-search configuration of the searched entity, so that query and index stem alike
 * @returns an SQL expression of type tsquery
 */
export function tsquery(query: TextQuery, config: 'english' | 'simple'): RawBuilder<unknown> {
  const regconfig = sql.lit(config);
  switch (query.kind) {
    case 'word':
      return sql`to_tsquery(${regconfig}::regconfig, ${`'${query.text.replace(/['\\]/g, '$&$&')}':*`})`;
    case 'phrase':
      return sql`phraseto_tsquery(${regconfig}::regconfig, ${query.text})`;
    case 'not':
      return sql`(!! ${tsquery(query.part, config)})`;
    default:
      return sql`(${sql.join(
        query.parts.map((part) => tsquery(part, config)),
        query.kind === 'and' ? sql` && ` : sql` || `,
      )})`;
  }
}
