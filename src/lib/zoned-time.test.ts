import { describe, expect, test } from 'vitest';
import { isTimeZone, momentOf, wallDate, wallTime } from './zoned-time.ts';

describe('wall clocks', () => {
  test.each([
    ['UTC', '2026-07-01 12:00:00'],
    ['America/Los_Angeles', '2026-07-01 05:00:00'],
    ['Asia/Kathmandu', '2026-07-01 17:45:00'],
  ])('in %s noon UTC is %s', (zone, expected) => expect(wallTime(new Date('2026-07-01T12:00:00Z'), zone)).toBe(expected));

  test('the date is the one over there', () => expect(wallDate(new Date('2026-07-01T23:00:00Z'), 'Asia/Tokyo')).toBe('2026-07-02'));

  test.each([
    ['2026-01-15', '9:05', 'Europe/Berlin', '2026-01-15T08:05:00.000Z'],
    // Clocks go from 02:00 to 03:00.
    ['2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
    // 02:30 comes twice; the first is summer time.
    ['2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('%s %s in %s is %s', (date, time, zone, expected) => expect(momentOf(date, time, zone)?.toISOString()).toBe(expected));

  test.each(['2026-02-30', 'yesterday'])('there is no %s', (date) => expect(momentOf(date, '10:00', 'UTC')).toBeUndefined());

  test('names of zones are known, anything else is not', () => {
    expect(['UTC', 'America/Los_Angeles', 'Mars/Olympus', '+02:00', ''].map(isTimeZone)).toEqual([true, true, false, false, false]);
  });
});
