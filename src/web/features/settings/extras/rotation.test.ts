import { expect, test } from 'vitest';
import { shiftsFrom } from './rotation.ts';

const people = ['ada', 'ben', 'cyd'].map((name, index) => ({ id: index + 1, name, email: `${name}@example.com` }));
const rotation = { starts_at: '2026-11-01T08:00:00Z', shift_hours: 12, people };
const names = (at: string, many = 4) => shiftsFrom(rotation, Date.parse(at), many).map((one) => one.person.name);

test.each([
  ['2026-11-01T08:00:00Z', ['ada', 'ben', 'cyd', 'ada']],
  ['2026-11-01T19:59:59Z', ['ada', 'ben', 'cyd', 'ada']],
  ['2026-11-01T20:00:00Z', ['ben', 'cyd', 'ada', 'ben']],
  ['2026-11-03T09:00:00Z', ['ben', 'cyd', 'ada', 'ben']],
  ['2026-10-01T00:00:00Z', ['ada', 'ben', 'cyd', 'ada']],
])('at %s the turns are %j', (at, expected) => {
  expect(names(at)).toEqual(expected);
});

test('shifts follow each other without a gap', () => {
  const [first, second] = shiftsFrom(rotation, Date.parse('2026-11-02T00:00:00Z'), 2);
  expect(first?.from.toISOString()).toBe('2026-11-01T20:00:00.000Z');
  expect(second?.from).toEqual(first?.to);
});

test.each([[{ ...rotation, people: [] }], [{ ...rotation, starts_at: null }], [{ ...rotation, shift_hours: 0 }]])(
  'without people, start or length there is no shift',
  (incomplete) => {
    expect(shiftsFrom(incomplete, Date.now(), 3)).toEqual([]);
  },
);
