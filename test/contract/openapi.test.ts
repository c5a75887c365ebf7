import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { TAGS } from '../../src/app/contract.ts';
import { nullable } from '../../src/core/field.ts';
import { FAILURES } from '../../src/edges/http/failures.ts';
import { isOpen } from '../../src/edges/http/route.ts';
import { document, operations, problemsOf, resolved } from './document.ts';

/*
 * The document by itself: valid, complete, and true about its own examples.
 */

test('it is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect({ valid, errors, version: validator.version }).toEqual({ valid: true, errors: undefined, version: '3.1' });
});

test('a validator that lets everything pass would be noticed', async () => {
  const { valid } = await new Validator().validate({ ...structuredClone(document), paths: { '/x': { get: { responses: 1 } } } });
  expect(valid).toBe(false);
});

test('every group of operations says what it is about', () => {
  const used = new Set(Object.values(document.paths).flatMap((methods) => Object.values(methods).flatMap(({ tags }) => tags as string[])));
  expect([...used].filter((tag) => !TAGS[tag])).toEqual([]);
  expect((document.tags as { name: string }[]).map(({ name }) => name).sort()).toEqual([...used].sort());
});

test('no two operations share an id', () => {
  const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
  expect(new Set(ids).size).toBe(ids.length);
});

test('every schema is one that can be compiled, and every reference leads somewhere', () => {
  for (const schema of Object.values(document.components.schemas)) expect(() => problemsOf(schema as object, null)).not.toThrow();
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to as string);
  expect(references.filter((to) => resolved({ $ref: to }) === undefined)).toEqual([]);
});

describe.each(operations.map((one) => [one.name, one] as const))('%s', (_name, { route, operation }) => {
  const responses = Object.entries(operation.responses).map(([status, one]) => [status, resolved(one)] as const);
  const media = [
    ...Object.values(operation.requestBody?.content ?? {}),
    ...responses.flatMap(([, { content }]) => Object.values(content ?? {})),
  ];

  test('shows an example that its schema accepts, for the body and for every answer', () => {
    for (const one of media) {
      const example = 'example' in one ? one.example : resolved<{ value: unknown }>(Object.values(one.examples ?? {})[0] as never).value;
      expect(example, JSON.stringify(one).slice(0, 200)).not.toBe(undefined);
      expect(problemsOf(one.schema, example), JSON.stringify(example).slice(0, 500)).toEqual([]);
    }
  });

  test('tells how it may fail', () => {
    const statuses = responses.map(([status]) => Number(status)).filter((status) => status >= 400);
    const asked = {
      token: !isOpen(route),
      input: operation.parameters.some((one) => one.in !== 'header' && one.name !== 'organization') || route.body,
    };
    // One that takes a secret of its own says so itself.
    expect(statuses.includes(401)).toBe(asked.token || (route.errors?.includes(401) ?? false));
    expect(operation.security).toEqual(asked.token ? (route.scopes?.map((scope) => ({ bearer: [scope] })) ?? [{ bearer: [] }]) : []);
    if (asked.input) expect(statuses).toContain(422);
    for (const status of [...statuses, 429, 500]) expect(statuses.includes(status) && status in FAILURES, `${status}`).toBe(true);
  });

  test('explains its list parameters', () => {
    const silent = route.lists ? operation.parameters.filter(({ in: place, description }) => place === 'query' && !description) : [];
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

test('who asks too often hears when to come back', () => {
  const { headers } = resolved<{ headers: Record<string, unknown> }>({ $ref: '#/components/responses/TooMany' });
  expect(Object.keys(headers)).toEqual(['Retry-After']);
});

test('an example must fit its schema to count', () => {
  expect(problemsOf({ type: 'object', properties: { name: nullable({ type: 'string' }) }, required: ['name'] }, { nmae: 'x' })).not.toEqual(
    [],
  );
});
