import { beforeAll, describe, expect, test } from 'vitest';
import { isOpen } from '../../src/edges/http/route.ts';
import { anOrganization, aSystem } from '../harness.ts';
import { before, REFUSED, requiredKeys, spoiled } from './bodies.ts';
import { type Declared, operations } from './document.ts';
import { ABSENT } from './furnish.ts';
import { another, ask, bodyFor, type House, house } from './requests.ts';

/*
 * Every operation of the document: it succeeds as documented, says what is wrong with a body, does not find what is not there, and asks
 * for a token. Callers hold every answer to the document, so that no status and no key is a surprise. Nothing is kept between tests.
 */

type Problem = { loc?: (string | number)[]; msg: string; type?: string };

let at: House;

beforeAll(async () => {
  // Open, so that registering can succeed, and with a mail server, so that links can be asked for; nobody listens there.
  at = await house(await anOrganization(await aSystem({ settings: { registration: 'open', smtpUrl: 'smtp://127.0.0.1:9' } })));
});

const named = (chosen: Declared[]) => chosen.map((one) => [one.name, one] as const);
const problemsOf = (answer: { json<T>(): T }) => answer.json<{ detail: Problem[] }>().detail;

describe.each(named(operations))('%s', (name, one) => {
  test('succeeds as documented', async () => {
    const answer = await at.undo(async () => {
      const { furniture, body } = await before(name, at);
      const house = one.route.method === 'delete' ? await another(at, one) : at.furniture;
      return ask(at.owner, one, body ?? (await bodyFor(at, one)), { ...house, ...furniture });
    });
    const expected = REFUSED[name] ?? one.route.status ?? 200;
    expect([answer.status, answer.status === expected || answer.text]).toEqual([expected, true]);
  });

  test.runIf(!isOpen(one.route))('asks for a token', async () => {
    const answer = await ask(at.nobody, one, await bodyFor(at, one), at.furniture);
    expect([answer.status, answer.json()]).toEqual([401, { detail: [{ msg: 'Could not validate credentials' }] }]);
  });
});

describe.each(named(operations.filter(({ route }) => route.body)))('%s', (_name, one) => {
  const schema = one.route.body as NonNullable<typeof one.route.body>;
  const refusal = async (body: unknown) => {
    const answer = await at.undo(() => ask(at.owner, one, body, at.furniture));
    expect(answer.status, answer.text).toBe(422);
    return problemsOf(answer);
  };

  test('says of each value that is wrong where it is', async () => {
    const { body, keys } = spoiled(schema, (await bodyFor(at, one)) as Record<string, unknown>);
    const problems = keys.length ? await refusal(body) : [];
    const places = new Set(problems.map(({ loc }) => `${loc?.[0]} ${loc?.[1]}`));
    expect(keys.filter((key) => !places.has(`body ${key}`))).toEqual([]);
  });

  test.runIf(!one.route.partial && requiredKeys(schema).length)('says what is missing', async () => {
    const missing = (await refusal({})).filter(({ type }) => type === 'missing').map(({ loc }) => loc);
    for (const key of requiredKeys(schema)) expect(missing).toContainEqual(['body', key]);
  });

  test('wants what it is made of', async () => {
    const isList = (schema as { type?: string }).type === 'array';
    expect((await refusal(isList ? { x: 1 } : [1]))[0]?.loc).toEqual(['body']);
  });
});

const rowsIn = (path: string) => [...path.matchAll(/\{(\w+_id|\w+_uuid)\}/g)].map(([, name]) => name as string);
const INSIDE = operations.filter(({ route }) => typeof route.access === 'object' && rowsIn(route.path).length);

describe.each(named(INSIDE))('%s', (_name, one) => {
  const rows = rowsIn(one.route.path);

  test.each(rows)('does not find what is not there: %s', async (row) => {
    const { [row]: _gone, [`case_${row}`]: _ofCase, ...rest } = at.furniture;
    const body = await bodyFor(at, one);
    const answer = await at.undo(() => ask(at.owner, one, body, rest));
    expect([403, 404], `${answer.status} ${answer.text}`).toContain(answer.status);
    expect(problemsOf(answer)[0]?.msg.length).toBeGreaterThan(10);
  });

  const numeric = rows.filter((row) => one.operation.parameters.some(({ name, schema }) => name === row && schema.type === 'integer'));
  test.each(numeric)('wants an id that is one: %s', async (row) => {
    const answer = await at.undo(() => ask(at.owner, one, undefined, { ...at.furniture, [row]: 'x', [`case_${row}`]: 'x' }));
    expect(answer.status).toBe(422);
    expect(problemsOf(answer).map(({ loc }) => loc)).toContainEqual(['path', row]);
  });
});

test('what is not there is an id that nothing has', () => expect(Object.values(at.furniture)).not.toContain(ABSENT));
