import { expect, test } from 'vitest';
import { csv } from './csv.ts';

test('cells are separated, quoted and joined to lines', () =>
  expect(
    csv(
      ['a', 'b'],
      [
        ['x, y', 'say "hi"'],
        [1, null],
      ],
    ),
  ).toBe('a,b\r\n"x, y","say ""hi"""\r\n1,\r\n'));

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is no formula any more', (text) =>
  expect(csv(['h'], [[text]])).toContain(`'${text}`),
);

test('a negative number stays a number', () => expect(csv(['h'], [[-5]])).toBe('h\r\n-5\r\n'));
