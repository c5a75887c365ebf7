import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { anOrganization } from '../harness.ts';
import { type Bodies, knownBodies, type Wild, WRITES, wildBody, wildList, wildPath, wildValue } from './anything.ts';
import type { Method } from './callers.ts';
import { type House, house } from './requests.ts';

/*
 * Whatever is sent to whichever operation: an answer that is documented, never a 5xx. Runs are few so that the suite stays quick;
 * FUZZ_RUNS asks for more, and a failure prints the seed that FUZZ_SEED repeats. `npm run fuzz` goes on for a minute and looks at the clock.
 */

const OPTIONS = {
  numRuns: Number(process.env.FUZZ_RUNS ?? 300),
  ...(process.env.FUZZ_SEED && { seed: Number(process.env.FUZZ_SEED) }),
};

let at: House;
let bodies: Bodies;

beforeAll(async () => {
  at = await house(await anOrganization());
  bodies = await knownBodies(at);
});

const survive = (wild: fc.Arbitrary<Wild>, allowed?: number[]) =>
  fc.assert(
    fc.asyncProperty(wild, async ({ name, path, body }) => {
      const answer = await at.owner.send(name.split(' ')[0] as Method, path, body);
      expect(answer.status, `${name} ${answer.text.slice(0, 300)}`).toBeLessThan(500);
      if (allowed) expect(allowed, answer.text.slice(0, 300)).toContain(answer.status);
    }),
    OPTIONS,
  );

test('there are bodies to begin with', () => {
  const empty = WRITES.filter(({ name }) => JSON.stringify(bodies.get(name)) === '{}').map(({ name }) => name);
  expect(bodies.size).toBeGreaterThan(50);
  expect(empty.length, empty.join('\n')).toBeLessThan(bodies.size / 4);
});

test('any filter, sort and search on any list', () => survive(wildList(at), [200, 422]));
test('any body to any operation', () => survive(wildBody(at)));
test('a body that would be taken, with one value replaced by anything', () => survive(wildValue(at, bodies)));
test('any path and query', () => survive(wildPath(bodies)));
