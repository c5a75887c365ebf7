import { expect, test } from 'vitest';
import { rowId } from './row-id.ts';

test.each([
  [7, 7],
  ['7', 7],
  [2_147_483_647, 2_147_483_647],
])('%j can be the id %d', (value, id) => expect(rowId(value)).toBe(id));

test.each([0, -1, 1.5, 2_147_483_648, 1e300, Number.NaN, '', ' ', 'x', null, undefined, true, {}, []])('%j can be no id', (value) =>
  expect(rowId(value)).toBe(undefined),
);
