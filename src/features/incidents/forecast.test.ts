import assert from 'node:assert/strict';
import { test } from 'vitest';
import { forecastMonths, monthOf, monthsBetween } from './forecast.ts';

test('a steady count is foretold as it is', () => {
  assert.deepEqual(forecastMonths([4, 4, 4, 4, 4, 4], 3), [4, 4, 4]);
});

test('a falling count never goes below none', () => {
  assert.deepEqual(forecastMonths([9, 7, 5, 3, 1], 4).slice(1), [0, 0, 0]);
});

test('a rising count goes on rising', () => {
  assert.deepEqual(forecastMonths([1, 2, 3, 4, 5, 6], 3), [7, 8, 9]);
});

test('a yearly season is recognised after two years', () => {
  const year = [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 20];
  const forecast = forecastMonths([...year, ...year, ...year], 12);
  assert.equal(forecast[11], 20);
  assert.ok(
    forecast.slice(0, 11).every((count) => count <= 3),
    forecast.join(' '),
  );
});

test('months follow one another across a year', () => {
  assert.equal(monthOf(new Date('2026-01-31T23:59:59Z'), -1), '2025-12');
  assert.deepEqual(monthsBetween('2025-11', '2026-02'), ['2025-11', '2025-12', '2026-01', '2026-02']);
});
