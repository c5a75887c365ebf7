import { expect, test } from 'vitest';
import { fromRows, toRows } from './metadata.ts';

test('metadata survives being edited as rows', () => {
  const metadata = [
    {
      slug: 'jira-ticket',
      metadata: [
        { key: 'project_id', value: '7' },
        { key: 'labels', value: ['a', 'b'] },
      ],
    },
    { slug: 'other', metadata: [{ key: 'x', value: 'y' }] },
  ];
  expect(fromRows(toRows(metadata))).toEqual(metadata);
});

test('rows of one plug-in are gathered', () => {
  expect(
    fromRows([
      { slug: 'a', key: '1', value: 'x' },
      { slug: 'b', key: '2', value: 'y' },
      { slug: 'a', key: '3', value: '[broken' },
    ]),
  ).toEqual([
    {
      slug: 'a',
      metadata: [
        { key: '1', value: 'x' },
        { key: '3', value: '[broken' },
      ],
    },
    { slug: 'b', metadata: [{ key: '2', value: 'y' }] },
  ]);
});
