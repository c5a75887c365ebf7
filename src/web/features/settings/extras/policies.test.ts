import { expect, test } from 'vitest';
import type { Item } from '../declaration.ts';
import { circumstances, freshPolicy, policiesBody } from './policies.ts';

const named = (id: number, name: string) => ({ id, name, description: 'left out' }) as unknown as Item;

test('the order of the list is the order that decides', () => {
  const { policies } = policiesBody([{ ...freshPolicy(), id: 9, incident_types: [named(1, 'Outage')] }, freshPolicy()], 'default');
  expect(policies.map(({ id, order }) => [id, order])).toEqual([
    [9, 1],
    [undefined, 2],
  ]);
  expect(policies[0]?.incident_types).toEqual([{ id: 1, name: 'Outage' }]);
});

test.each([
  [freshPolicy(), 'every incident'],
  [
    { ...freshPolicy(), incident_types: [named(1, 'Outage'), named(2, 'Leak')], incident_priorities: [named(3, 'High')] },
    'Outage or Leak, High',
  ],
])('a policy says what it applies to', (policy, words) => {
  expect(circumstances(policy)).toBe(words);
});
