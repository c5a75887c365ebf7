import Format from 'typebox/format';
import { Compile } from 'typebox/schema';
import { contractOf } from '../../src/app/contract.ts';
import { routes } from '../../src/app/routes.ts';
import type { Route } from '../../src/edges/http/route.ts';

/*
 * The contract as its document states it, for tests that hold the product to it.
 */

type Json = Record<string, unknown>;
type Media = { schema: Json; example?: unknown; examples?: Record<string, { $ref: string }> };
type Response = { description: string; content?: Record<string, Media>; headers?: Json };
export type Parameter = { in: 'path' | 'query' | 'header'; name: string; required: boolean; description?: string; schema: Json };
export type Operation = {
  tags: string[];
  parameters: Parameter[];
  security: unknown[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Response | { $ref: string }>;
};

export const document = contractOf(routes);

/** One operation of the contract: `name` as people say it, `GET /{organization}/tags`. */
export type Declared = { name: string; route: Route; operation: Operation };

export const operations: Declared[] = routes.map((route) => {
  const operation = document.paths[`/api/v1${route.path}`]?.[route.method] as unknown as Operation;
  return {
    name: `${route.method.toUpperCase()} ${route.path}`,
    route,
    operation: { ...operation, parameters: operation.parameters.map((one) => resolved(one)) },
  };
});

/** What a reference of the document (`#/components/…`) leads to, or the thing itself. */
export function resolved<T extends object>(thing: T | { $ref: string }): T {
  if (!('$ref' in thing)) return thing;
  const found = thing.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Json)[key], document);
  return found as T;
}

/** Objects hold what they declare and nothing else, unless they say that they are open. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const result = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, LITERAL.has(key) ? value : closed(value)]));
  const isObject = result.type === 'object' && result.properties !== undefined && result.additionalProperties === undefined;
  return isObject ? { ...result, additionalProperties: false } : result;
}

/** The contract's rendering of time: UTC, always six digits. */
Format.Set('date-time', (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value));

/** Keywords whose values are values, not schemas. */
const LITERAL = new Set(['examples', 'default', 'enum', 'const']);

const components = { schemas: closed(document.components.schemas) };
const compiled = new WeakMap<object, ReturnType<typeof Compile>>();

/** @returns what is wrong with the value, in words; nothing is missing, nothing is there that is not declared */
export function problemsOf(schema: object, value: unknown): string[] {
  const known = compiled.get(schema) ?? Compile({ ...(closed(schema) as object), components });
  compiled.set(schema, known);
  if (known.Check(value)) return [];
  const [, errors] = known.Errors(value);
  return errors.slice(0, 10).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
}

export type Answer = { status: number; contentType: string; text: string };

/** An address that cannot be read never reaches the operation; its answer has the shape of every failure. */
const isUnroutable = (status: number, text: string) => status === 414 || (status === 400 && text.includes('address is not encoded'));

/** @returns how the answer differs from what the operation documents; its status first of all */
export function differences({ name, operation }: Declared, { status, contentType, text }: Answer): string[] {
  const documented = operation.responses[status] ?? (isUnroutable(status, text) && { $ref: '#/components/responses/Invalid' });
  if (!documented) return [`${name} answered ${status}, which it does not document (Route.errors): ${text.slice(0, 300)}`];
  const { content } = resolved(documented);
  if (!content) return text ? [`${name} answered ${status} with a body, and documents none`] : [];
  const type = contentType.split(';')[0] as string;
  const media = content[type];
  if (!media)
    return type in content || isFile(content) ? [] : [`${name} answered ${status} with ${type}, and documents ${Object.keys(content)}`];
  if (type !== 'application/json' || media.schema.format === 'binary') return [];
  return problemsOf(media.schema, JSON.parse(text)).map((problem) => `${name} answered ${status}, but ${problem}`);
}

/** A file is sent as what it was stored as. */
const isFile = (content: Record<string, Media>) => 'application/octet-stream' in content;

const patterns = operations
  .map((one) => ({
    one,
    pattern: new RegExp(`^${one.route.path.replace(/\{\w+\}/g, '[^/]+')}$`),
    parameters: one.route.path.split('{').length,
  }))
  // As the router has it: what is written out goes before what is a parameter.
  .sort((a, b) => a.parameters - b.parameters);

/** @param path below /api/v1, filled in */
export const operationAt = (method: string, path: string): Declared | undefined =>
  patterns.find(({ one, pattern }) => one.route.method === method.toLowerCase() && pattern.test(path.split('?')[0] as string))?.one;
