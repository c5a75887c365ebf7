import { expect, test } from 'vitest';
import { instantOf, wallTime } from './zoned.ts';

test.each([
  ['2026-11-24T09:30', 'UTC', '2026-11-24T09:30:00.000Z'],
  ['2026-11-24T09:30', 'America/Los_Angeles', '2026-11-24T17:30:00.000Z'],
  ['2026-07-01T00:00', 'Europe/Berlin', '2026-06-30T22:00:00.000Z'],
  ['2026-07-01T12:15', 'Asia/Kolkata', '2026-07-01T06:45:00.000Z'],
])('%s in %s is %s', (wall, zone, instant) => {
  expect(instantOf(wall, zone)?.toISOString()).toBe(instant);
  expect(wallTime(new Date(instant), zone)).toBe(wall);
});

test('an hour that happens twice is the first of the two', () => {
  expect(instantOf('2026-11-01T01:30', 'America/Los_Angeles')?.toISOString()).toBe('2026-11-01T08:30:00.000Z');
});

test('a skipped hour is still a time, and nonsense is none', () => {
  expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBeInstanceOf(Date);
  expect(instantOf('soon', 'UTC')).toBeUndefined();
});
