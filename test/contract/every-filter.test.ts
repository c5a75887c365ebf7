import { beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../src/app/routes.ts';
import { type Filterable, HIDDEN, OPERATOR_NAMES } from '../../src/core/filter.ts';
import { type ColumnType, tableInfo } from '../../src/core/models.ts';
import type { Route } from '../../src/edges/http/route.ts';
import { anOrganization } from '../harness.ts';
import { type Caller, callers } from './callers.ts';
import { type Furniture, filled, furnish } from './furnish.ts';

/*
 * Every list × every column × every operator of the filter language. What an operator must answer follows from laws that hold for any rows:
 * a condition, its opposite and "is null" share all rows among them.
 */

const LISTS = routes.filter((one): one is Route & { lists: Filterable } => one.lists !== undefined);
const PAIRS: [string, string][] = [
  ['==', '!='],
  ['eq', 'ne'],
  ['>', '<='],
  ['gt', 'le'],
  ['<', '>='],
  ['lt', 'ge'],
  ['in', 'not_in'],
  ['any', 'not_any'],
];
const PATTERNS = ['like', 'ilike', 'not_ilike'];
const NULLS = ['is_null', 'is_not_null'];

/** A value of the column's type, for tables without rows. */
const SAMPLES: Record<ColumnType, unknown> = {
  integer: 1,
  bigint: 1,
  number: 1.5,
  boolean: true,
  text: 'x',
  timestamp: '2026-01-05T09:00:00Z',
  json: 'x',
  uuid: '00000000-0000-4000-8000-000000000000',
  'text[]': 'x',
};

let owner: Caller;
let furniture: Furniture;

beforeAll(async () => {
  const organization = await anOrganization();
  furniture = await furnish(organization);
  owner = (await callers(organization)).Owner;
});

test('every operator is tried', () => {
  expect([...PAIRS.flat(), ...PATTERNS, ...NULLS].sort()).toEqual([...OPERATOR_NAMES].sort());
});

test('the contract has lists', () => expect(LISTS.length).toBeGreaterThan(20));

const at = (list: Route, query: URLSearchParams) => owner.send('GET', `${filled(list.path, furniture)}?${query}`);

type Condition = { field: string; op: string; value?: unknown };

async function total(list: Route, filter?: unknown): Promise<number> {
  const query = new URLSearchParams({ itemsPerPage: '0', ...(filter !== undefined && { filter: JSON.stringify(filter) }) });
  const answer = await at(list, query);
  expect(answer.status, `${list.path} ${JSON.stringify(filter)} ${answer.text}`).toBe(200);
  return answer.json<{ total: number }>().total;
}

async function firstValue(list: Route, column: string): Promise<unknown> {
  const query = new URLSearchParams({ itemsPerPage: '5', filter: JSON.stringify([{ field: column, op: 'is_not_null' }]) });
  const { items } = (await at(list, query)).json<{ items: Record<string, unknown>[] }>();
  return items.map((item) => item[column]).find((value) => value !== undefined && value !== null && typeof value !== 'object');
}

for (const list of LISTS) {
  describe(list.path, () => {
    for (const [column, { type }] of Object.entries(tableInfo(list.lists.table).columns)) {
      if (HIDDEN.has(column)) continue;
      test(column, async () => {
        const all = await total(list);
        const value = (await firstValue(list, column)) ?? SAMPLES[type];
        const count = (condition: Omit<Condition, 'field'>) => total(list, [{ field: column, ...condition }]);
        const nulls = await count({ op: 'is_null' });
        expect(nulls + (await count({ op: 'is_not_null' })), 'null or not').toBe(all);
        if (type === 'json') return;
        for (const [one, other] of PAIRS.filter(([name]) => type !== 'text[]' || name === 'any')) {
          const given = one === 'in' ? [value] : value;
          expect((await count({ op: one, value: given })) + (await count({ op: other, value: given })) + nulls, `${one} and ${other}`).toBe(
            all,
          );
        }
        expect((await count({ op: 'ilike', value: '%' })) + nulls, 'ilike %').toBe(all);
        expect(await count({ op: 'like', value: '%' })).toBe(await count({ op: 'ilike', value: '%' }));
        expect(await count({ op: 'not_ilike', value: '%' }), 'not_ilike %').toBe(0);
      });
    }

    test('unknown field, operator, model and JSON are refused with their place', async () => {
      const bad = [
        '[{"field":"no_such_field","value":1}]',
        '[{"field":"id","op":"~","value":1}]',
        '[{"model":"Nothing","field":"id","value":1}]',
        '{',
      ];
      for (const filter of bad) {
        const answer = await at(list, new URLSearchParams({ filter }));
        expect(answer.status, `${list.path} ${filter}`).toBe(422);
        expect(answer.json<{ detail: { loc: string[] }[] }>().detail[0]?.loc).toEqual(['query', 'filter']);
      }
    });

    test('empty filters are no filter', async () => {
      const all = await total(list);
      for (const filter of [[], {}, null, { and: [] }, { or: [] }]) expect(await total(list, filter)).toBe(all);
    });

    test('and, or and not follow the laws of logic', async () => {
      const all = await total(list);
      const one = { field: 'id', op: 'is_not_null' };
      expect(await total(list, { and: [one, { not: [one] }] })).toBe(0);
      expect(await total(list, { or: [one, { not: [one] }] })).toBe(all);
    });

    test('every column sorts, up and down', async () => {
      for (const column of Object.keys(tableInfo(list.lists.table).columns).filter((name) => !HIDDEN.has(name))) {
        for (const descending of ['true', 'false']) {
          const answer = await at(list, new URLSearchParams({ 'sortBy[]': column, 'descending[]': descending }));
          expect(answer.status, `${list.path} by ${column}`).toBe(200);
        }
      }
    });
  });
}
