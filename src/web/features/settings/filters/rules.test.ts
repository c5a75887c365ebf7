import { expect, test } from 'vitest';
import { expressionOf, type Rule, rulesOf } from './rules.ts';

const rules: Rule[] = [
  { subject: 'priority', not: false, values: [3, 4] },
  { subject: 'status', not: true, values: ['Closed'] },
];

test('rules become the filter language and come back', () => {
  const expression = expressionOf(rules);
  expect(expression).toEqual([
    {
      or: [
        { model: 'IncidentPriority', field: 'id', op: '==', value: 3 },
        { model: 'IncidentPriority', field: 'id', op: '==', value: 4 },
      ],
    },
    { not: [{ or: [{ model: 'Incident', field: 'status', op: '==', value: 'Closed' }] }] },
  ]);
  expect(rulesOf(expression)).toEqual(rules);
});

test('a rule without a value says nothing', () => {
  expect(expressionOf([{ subject: 'tag', not: false, values: [] }])).toEqual([]);
});

test('filters by name, a lone condition and a nested and are understood', () => {
  expect(
    rulesOf([
      {
        and: [
          { model: 'IncidentType', field: 'name', value: 'Outage' },
          { or: [{ model: 'Incident', field: 'visibility', op: 'eq', value: 'Open' }] },
        ],
      },
    ]),
  ).toEqual([
    { subject: 'type', not: false, values: ['Outage'], byName: true },
    { subject: 'visibility', not: false, values: ['Open'] },
  ]);
});

test.each([
  [[{ or: [{ model: 'Incident', field: 'title', op: 'ilike', value: '%x%' }] }]],
  [
    [
      {
        or: [
          { model: 'Tag', field: 'id', op: '==', value: 1 },
          { model: 'TagType', field: 'id', op: '==', value: 1 },
        ],
      },
    ],
  ],
  [[{ not: [{ not: [{ model: 'Tag', field: 'id', value: 1 }] }] }]],
  [{ model: 'Tag', field: 'id', value: 1 }],
])('%j is more than rules can say', (expression) => {
  expect(rulesOf(expression)).toBeUndefined();
});
