import { expect, test } from 'vitest';
import { gather } from './gather.ts';

/** Doubles numbers; `runs` are the batches it was given. */
function doubling({ most = 10 } = {}) {
  const runs: number[][] = [];
  const double = gather<number, number>(most, async (items) => {
    runs.push(items);
    await Promise.resolve();
    if (items.includes(13)) throw new Error('unlucky');
    return items.map((item) => item * 2);
  });
  return { double, runs };
}

test('what is asked for during a run is done together in the next, each with its own outcome', async () => {
  const { double, runs } = doubling();
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
  expect(runs).toEqual([[1], [2, 3, 4]]);
  expect(await double(5)).toBe(10);
});

test('no run is larger than it may be', async () => {
  const { double, runs } = doubling({ most: 2 });
  await Promise.all([1, 2, 3, 4].map(double));
  expect(runs).toEqual([[1], [2, 3], [4]]);
});

test('what fails takes none of the others with it', async () => {
  const { double, runs } = doubling();
  const outcomes = await Promise.allSettled([1, 2, 13, 4].map(double));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(runs).toEqual([[1], [2, 13, 4], [2], [13], [4]]);
  expect(await double(6)).toBe(12);
});
