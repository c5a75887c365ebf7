import { invalid } from '../../core/errors.ts';
import { parsedJson } from '../../lib/json-text.ts';
import { own } from '../../lib/own.ts';

/* Schemas and answers are JSON that clients keep as a text: what does not read as it should is refused when it is written. */

export type Answers = Record<string, unknown>;
/** Adds its points once when an answer to `var` is among `includes`. */
export type ScoringRule = { var: string; includes: unknown[]; score: number };
export type Question = Record<string, unknown>;

/** So that the sum of all rules is still an integer of the database. */
const MOST_POINTS = 1_000_000;
const MOST_RULES = 1000;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isBlank = (text: string | null | undefined): text is null | undefined => !text?.trim();

const isRule = (value: unknown): value is ScoringRule =>
  isObject(value) &&
  typeof value.var === 'string' &&
  Array.isArray(value.includes) &&
  Number.isInteger(value.score) &&
  Math.abs(value.score as number) <= MOST_POINTS;

/** @returns the questions of a form; none for no schema. @throws invalid the text is no list of objects */
export function questionsOf(field: string, text: string | null | undefined): Question[] {
  if (isBlank(text)) return [];
  const list = parsedJson(text)?.value;
  if (!Array.isArray(list) || !list.every(isObject))
    throw invalid(
      field,
      'Write the schema as a JSON list of questions, such as [{"type": "text", "name": "cause", "title": "What caused it?"}].',
    );
  return list;
}

/** @throws invalid the text is no list of rules */
export function scoringRules(text: string | null | undefined): ScoringRule[] {
  if (isBlank(text)) return [];
  const list = parsedJson(text)?.value;
  if (!Array.isArray(list) || !list.every(isRule) || list.length > MOST_RULES) {
    throw invalid(
      'scoring_schema',
      `Write the scoring as a JSON list of at most ${MOST_RULES} rules, such as [{"var": "cause", "includes": ["human"], "score": 5}]; points are whole numbers.`,
    );
  }
  return list;
}

/** @returns what was answered, by the name of the question; nothing for no text. @throws invalid the text is no object */
export function answersOf(field: string, text: string | null | undefined): Answers {
  if (isBlank(text)) return {};
  const answers = parsedJson(text)?.value;
  if (!isObject(answers)) throw invalid(field, 'Write the answers as a JSON object, such as {"cause": "human"}.');
  return answers;
}

/** The sum of the points of all rules that an answer meets; answers are compared as texts, as forms send them. */
export function scoreOf(rules: readonly ScoringRule[], answers: Answers): number {
  const met = rules.filter((rule) => {
    const wanted = new Set(rule.includes.map(String));
    return [own(answers, rule.var) ?? []].flat().some((answer) => wanted.has(String(answer)));
  });
  return met.reduce((sum, { score }) => sum + score, 0);
}
