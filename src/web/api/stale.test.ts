import { expect, test } from 'vitest';
import { staleAfter } from './stale.ts';

const keysOf = (kind: string, ...topics: string[]) =>
  staleAfter('acme', { kind, id: 7, topics }).map((one) =>
    one.queryKey
      .filter((part) => part !== undefined)
      .slice(3)
      .join('/'),
  );

test.each<[string[], string[]]>([
  [['messages'], ['one/7/messages']],
  [['files'], ['one/7/files']],
  [['timeline'], ['one/7']],
  [['tasks'], ['one/7', 'list']],
  [
    ['messages', 'participants'],
    ['one/7/messages', 'one/7', 'list'],
  ],
  [[], ['one/7', 'list']],
])('a note about %j of an incident makes %j old', (topics, stale) => {
  expect(keysOf('incident', ...topics)).toEqual(stale);
});

test('what belongs to an incident leaves the incident to its own note, a renamed type does not', () => {
  expect(staleAfter('acme', { kind: 'task', id: 1, topics: ['updated'] })).toEqual([{ queryKey: ['in', 'acme', 'task'] }]);
  expect(staleAfter('acme', { kind: 'incident_type', id: 1, topics: ['updated'] }).map((one) => one.queryKey[2])).toEqual([
    'incident_type',
    'incident',
  ]);
});
