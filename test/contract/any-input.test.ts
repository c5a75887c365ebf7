import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { routes } from '../../src/app/routes.ts';
import { OPERATOR_NAMES } from '../../src/core/filter.ts';
import type { Route } from '../../src/edges/http/route.ts';
import { anOrganization } from '../harness.ts';
import { type Caller, callers, type Method } from './callers.ts';
import { type Furniture, filled, furnish } from './furnish.ts';

/*
 * Whatever is sent to whichever operation: an answer, never a 5xx. Runs are few so that the suite stays quick; FUZZ_RUNS asks for more,
 * and a failure prints the seed that FUZZ_SEED repeats.
 */

const OPTIONS = {
  numRuns: Number(process.env.FUZZ_RUNS ?? 300),
  ...(process.env.FUZZ_SEED && { seed: Number(process.env.FUZZ_SEED) }),
};

let owner: Caller;
let furniture: Furniture;

beforeAll(async () => {
  const organization = await anOrganization();
  furniture = await furnish(organization);
  owner = (await callers(organization)).Owner;
});

const word = fc.oneof(
  fc.constantFrom(
    'id',
    'name',
    'title',
    'status',
    'project.name',
    'TagAll',
    'Incident',
    'created_at',
    '',
    '%',
    "'; drop table incidents; --",
    '\0',
    '💥',
  ),
  fc.string({ maxLength: 20 }),
);
const scalar = fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant('2026-02-30T25:61:00Z'));
const condition = fc.record(
  {
    model: word,
    field: word,
    op: fc.oneof(fc.constantFrom(...OPERATOR_NAMES), word),
    value: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
  },
  { requiredKeys: [] },
);
const filter = fc.letrec((tie) => ({
  spec: fc.oneof(
    { maxDepth: 4 },
    condition,
    fc.record({ and: fc.array(tie('spec'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('spec'), { maxLength: 3 }) }),
    fc.record({ not: fc.array(tie('spec'), { maxLength: 2 }) }),
  ),
})).spec;

const lists = routes.filter((one) => one.lists);

test('any filter, sort and search on any list', async () => {
  const asked = fc.record({
    list: fc.constantFrom(...lists.map(({ path }) => path)),
    filter: fc.oneof(
      filter.map((one) => JSON.stringify(one)),
      word,
    ),
    q: word,
    sort: word,
    descending: fc.constantFrom('true', 'false', 'x'),
    page: fc.oneof(fc.integer().map(String), word),
    size: fc.oneof(fc.integer({ min: -3, max: 300 }).map(String), word),
  });
  await fc.assert(
    fc.asyncProperty(asked, async (one) => {
      const query = new URLSearchParams({
        filter: one.filter,
        q: one.q,
        'sortBy[]': one.sort,
        'descending[]': one.descending,
        page: one.page,
        itemsPerPage: one.size,
      });
      const answer = await owner.send('GET', `${one.list}?${query}`);
      expect([200, 422], answer.text).toContain(answer.status);
    }),
    OPTIONS,
  );
});

/** Routes print badly: properties draw their names, so that a failure can be read. */
const named = (chosen: Route[]) => new Map(chosen.map((one) => [`${one.method.toUpperCase()} ${one.path}`, one]));
const writes = named(routes.filter((one) => one.body && !/password|\/auth\/|setup|\/users/.test(one.path)));
const placed = named(routes.filter((one) => one.path.includes('{') && !one.path.endsWith('/live')));

async function send(chosen: Map<string, Route>, name: string, path: (declared: string) => string, body?: unknown) {
  const one = chosen.get(name) as Route;
  const answer = await owner.send(one.method.toUpperCase() as Method, path(one.path), one.body ? (body ?? {}) : undefined);
  expect(answer.status, `${name} ${answer.text}`).toBeLessThan(500);
}

test('any body to any operation', async () => {
  const body = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant({ name: 'x'.repeat(600) }));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...writes.keys()), body, (name, sent) => send(writes, name, (path) => filled(path, furniture), sent)),
    OPTIONS,
  );
});

test('a known body with one value replaced by anything', async () => {
  const body = {
    title: 'Disk full',
    description: 'On the main database',
    name: 'something',
    text: 'something',
    email: 'somebody@example.com',
    type: 'email',
    target: 'x@example.com',
    status: 'Open',
    rating: 'Very satisfied',
    feedback: 'fine',
    project: { name: 'default' },
    tags: [],
    incident: { id: 1 },
    amount: 1,
    body: '/help',
    expression: [],
    conditions: 'c',
    actions: 'a',
    needs: 'n',
    started_at: '2026-01-05T09:00:00Z',
    source: 's',
    details: {},
    filters: [],
    activities: [],
    content: 'x',
    version: 1,
  };
  const changed = fc
    .tuple(fc.constantFrom(...Object.keys(body)), fc.jsonValue({ maxDepth: 2 }))
    .map(([key, value]) => ({ ...body, [key]: value }));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...writes.keys()), changed, (name, sent) =>
      send(writes, name, (path) => filled(path, furniture), sent),
    ),
    OPTIONS,
  );
});

test('any path value', async () => {
  const value = fc.oneof(
    fc.integer().map(String),
    fc.string({ minLength: 1, maxLength: 30 }).map(encodeURIComponent),
    fc.constantFrom('0', '-1', '2147483647', '1e9', '%00'),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...placed.keys()), value, (name, given) =>
      send(placed, name, (path) => path.replace(/\{(?!organization)\w+\}/g, given)),
    ),
    OPTIONS,
  );
});
