import { JSONPathEnvironment } from 'json-p3';
import { RE2JS } from 're2js';
import { withinTime } from '../../lib/within-time.ts';

/** Where a type of entity looks for its values. */
export type Expressions = { jpath: string | null; regular_expression: string | null };
export type Rule = Expressions & { id: number };
/** A value that a rule found. */
export type Found = { entityTypeId: number; value: string };

export const LONGEST_EXPRESSION = 1000;
/** Longer texts are no names of anything; the index on values could not hold them either. */
export const LONGEST_VALUE = 500;
const MOST_VALUES = 500;
const TIMEOUT_MS = 500;
/** What comes in deeper is refused at the door. */
export const DEEPEST = 100;

const paths = new JSONPathEnvironment({ maxRecursionDepth: DEEPEST + 2 });

/** The standard begins at `$`; the paths of Dispatch's own library need not. */
const fromRoot = (path: string) => (path.startsWith('$') ? path : path.startsWith('[') ? `$${path}` : `$.${path}`);

/** @returns what is wrong with a JSONPath of RFC 9535; undefined when it can be used */
export const pathProblem = (path: string) => problemOf(() => paths.compile(fromRoot(path)));

/** @returns what is wrong with a regular expression of RE2, whose time grows with the text alone */
export const patternProblem = (pattern: string) => problemOf(() => RE2JS.compile(pattern));

function problemOf(compile: () => unknown): string | undefined {
  try {
    compile();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Looks for the values of each rule: the texts its path leads to, or any text without a path; of those the parts that its expression
 * matches, its first group when it has one, or the whole text without an expression. A rule that has neither finds nothing.
 *
 * @param failed hears of a rule that could not be used, or took too long
 * @returns each value of a rule once, in the order found, at most 500
 */
export function valuesIn(raw: unknown, rules: readonly Rule[], failed: (rule: Rule, error: unknown) => void): Found[] {
  const found = new Map<string, Found>();
  for (const rule of rules) {
    try {
      for (const value of withinTime(TIMEOUT_MS, () => valuesOf(raw, rule))) {
        if (found.size >= MOST_VALUES) return [...found.values()];
        found.set(`${rule.id} ${value}`, { entityTypeId: rule.id, value });
      }
    } catch (error) {
      failed(rule, error);
    }
  }
  return [...found.values()];
}

function valuesOf(raw: unknown, { jpath, regular_expression }: Rule): string[] {
  if (!jpath && !regular_expression) return [];
  const texts = jpath ? atPath(raw, jpath) : everyText(raw);
  const parts = regular_expression ? texts.flatMap((text) => matches(text, regular_expression)) : texts;
  return parts.map((part) => part.trim()).filter((part) => part !== '' && part.length <= LONGEST_VALUE && !part.includes('\0'));
}

function atPath(raw: unknown, path: string): string[] {
  const values = paths.query(fromRoot(path), raw as never).values();
  return values.filter((value) => typeof value === 'string');
}

function everyText(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(everyText) : [];
}

function matches(text: string, pattern: string): string[] {
  const expression = RE2JS.compile(pattern);
  const matcher = expression.matcher(text);
  const group = expression.groupCount() > 0 ? 1 : 0;
  const parts: string[] = [];
  while (parts.length < MOST_VALUES && matcher.find()) parts.push(matcher.group(group) ?? '');
  return parts;
}
