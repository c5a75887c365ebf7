import { describe, expect, test } from 'vitest';
import { pathProblem, patternProblem, type Rule, valuesIn } from './expressions.ts';

const rule = (jpath: string | null, regular_expression: string | null = null, id = 1): Rule => ({ id, jpath, regular_expression });
const never = (one: Rule, error: unknown) => {
  throw new Error(`rule ${one.id} failed`, { cause: error });
};
const valuesOf = (raw: unknown, one: Rule) => valuesIn(raw, [one], never).map(({ value }) => value);

const RAW = {
  user: { email: ' ada@example.com ', age: 36 },
  hosts: [{ name: 'db-1' }, { name: 'db-2' }, { name: 'db-1' }],
  text: 'login of ADA from 10.0.0.1 and 10.0.0.2',
};

describe('a path', () => {
  test.each([
    ['$.user.email', ['ada@example.com']],
    ['user.email', ['ada@example.com']],
    ['$..name', ['db-1', 'db-2']],
    ["$.hosts[?(@.name == 'db-2')].name", ['db-2']],
    ['$.user.age', []],
    ['$.user', []],
    ['$.nobody', []],
  ])('%s finds texts alone', (path, values) => {
    expect(valuesOf(RAW, rule(path))).toEqual(values);
  });

  test('that is none is told', () => {
    expect(pathProblem('$.a[')).toBeDefined();
    expect(pathProblem('$.a[*]')).toBeUndefined();
  });
});

describe('an expression', () => {
  test.each([
    [null, '\\d+\\.\\d+\\.\\d+\\.\\d+', ['10.0.0.1', '10.0.0.2']],
    ['$.text', '(?i)login of (\\w+)', ['ADA']],
    ['$..name', 'db-(\\d)', ['1', '2']],
    ['$.text', 'nothing', []],
    [null, null, []],
  ])('on %s of %s finds its first group or what it matches', (path, pattern, values) => {
    expect(valuesOf(RAW, rule(path, pattern))).toEqual(values);
  });

  test('that cannot be matched in linear time is told', () => {
    expect(patternProblem('(a)\\1')).toBeDefined();
    expect(patternProblem('(?=a)b')).toBeDefined();
    expect(patternProblem('(a+)+b')).toBeUndefined();
    expect(valuesOf({ text: `${'a'.repeat(5000)}c` }, rule(null, '(a+)+b'))).toEqual([]);
  });
});

test('a rule that takes too long or fails is told and spoils no other', () => {
  const heavy = { a: Array.from({ length: 400 }, () => Array.from({ length: 400 }, () => [{ b: 'x' }])), name: 'db-1' };
  const failed: number[] = [];
  const rules = [rule('$..*[?$..*[?$..b]]', null, 1), rule('$.name', null, 2)];
  expect(valuesIn(heavy, rules, ({ id }) => failed.push(id))).toEqual([{ entityTypeId: 2, value: 'db-1' }]);
  expect(failed).toEqual([1]);
});

test('what is empty, too long for a name or cannot be stored is no value', () => {
  expect(valuesOf(['', '   ', 'a'.repeat(501), 'a\0b', 'kept'], rule('$[*]'))).toEqual(['kept']);
});
