import { nameOf } from '../../core/shape.ts';
import { exampleOf } from './examples.ts';
import { FAILURES, failuresOf } from './failures.ts';
import { mayBeKept } from './kept.ts';
import { ListParameters } from './resource-routes.ts';
import { type Declaration, isOpen } from './route.ts';
import { API, pathParameter } from './server.ts';

type Json = Record<string, unknown>;
type Components = {
  schemas: Record<string, unknown>;
  examples: Record<string, unknown>;
  responses: Record<string, unknown>;
  parameters: Record<string, unknown>;
  securitySchemes: Record<string, unknown>;
};
export type OpenApi = Json & { paths: Record<string, Record<string, Json>>; components: Components };

const ErrorResponse = {
  type: 'object',
  description: 'Every failure: what is wrong, in words for people, and where.',
  properties: {
    detail: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          msg: { type: 'string', description: 'Safe to show' },
          loc: {
            type: ['array', 'string'],
            items: { type: ['string', 'integer'] },
            description: 'The path to the value: `body`, `query` or `path`, then keys and positions; with 400 the key alone',
          },
          type: { type: 'string', description: 'The kind of problem, for programs' },
          input: { description: 'What was sent; never a secret' },
        },
        required: ['msg'],
      },
    },
  },
  required: ['detail'],
};

const DESCRIPTION = [
  'Incident response. Answers clients of the reference contract unchanged.',
  'Before an operation is chosen a request may be answered 307 (a slash too many or too few), 404 or 405 (no such address or method), ' +
    '408, 414 or 431 (it did not arrive, or its address or head is too long).',
].join('\n\n');

/**
 * The OpenAPI 3.1 document of the given routes: made from the same declarations that serve.
 * @param tags what each group of operations is about; groups nobody uses are left out
 */
export function openApiDocument(routes: Declaration[], { version, tags }: { version: string; tags: Record<string, string> }): OpenApi {
  const used = new Set(routes.map((one) => one.tag));
  const document: OpenApi = {
    openapi: '3.1.0',
    info: {
      title: 'Tocsin',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(tags).flatMap(([name, description]) => (used.has(name) ? [{ name, description }] : [])),
    paths: {},
    components: {
      schemas: { ErrorResponse },
      examples: {},
      responses: {},
      parameters: {},
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'The token that signing in answers with.' },
      },
    },
  };
  for (const one of routes) {
    const path = API + one.path;
    document.paths[path] = { ...document.paths[path], [one.method]: operation(one, document) };
  }
  return document;
}

