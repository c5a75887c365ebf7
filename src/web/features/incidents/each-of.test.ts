import { expect, test } from 'vitest';
import { eachOf } from './each-of.ts';

test('one refusal does not stop the others, and is told', async () => {
  const done: number[] = [];
  const failed = await eachOf([1, 2, 3, 4, 5], async (item) => {
    if (item % 2 === 0) throw new Error(`no ${item}`);
    done.push(item);
  });
  expect(done.sort()).toEqual([1, 3, 5]);
  expect(failed.map((one) => [one.item, (one.error as Error).message])).toEqual([
    [2, 'no 2'],
    [4, 'no 4'],
  ]);
});

test('never more than three at once', async () => {
  let now = 0;
  let most = 0;
  await eachOf(
    Array.from({ length: 12 }, (_, index) => index),
    async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now -= 1;
    },
  );
  expect(most).toBe(3);
});
