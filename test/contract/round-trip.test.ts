import { beforeAll, describe, expect, test } from 'vitest';
import { anOrganization } from '../harness.ts';
import { before, renamed } from './bodies.ts';
import { type Declared, operations } from './document.ts';
import { ask, type House, house, itemOf, readOf } from './requests.ts';

/*
 * What is read can be sent back. Clients send the whole object they were given, with one value changed; none of the others may move.
 */

type Item = Record<string, unknown>;

let at: House;

beforeAll(async () => {
  at = await house(await anOrganization());
});

/** Saving is a change of its own: its time and its number differ. */
const MOVES = new Set(['updated_at', 'version', 'versions']);
const still = (item: Item | undefined) => Object.fromEntries(Object.entries(item ?? {}).filter(([key]) => !MOVES.has(key)));

/** What made the furniture: some read objects do not name their project, which creating one demands. */
const sent = ({ name }: Declared) => at.sent.get(name) as Item | undefined;
/** People speak in their own name alone, so that what somebody else said is sent without it. */
const OWN_WORDS: Record<string, Item> = { 'POST /{organization}/service_feedback': { individual: null } };

const pathsOf = (chosen: Declared[]) => new Set(chosen.map(({ route }) => route.path));
const READ = pathsOf(operations.filter(({ route }) => route.method === 'get'));
const LISTED = pathsOf(operations.filter(({ route }) => route.lists));
const collectionOf = (path: string) => /^(.*)\/\{\w+\}$/.exec(path)?.[1] ?? '';
const named = (chosen: Declared[]) => chosen.map((one) => [one.name, one] as const);
const replacing = operations.filter(
  ({ route }) => route.method === 'put' && (READ.has(route.path) || LISTED.has(collectionOf(route.path))) && route.body,
);
const creating = operations.filter(
  ({ route }) => route.method === 'post' && route.body && [...READ].some((path) => collectionOf(path) === route.path),
);

test('there is something to send back', () => expect(Math.min(replacing.length, creating.length)).toBeGreaterThan(20));

describe('replacing with what was read changes nothing', () => {
  test.each(named(replacing))('%s', async (_name, one) => {
    await at.undo(async () => {
      const read = await readOf(at, one.route.path);
      expect(read, 'the furniture has one').toBeDefined();
      const answer = await ask(at.owner, one, read, at.furniture);
      expect([answer.status, answer.status === 200 || answer.text]).toEqual([200, true]);
      expect(still(await readOf(at, one.route.path))).toEqual(still(read));
      if (answer.text.startsWith('{')) expect(still(answer.json<Item>())).toEqual(still(read));
    });
  });
});

describe('creating from what was read is taken, or collides with it', () => {
  test.each(named(creating))('%s', async (_name, one) => {
    const read = await itemOf(at, one.route.path);
    expect(read, 'the furniture has one').toBeDefined();
    const answer = await at.undo(() => ask(at.owner, one, { ...sent(one), ...read, ...OWN_WORDS[one.name] }, at.furniture));
    expect([200, 409], answer.text).toContain(answer.status);
  });

  test.each(named(creating))('%s under another name', async (name, one) => {
    const read = await itemOf(at, one.route.path);
    const answer = await at.undo(async () => {
      await before(name, at);
      return ask(at.owner, one, renamed({ ...sent(one), ...read, ...OWN_WORDS[name] }), at.furniture);
    });
    expect([answer.status, answer.status === 200 || answer.text]).toEqual([200, true]);
  });
});
