import { expect, test } from 'vitest';
import { incidentFilter } from './incident-filters.ts';

const of = (filters: Record<string, string[]>) => incidentFilter({ filters });

test('nothing chosen is no condition', () => {
  expect(of({})).toEqual([]);
});

test('values of one filter are alternatives, filters narrow each other', () => {
  expect(of({ status: ['Active', 'Stable'], commander: ['ada@example.com'] })).toEqual([
    {
      or: [
        { model: 'Incident', field: 'status', op: '==', value: 'Active' },
        { model: 'Incident', field: 'status', op: '==', value: 'Stable' },
      ],
    },
    { or: [{ model: 'Commander', field: 'email', op: '==', value: 'ada@example.com' }] },
  ]);
});

test('tags are found by name, and all of them where that is asked for', () => {
  expect(of({ tag: ['Region/eu/west'], tag_all: ['a', 'Team/b'] })).toEqual([
    { or: [{ model: 'Tag', field: 'name', op: '==', value: 'eu/west' }] },
    {
      or: [
        { model: 'TagAll', field: 'name', op: '==', value: 'a' },
        { model: 'TagAll', field: 'name', op: '==', value: 'b' },
      ],
    },
  ]);
});

test('a window counts its last day whole', () => {
  const [window] = of({ reported_at: ['2026-11-01..2026-11-02'] }) as unknown as [{ and: { op: string; value: string }[] }];
  expect(window.and.map((one) => one.op)).toEqual(['>=', '<=']);
  const [from, to] = window.and.map((one) => Date.parse(one.value)) as [number, number];
  expect(to - from).toBe(2 * 86_400_000 - 1);
});

test('a saved filter is added to what the address says', () => {
  expect(incidentFilter({ filters: { status: ['Active'] } }, [{ field: 'title', op: 'ilike', value: '%disk%' }])).toHaveLength(2);
});
