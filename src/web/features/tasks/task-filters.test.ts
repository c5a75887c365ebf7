import { expect, test } from 'vitest';
import { taskFilter } from './task-filters.ts';

const at = Date.parse('2026-11-25T10:00:30Z');
const filter = (filters: Record<string, string[]>) => taskFilter({ filters }, 'ada@example.com', at);

test('nothing chosen is no condition', () => {
  expect(filter({})).toEqual([]);
});

test('mine are those assigned to me', () => {
  expect(filter({ mine: ['true'] })).toEqual([{ model: 'Assignee', field: 'email', op: '==', value: 'ada@example.com' }]);
});

test('overdue means open and due before this minute', () => {
  expect(filter({ overdue: ['true'] })).toEqual([
    { model: 'Task', field: 'status', op: '==', value: 'Open' },
    { model: 'Task', field: 'resolve_by', op: '<', value: '2026-11-25T10:00:00.000Z' },
  ]);
});

test('a window of days becomes two bounds', () => {
  expect(filter({ created_at: ['7d'] })).toEqual([
    { and: [{ model: 'Task', field: 'created_at', op: '>=', value: '2026-11-18T10:00:00.000Z' }] },
  ]);
});