function operation(one: Declaration, document: OpenApi): Json {
  const { description = 'Done', content } = answerOf(one, document);
  const statuses = failuresOf(one);
  for (const status of statuses) document.components.responses[failure(status).name] ??= failureResponse(status);
  const isKept = mayBeKept(one);
  if (isKept) document.components.responses.NotModified ??= NOT_MODIFIED;
  return {
    tags: [one.tag],
    summary: one.summary,
    operationId: `${one.method}_${one.path.replace(/\W+/g, '_').replace(/^_|_$/g, '')}`,
    security: isOpen(one) ? [] : (one.scopes?.map((scope) => ({ bearer: [scope] })) ?? [{ bearer: [] }]),
    parameters: [
      ...pathParameters(one, document),
      ...parameters('query', one.query, document),
      ...parameters('header', one.headers, document),
      ...(isKept ? [shared('If-None-Match', document, () => IF_NONE_MATCH)] : []),
      ...(one.status === 204 && one.answer ? [PREFER] : []),
    ],
    ...(one.upload && { requestBody: { required: true, content: media({ 'application/octet-stream': BINARY }, document) } }),
    ...(one.body && { requestBody: { required: true, content: media({ 'application/json': one.body }, document) } }),
    responses: {
      [one.status === 204 && one.answer ? 200 : (one.status ?? 200)]: {
        description,
        ...(isKept && { headers: { ETag } }),
        ...(content && { content }),
      },
      ...(one.status === 204 && one.answer && { 204: EMPTY }),
      ...(isKept && { 304: { $ref: '#/components/responses/NotModified' } }),
      ...Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${failure(status).name}` }])),
    },
  };
}

const ETag = { description: 'Stands for this very answer', schema: { type: 'string' } };
const NOT_MODIFIED = { description: 'The same answer as the one that `If-None-Match` names', headers: { ETag } };
const IF_NONE_MATCH = {
  in: 'header',
  name: 'If-None-Match',
  required: false,
  description: 'The `ETag` of an answer that the caller has kept',
  schema: { type: 'string' },
};

const PREFER = {
  in: 'header',
  name: 'Prefer',
  required: false,
  description: '`return=representation` asks for the answer with status 200; without it the answer is empty',
  schema: { type: 'string' },
};

const EMPTY = { description: 'Done; the answer is empty' };
const BINARY = { type: 'string', format: 'binary' };

function answerOf(one: Declaration, document: OpenApi): { description?: string; content?: Json } {
  if (one.status === 204 && !one.answer) return EMPTY;
  if (one.status === 303) return { description: 'Sends the browser on' };
  if (one.produces) return { content: media(Object.fromEntries(one.produces.map((type) => [type, BINARY])), document) };
  if (one.answer) return { content: media({ 'application/json': one.answer }, document) };
  return { description: 'Done; the answer is `null`', content: { 'application/json': { schema: { type: 'null' }, example: null } } };
}

/** Each content type with its schema and an example; named schemas share one example. */
function media(types: Record<string, unknown>, document: OpenApi): Json {
  return Object.fromEntries(
    Object.entries(types).map(([type, schema]) => [type, { schema: refer(schema, document), ...exampleFor(schema, document) }]),
  );
}

function exampleFor(schema: unknown, { components }: OpenApi): Json {
  const name = nameOf(schema as object);
  if (!name) return { example: exampleOf(schema) };
  components.examples[name] ??= { value: exampleOf(schema) };
  return { examples: { [name]: { $ref: `#/components/examples/${name}` } } };
}

const failure = (status: number) => {
  const known = FAILURES[status];
  if (!known) throw new Error(`Nothing is known about failures with status ${status}.`);
  return known;
};

function failureResponse(status: number): Json {
  const { description, headers, detail } = failure(status);
  return {
    description,
    ...(headers && { headers }),
    content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorResponse' }, example: { detail } } },
  };
}

const pathParameters = (one: Declaration, document: OpenApi) =>
  [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const declared = one.params?.properties[name] ?? pathParameter(name);
    const make = () => parameter('path', name, declared, true, document);
    return name === 'organization' && !one.params?.properties[name] ? shared(name, document, make) : make();
  });

function parameters(place: 'query' | 'header', declared: Declaration['query'], document: OpenApi): Json[] {
  const { properties = {}, required = [] } = (declared ?? {}) as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => {
    const make = () => parameter(place, name, schema, required.includes(name) && !('default' in schema), document);
    return LIST_PARAMETERS.has(schema) ? shared(name, document, make) : make();
  });
}

const LIST_PARAMETERS = new Set<object>(Object.values(ListParameters.properties));

/** What most operations take is described once. */
function shared(name: string, { components }: OpenApi, make: () => Json): Json {
  const key = name.replace('[]', '');
  components.parameters[key] ??= make();
  return { $ref: `#/components/parameters/${key}` };
}

/** What a parameter is about is said beside it, not inside its schema. */
function parameter(place: string, name: string, declared: object, required: boolean, document: OpenApi): Json {
  const { description = place === 'path' ? described(name) : undefined, ...schema } = refer(declared, document) as Json;
  return { in: place, name, required, ...(description !== undefined && { description }), schema };
}

/** `tag_type_id` → `The id of the tag type` */
function described(name: string): string | undefined {
  if (name === 'organization') return 'The slug of the organization';
  return name.endsWith('_id') ? `The id of the ${name.slice(0, -3).replaceAll('_', ' ')}` : undefined;
}

/** Named schemas become components once and references everywhere. */
function refer(schema: unknown, document: OpenApi): unknown {
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
