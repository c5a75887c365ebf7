import { expect, test } from 'vitest';
import type { CostLine } from '../../../api/types.ts';
import { withLine, withoutLine } from './lines.ts';

const type = { id: 1, name: 'Lost sales', editable: true } as CostLine['incident_cost_type'];
const lines = [
  { id: 5, amount: 100, incident_cost_type: type, updated_at: 'x' },
  { id: 6, amount: 20, incident_cost_type: type },
] as CostLine[];

test('a new line stands at the end, without an id', () => {
  expect(withLine(lines, undefined, 7, type)).toEqual([
    { id: 5, amount: 100, incident_cost_type: type },
    { id: 6, amount: 20, incident_cost_type: type },
    { amount: 7, incident_cost_type: type },
  ]);
});

test('a changed line keeps its place and its id', () => {
  expect(withLine(lines, 5, 1, type).map((one) => [one.id, one.amount])).toEqual([
    [5, 1],
    [6, 20],
  ]);
});

test('a removed line is gone, the others stay', () => {
  expect(withoutLine(lines, 5).map((one) => one.id)).toEqual([6]);
});
