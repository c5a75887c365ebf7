import Type from 'typebox';
import { expect, test } from 'vitest';
import { readInput } from './input.ts';

const Open = Type.Object({
  details: Type.Unsafe<object>({ type: 'object', additionalProperties: true }),
  anything: Type.Optional(Type.Unknown()),
});
const problemsOf = (value: unknown) => readInput(Open, value, ['body']).problems.map(({ loc, msg }) => [loc.join('.'), msg]);

/** @returns arrays within arrays, so many levels deep */
const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

test('a value of any shape is taken as it is', () => {
  const details = { a: [1, 'two', null, { b: true }] };
  expect(readInput(Open, { details }, ['body'])).toEqual({ value: { details }, problems: [] });
});

test.each([{ a: 'x\0' }, { a: [{ b: '\0' }] }, { 'a\0': 1 }])('the zero character is found wherever it hides: %j', (details) => {
  expect(problemsOf({ details })).toEqual([['body.details', expect.stringContaining('zero character')]]);
});

test('half a character is refused in a text and in a tree', () => {
  const refused = [expect.stringContaining('half of a character')];
  expect(problemsOf({ details: { a: '\ud800' } }).map(([, msg]) => msg)).toEqual(refused);
  expect(readInput(Type.Object({ name: Type.String() }), { name: 'a\ud800' }, []).problems.map(({ msg }) => msg)).toEqual(refused);
  expect(problemsOf({ details: { a: '\u{1f4a5}' } })).toEqual([]);
});

test('a tree that is too deep is refused, and walking it takes no stack', () => {
  expect(problemsOf({ details: {}, anything: nested(99) })).toEqual([]);
  expect(problemsOf({ details: {}, anything: nested(100_000) })).toEqual([['body.anything', 'Nest at most 100 levels.']]);
});

test('white space at the ends of a text is kept where it belongs to it', () => {
  const Texts = Type.Object({ name: Type.String(), content: Type.String({ trim: false }) });
  expect(readInput(Texts, { name: ' a ', content: ' a\n' }, ['body']).value).toEqual({ name: 'a', content: ' a\n' });
});
