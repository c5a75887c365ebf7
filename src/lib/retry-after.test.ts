import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = new Date('2026-01-05T09:00:00.000Z');

test.each([
  ['17', 17_000],
  [' 0 ', 0],
  ['99999999', 86_400_000],
  ['Mon, 05 Jan 2026 09:02:00 GMT', 120_000],
  ['Mon, 05 Jan 2026 08:00:00 GMT', 0],
  ['-3', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('Retry-After: %s is a wait of %s ms', (header, wait) => {
  expect(retryAfterMs(header, NOW)).toBe(wait);
});
