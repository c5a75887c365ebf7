import { expect, test } from 'vitest';
import type { AppError } from '../../core/errors.ts';
import { networkOf } from '../../lib/networks.ts';
import { createRates } from './rates.ts';

const MINUTE = 60_000;

function counting() {
  let at = Date.parse('2026-01-05T09:00:00Z');
  const rates = createRates(() => new Date(at));
  const wait = (ms: number) => {
    at += ms;
  };
  /** @returns how long to wait, or undefined when it was let through */
  const ask = (key: string, perMinute = 60) => {
    try {
      rates.count(key, perMinute);
      return undefined;
    } catch (error) {
      return (error as AppError).retryAfterMs;
    }
  };
  return { ask, wait };
}

const times = <T>(count: number, one: () => T) => Array.from({ length: count }, one);

test('a minute of requests may come at once, the next one waits until one has been earned back', () => {
  const { ask, wait } = counting();
  expect(times(60, () => ask('a'))).toEqual(times(60, () => undefined));
  expect(ask('a')).toBeCloseTo(1000, 3);
  wait(999);
  expect(ask('a')).toBeCloseTo(1, 3);
  wait(1);
  expect(ask('a')).toBe(undefined);
});

test('a refused request costs nothing', () => {
  const { ask, wait } = counting();
  times(1000, () => ask('a'));
  wait(1000);
  expect(ask('a')).toBe(undefined);
});

test('a limit that is no whole part of a minute is met exactly', () => {
  const { ask } = counting();
  expect(times(1000, () => ask('a', 7)).filter((wait) => wait === undefined)).toHaveLength(7);
});

test('keys are counted by themselves, and all is forgotten after a minute of silence', () => {
  const { ask, wait } = counting();
  times(61, () => ask('a'));
  expect(ask('b')).toBe(undefined);
  wait(MINUTE);
  expect(times(60, () => ask('a')).filter((wait) => wait !== undefined)).toEqual([]);
});

test('zero is no limit', () => {
  const { ask } = counting();
  expect(times(10_000, () => ask('a', 0)).filter((wait) => wait !== undefined)).toEqual([]);
});

test('however many addresses ask, what is remembered stays small and the limit still holds for the latest', () => {
  const { ask } = counting();
  for (let index = 0; index < 60_000; index += 1) ask(`address ${index}`, 1);
  expect(ask('address 59999', 1)).toBeGreaterThan(0);
  expect(ask('address 0', 1)).toBe(undefined);
});

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s stands for %s', (address, network) => expect(networkOf(address)).toBe(network));
