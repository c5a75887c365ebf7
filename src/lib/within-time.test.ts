import { expect, test } from 'vitest';
import { withinTime } from './within-time.ts';

test('work that never ends is ended', () => {
  const endless = () => {
    for (;;);
  };
  expect(() => withinTime(20, endless)).toThrow(expect.objectContaining({ code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' }));
});

test('what work gives and throws comes through', () => {
  expect(withinTime(1000, () => [1, 2])).toEqual([1, 2]);
  const failing = () => {
    throw new RangeError('too far');
  };
  expect(() => withinTime(1000, failing)).toThrow(RangeError);
});
