import { nameOf } from '../../core/shape.ts';
import type { Route } from './route.ts';
import { API, pathParameter } from './server.ts';

type Json = Record<string, unknown>;
type Document = Json & { components: { schemas: Record<string, unknown> } };

const ErrorResponse = {
  type: 'object',
  properties: {
    detail: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          msg: { type: 'string' },
          loc: { type: 'array', items: { type: ['string', 'integer'] } },
          type: { type: 'string' },
          input: {},
        },
        required: ['msg'],
      },
    },
  },
  required: ['detail'],
};

const FAILURES: Record<string, string> = {
  401: 'No valid token',
  403: 'The caller may not do this',
  404: 'Not there, or hidden from the caller',
  409: 'Collides with what is there',
  422: 'The request breaks a rule; every problem is listed',
  429: 'Too many requests',
  500: 'A defect on our side',
};

/** The OpenAPI 3.1 document of the given routes: made from the same declarations that serve. */
export function openApiDocument(routes: Route[], version: string): Document {
  const document: Document = {
    openapi: '3.1.0',
    info: {
      title: 'Tocsin',
      version,
      description: 'Incident response. Answers clients of the reference contract unchanged.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: {},
    components: {
      schemas: { ErrorResponse },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    } as Document['components'],
  };
  const paths = document.paths as Record<string, Json>;
  for (const one of routes) {
    const path = API + one.path;
    paths[path] = { ...paths[path], [one.method]: operation(one, document) };
  }
  return document;
}

function operation(one: Route, document: Document): Json {
  const failures = ['401', '403', '404', '409', '422', '429', '500'].filter(
    (status) => one.access !== 'public' || !['401', '403'].includes(status),
  );
  return {
    tags: [one.tag],
    summary: one.summary,
    operationId: `${one.method}_${one.path.replace(/\W+/g, '_').replace(/^_|_$/g, '')}`,
    ...(one.access !== 'public' && { security: [{ bearer: [] }] }),
    parameters: [...pathParameters(one, document), ...queryParameters(one, document)],
    ...(one.upload && {
      requestBody: { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } },
    }),
    ...(one.body && { requestBody: { required: true, content: { 'application/json': { schema: refer(one.body, document) } } } }),
    responses: {
      [one.status ?? 200]: {
        description: 'Done',
        ...(one.status !== 204 && { content: { 'application/json': { schema: one.answer ? refer(one.answer, document) : {} } } }),
      },
      ...Object.fromEntries(
        failures.map((status) => [
          status,
          { description: FAILURES[status], content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorResponse' } } } },
        ]),
      ),
    },
  };
}

const pathParameters = (one: Route, document: Document) =>
  [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    in: 'path',
    name,
    required: true,
    schema: refer(one.params?.properties[name] ?? pathParameter(name), document),
  }));

function queryParameters(one: Route, document: Document): Json[] {
  const { properties = {}, required = [] } = (one.query ?? {}) as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({
    in: 'query',
    name,
    required: required.includes(name) && !('default' in schema),
    schema: refer(schema, document),
  }));
}

/** Named schemas become components once and references everywhere. */
function refer(schema: unknown, document: Document): unknown {
  if (Array.isArray(schema)) return schema.map((part) => refer(part, document));
  if (typeof schema !== 'object' || schema === null) return schema;
  const name = nameOf(schema);
  if (!name) return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, refer(value, document)]));
  const { schemas } = document.components;
  if (!schemas[name]) {
    schemas[name] = {};
    schemas[name] = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, refer(value, document)]));
  }
  return { $ref: `#/components/schemas/${name}` };
}
