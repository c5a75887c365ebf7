import { describe, expect, test } from 'vitest';
import { commandIn, dueIn, mentionsIn, nearest, partsIn, textIn } from './parse.ts';

describe('what is a command', () => {
  test.each([
    ['/help', { name: 'help', rest: '' }],
    ['  /Assign-Role Scribe @ada ', { name: 'assign-role', rest: 'Scribe @ada' }],
    ['/tactical-report\nconditions: x', { name: 'tactical-report', rest: 'conditions: x' }],
    ['/etc/hosts is full', undefined],
    ['//help is a command', undefined],
    ['hello /help', undefined],
  ])('%j', (body, expected) => expect(commandIn(body)).toEqual(expected));

  test('two slashes mean one', () => expect(textIn('//tmp is full')).toBe('/tmp is full'));
});

describe('parts', () => {
  test('words before a colon or an equals sign divide the text', () => {
    const { lead, parts } = partsIn('status: Stable severity=High title: "a: b"', ['status', 'severity', 'title']);
    expect(lead).toBe('');
    expect([...parts]).toEqual([
      ['status', 'Stable'],
      ['severity', 'High'],
      ['title', 'a: b'],
    ]);
  });

  test('several words may be one, and lines belong to their part', () => {
    const { parts } = partsIn('current status: up\nand well\nnext_steps: none', ['current status', 'next steps']);
    expect([...parts]).toEqual([
      ['current status', 'up\nand well'],
      ['next steps', 'none'],
    ]);
  });

  test('without a word everything is lead', () => expect(partsIn('the disk is full', ['needs'])).toEqual({ lead: 'the disk is full', parts: new Map() }));
});

describe('people at the beginning', () => {
  test.each([
    ['@ada restart it', ['ada'], 'restart it'],
    ['@ada, grace@example.org "Alan Turing" call @bob', ['ada', 'grace@example.org', 'Alan Turing'], 'call @bob'],
    ['restart @ada', [], 'restart @ada'],
  ])('%j', (text, mentions, rest) => expect(mentionsIn(text)).toEqual({ mentions, rest }));
});

describe('a date at the end', () => {
  test.each([
    ['restart it by 2026-11-30', { rest: 'restart it', date: '2026-11-30' }],
    ['restart it due 2026-11-30 9:30', { rest: 'restart it', date: '2026-11-30', time: '9:30' }],
    ['written by somebody', { rest: 'written by somebody' }],
  ])('%j', (text, expected) => expect(dueIn(text)).toEqual(expected));
});

test('a slip of the finger finds the command that was meant', () => {
  expect(nearest('asign-role', ['assign-role', 'help', 'join'])).toEqual(['assign-role']);
  expect(nearest('report', ['tactical-report', 'executive-report', 'help'])).toHaveLength(2);
  expect(nearest('xyzzy', ['assign-role', 'help'])).toEqual([]);
});
