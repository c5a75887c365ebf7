import fc from 'fast-check';
import { OPERATOR_NAMES } from '../../src/core/filter.ts';
import { type Declared, operations } from './document.ts';
import { filled } from './furnish.ts';
import { bodyFor, type House } from './requests.ts';

/*
 * Requests that nobody would send on purpose, for every operation. `npm test` sends a few hundred, `npm run fuzz` as many as fit in a minute.
 */

/** Named, not held: routes print badly, and a failure must be readable. */
export type Wild = { name: string; path: string; body?: unknown };

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
    '\u{1f4a5}',
    '\ud800',
    '9'.repeat(400),
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

/** Any value for a key, from an empty text to a tree. */
const value = fc.oneof(
  scalar,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>('x'.repeat(600), 'x'.repeat(200_000), -1, 2 ** 31, 2 ** 53, 1e300, Array(2000).fill(1), { id: 2 ** 40 }, [
    null,
    {},
  ]),
);

/** Its own answer never ends. */
const isStream = ({ route }: Declared) => route.path.endsWith('/live');
/** Hashing passwords is slow on purpose, and changing the caller would end the test. */
const isOfAccounts = ({ route }: Declared) => /password|\/auth\/|setup|\/users/.test(route.path);

const LISTS = operations.filter(({ route }) => route.lists);
const PLACED = operations.filter((one) => one.route.path.includes('{') && !isStream(one));
export const WRITES = operations.filter((one) => one.route.body && !isOfAccounts(one));

const oneOf = (chosen: Declared[]) => fc.nat({ max: chosen.length - 1 }).map((index) => chosen[index] as Declared);

/** Any filter, sort and search on any list. */
export const wildList = ({ furniture }: House): fc.Arbitrary<Wild> =>
  fc
    .record({
      one: oneOf(LISTS),
      filter: fc.oneof(
        filter.map((one) => JSON.stringify(one)),
        word,
      ),
      q: word,
      sort: word,
      descending: fc.constantFrom('true', 'false', 'x'),
      page: fc.oneof(fc.integer().map(String), word),
      size: fc.oneof(fc.integer({ min: -3, max: 300 }).map(String), word),
    })
    .map(({ one, filter, q, sort, descending, page, size }) => {
      const query = { filter, q, 'sortBy[]': sort, 'descending[]': descending, page, itemsPerPage: size };
      return { name: one.name, path: `${filled(one.route.path, furniture)}?${new URLSearchParams(query)}` };
    });

/** Any path value to any operation, with whatever query. */
export const wildPath = (bodies: Bodies): fc.Arbitrary<Wild> => {
  const given = fc.oneof(
    fc.integer().map(String),
    fc.string({ minLength: 1, maxLength: 30 }).map(encoded),
    fc.constantFrom('0', '-1', '2147483647', '1e9', '%00', 'a'.repeat(600)),
  );
  return fc.tuple(oneOf(PLACED), given, fc.option(word, { nil: undefined })).map(([{ name, route }, text, query]) => ({
    name,
    path: route.path.replace(/\{(?!organization)\w+\}/g, () => text) + (query === undefined ? '' : `?${encoded(query)}=${encoded(query)}`),
    ...(route.body && { body: bodies.get(name) ?? {} }),
  }));
};

/** Half a surrogate pair has no encoding. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());

/** Any body at all to any operation that takes one. */
export const wildBody = ({ furniture }: House): fc.Arbitrary<Wild> =>
  fc
    .tuple(oneOf(WRITES), fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant({ name: 'x'.repeat(600) })))
    .map(([{ name, route }, body]) => ({
      name,
      path: filled(route.path, furniture),
      body,
    }));

export type Bodies = Map<string, unknown>;

/** A body that is taken, for each operation that takes one. */
export async function knownBodies(at: House): Promise<Bodies> {
  const bodies: Bodies = new Map();
  for (const one of WRITES) bodies.set(one.name, await bodyFor(at, one));
  return bodies;
}

/** A body that would be taken, but for one value in it. */
export const wildValue = ({ furniture }: House, bodies: Bodies): fc.Arbitrary<Wild> =>
  fc.tuple(oneOf(WRITES), fc.nat(), fc.nat(), value).map(([{ name, route }, first, second, wild]) => ({
    name,
    path: filled(route.path, furniture),
    body: replaced(bodies.get(name), [first, second], wild),
  }));

/** The tree with one of its values replaced: which, the numbers say, one for each level. */
function replaced(tree: unknown, [place, ...deeper]: number[], wild: unknown): unknown {
  if (place === undefined || typeof tree !== 'object' || tree === null) return wild;
  const keys = Object.keys(tree);
  const key = keys[place % (keys.length + 1)];
  if (key === undefined) return wild;
  const inside = replaced((tree as Record<string, unknown>)[key], deeper, wild);
  return Array.isArray(tree) ? tree.with(Number(key), inside) : { ...tree, [key]: inside };
}
