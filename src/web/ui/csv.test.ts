import { expect, test } from 'vitest';
import { csv } from './csv.ts';

test.each([
  ['plain words', 'plain words'],
  ['with, comma', '"with, comma"'],
  ['with "quotes"', '"with ""quotes"""'],
  ['two\nlines', '"two\nlines"'],
  [null, ''],
  [12.5, '12.5'],
  [-3, '-3'],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['+1 555', "'+1 555"],
  ['@here', "'@here"],
])('the cell %j is written as %s', (value, written) => {
  expect(csv([[value]])).toBe(`${written}\r\n`);
});
