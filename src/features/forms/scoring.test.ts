import { describe, expect, test } from 'vitest';
import type { AppError } from '../../core/errors.ts';
import { answersOf, questionsOf, scoreOf, scoringRules } from './json-fields.ts';

const rules = [
  { var: 'cause', includes: ['human', 'unknown'], score: 5 },
  { var: 'cause', includes: ['machine'], score: 2 },
  { var: 'personal', includes: [true, 'yes'], score: 20 },
  { var: 'count', includes: [3], score: -1 },
];

test.each([
  ['no answer', {}, 0],
  ['one answer of a rule', { cause: 'human' }, 5],
  ['several answers of one rule, which counts once', { cause: ['human', 'unknown'] }, 5],
  ['answers of several rules', { cause: ['human', 'machine'] }, 7],
  ['true and false', { personal: true }, 20],
  ['the same as a text', { personal: 'true' }, 20],
  ['a number sent as a text', { count: '3' }, -1],
  ['an answer no rule names', { cause: 'weather', personal: false }, 0],
  ['an empty answer', { cause: null, personal: '' }, 0],
  ['a question of no rule', { constructor: 'human' }, 0],
])('%s', (_what, answers, score) => {
  expect(scoreOf(rules, answers)).toBe(score);
});

test('a rule about a name that every object has meets nobody', () => {
  expect(scoreOf([{ var: 'toString', includes: [String(Object.prototype.toString)], score: 1 }], {})).toBe(0);
});

describe('what is no schema is refused with the name of its field', () => {
  const fieldOf = (work: () => unknown) => {
    try {
      work();
      return undefined;
    } catch (error) {
      return (error as AppError).problems[0]?.loc;
    }
  };
  test.each([
    ['no JSON', () => questionsOf('form_schema', '[{'), 'form_schema'],
    ['no list', () => questionsOf('attorney_form_schema', '{"name":"x"}'), 'attorney_form_schema'],
    ['a list of texts', () => questionsOf('form_schema', '["name"]'), 'form_schema'],
    ['rules without points', () => scoringRules('[{"var":"a","includes":["b"]}]'), 'scoring_schema'],
    ['rules with half points', () => scoringRules('[{"var":"a","includes":["b"],"score":0.5}]'), 'scoring_schema'],
    ['more points than fit', () => scoringRules('[{"var":"a","includes":["b"],"score":10000000}]'), 'scoring_schema'],
    ['rules without answers', () => scoringRules('[{"var":"a","includes":"b","score":1}]'), 'scoring_schema'],
    ['answers as a list', () => answersOf('form_data', '[]'), 'form_data'],
  ])('%s', (_what, work, field) => {
    expect(fieldOf(work)).toEqual(['body', field]);
  });

  test('nothing is no schema, and fine', () => {
    expect([questionsOf('form_schema', ''), scoringRules(null), answersOf('form_data', undefined)]).toEqual([[], [], {}]);
  });
});
