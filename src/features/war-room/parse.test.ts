import { describe, expect, test } from 'vitest';
import { commandIn, dueIn, mentionsIn, nearest, partsIn, textIn, whenIn } from './parse.ts';

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

  test('without a word everything is lead', () =>
    expect(partsIn('the disk is full', ['needs'])).toEqual({ lead: 'the disk is full', parts: new Map() }));
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

describe('a moment at the end', () => {
  test.each([
    ['it failed', { rest: 'it failed', zone: 'UTC' }],
    ['it failed DATE 2026-11-24', { rest: 'it failed', date: '2026-11-24', zone: 'UTC' }],
    ['it failed TIME 9:05 Europe/Berlin', { rest: 'it failed', time: '9:05', zone: 'Europe/Berlin' }],
    ['it\nfailed DATE: 2026-11-24 TIME: 16:30', { rest: 'it\nfailed', date: '2026-11-24', time: '16:30', zone: 'UTC' }],
    ['at this TIME nothing', { rest: 'at this TIME nothing', zone: 'UTC' }],
  ])('%j', (text, expected) => expect(whenIn(text)).toEqual(expected));
});

test('a long text of blanks or letters is read at once', () => {
  const started = performance.now();
  for (const filler of [' '.repeat(20_000), 'a'.repeat(20_000), '@a '.repeat(6000), 'by 2026-11-30 '.repeat(1400)]) {
    const text = `x${filler}x`;
    commandIn(`/${text}`);
    partsIn(text, ['current status', 'needs']);
    mentionsIn(text);
    dueIn(text);
    whenIn(text);
    nearest(text, ['assign-role', 'help']);
  }
  expect(performance.now() - started).toBeLessThan(1000);
});
