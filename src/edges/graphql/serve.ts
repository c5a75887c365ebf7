import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  stripIgnoredCharacters,
  validate,
} from 'graphql';
import type { Context, System } from '../../core/context.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { countedPoints } from '../../core/rate-limit.ts';
import { type Asked, createLoaders } from './asked.ts';
import { Refusal, told } from './errors.ts';
import { checkShape, costOf, LIMITS } from './limits.ts';
import { documentId, type Persisted } from './persisted.ts';

export const GRAPHQL = '/graphql';
const JSON_TYPE = 'application/json; charset=utf-8';
const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';
const MOST_DOCUMENTS = 500;
const MINUTE_MS = 60_000;

export type GraphQLOptions = {
  persisted: Persisted;
  /** takes nothing but persisted documents */
  persistedOnly: boolean;
  /** pages of other origins that may ask, with a credential of their own */
  corsOrigins: readonly string[];
  /** the product's own */
  origin: string;
  pointsPerMinute: number;
  anonymousPerMinute: number;
  /** who asks, in an organization of theirs; `unplaced` says why there is none */
  place(request: FastifyRequest, slug: string | undefined): Promise<{ ctx: Context; unplaced: string | undefined }>;
};

type Body = { query?: unknown; documentId?: unknown; operationName?: unknown; variables?: unknown };

/**
 * The management API: one address, POST, JSON. Whatever a browser sends without asking first (forms, plain text, links) is refused, so that no page
 * of somebody else can use the session of its reader.
 * @source management-api.md 2, 5 and 6
 */
export function serveGraphQL(server: FastifyInstance, system: System, schema: GraphQLSchema, options: GraphQLOptions): void {
  const documents = new Map<string, DocumentNode>();
  const anonymousRules = [...specifiedRules, NoSchemaIntrospectionCustomRule];

  server.options(GRAPHQL, async (request, reply) => {
    const allowed = allowOrigin(request, reply, options);
    return reply
      .headers(
        allowed
          ? {
              'access-control-allow-methods': 'POST',
              'access-control-allow-headers': 'authorization, content-type, x-dispatch-organization',
              'access-control-max-age': '600',
            }
          : {},
      )
      .code(204)
      .send();
  });
  server.get(GRAPHQL, async (_request, reply) =>
    reply.code(405).header('allow', 'POST').type(JSON_TYPE).send(problem('BAD_REQUEST', 'Send a POST.')),
  );
  server.post(GRAPHQL, { onRequest: async (request, reply) => refuseForms(request, reply) }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    allowOrigin(request, reply, options);
    const wantsStatus = /application\/graphql-response\+json/.test(String(request.headers.accept ?? ''));
    const send = (status: number, body: object) =>
      reply
        .code(status)
        .type(wantsStatus ? RESPONSE_TYPE : JSON_TYPE)
        .send(JSON.stringify({ ...body, extensions: { requestId: request.id } }));
    try {
      requireJson(request);
      const asked = await ask(request);
      const { result, status, headers } = await answer(request, asked);
      reply.headers(headers ?? {});
      return send(wantsStatus ? status : 200, result);
    } catch (error) {
      const { error: shown, status } = told(new GraphQLError('', { originalError: error as Error }), system, request.id);
      if (error instanceof AppError && error.retryAfterMs) reply.header('retry-after', String(Math.ceil(error.retryAfterMs / 1000)));
      return send(status === 200 ? 400 : status, { errors: [shown] });
    }
  });

  async function ask(request: FastifyRequest): Promise<Asked> {
    const { ctx, unplaced } = await options.place(request, headerOf(request));
    if (ctx.actor.sessionId !== undefined) requireOwnPage(request, options);
    const inOrganization = async (slug: string): Promise<Context> => {
      if (slug === ctx.tenant.slug) return ctx;
      const other = await options.place(request, slug);
      if (other.ctx.tenant.slug !== slug) throw notFound('organization');
      return other.ctx;
    };
    const limit = options.pointsPerMinute;
    return {
      ctx,
      unplaced,
      inOrganization,
      load: createLoaders(),
      budget: { limit, cost: 0, remaining: limit, resetAt: ctx.now(), nodes: 0 },
    };
  }

  async function answer(
    request: FastifyRequest,
    asked: Asked,
  ): Promise<{ result: ExecutionResult; status: number; headers?: Record<string, string> }> {
    const bound = asked.ctx.actor.key?.documents ?? [];
    const { text, operationName, variables } = readBody(request.body as Body, bound.length ? { bound } : options);
    const isAnonymous = !asked.ctx.actor.userId;
    const document = read(text, isAnonymous);
    if ('errors' in document) return { result: { errors: document.errors }, status: 400 };
    const operation = getOperationAST(document.document, operationName);
    if (!operation) throw new Refusal(400, 'BAD_REQUEST', 'Say with `operationName` which operation of the document is meant.');
    if (operation.operation === 'subscription') throw new Refusal(400, 'BAD_REQUEST', 'Subscriptions are not answered here.');
    const { cost, nodes } = costOf(schema, document.document, operation, variables);
    await spend(request, asked, { cost: Math.max(cost, 1), nodes }, isAnonymous);
    const result = await withDeadline(
      execute({
        schema,
        document: document.document,
        contextValue: asked,
        variableValues: variables,
        operationName: operationName ?? null,
      }),
    );
    return finish(request, asked, result);
  }

  function read(text: string, isAnonymous: boolean): { document: DocumentNode } | { errors: GraphQLError[] } {
    const key = `${isAnonymous} ${text}`;
    const known = documents.get(key);
    if (known) return { document: known };
    let document: DocumentNode;
    try {
      document = parse(text, { maxTokens: LIMITS.tokens });
    } catch (error) {
      const { message } = error as GraphQLError;
      if (/more tha[nt] \d+ tokens/.test(message))
        throw new Refusal(400, 'LIMIT_EXCEEDED', `This document has more than ${LIMITS.tokens} tokens.`, {
          limit: 'tokens',
          maximum: LIMITS.tokens,
        });
      return { errors: [asCode(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')] };
    }
    checkShape(document);
    const errors = validate(schema, document, isAnonymous ? anonymousRules : specifiedRules, { maxErrors: 20 });
    if (errors.length) return { errors: errors.map((error) => asCode(error, 'GRAPHQL_VALIDATION_FAILED', isAnonymous)) };
    if (documents.size >= MOST_DOCUMENTS) documents.clear();
    documents.set(key, document);
    return { document };
  }

  async function spend(
    request: FastifyRequest,
    { ctx, budget }: Asked,
    { cost, nodes }: { cost: number; nodes: number },
    isAnonymous: boolean,
  ) {
    const key = isAnonymous ? `graphql from ${request.ip}` : `graphql ${ctx.actor.userId}`;
    const limit = isAnonymous ? options.anonymousPerMinute : options.pointsPerMinute;
    const spent = await countedPoints(ctx, key, { points: isAnonymous ? 1 : cost, limit, windowMs: MINUTE_MS });
    Object.assign(budget, {
      limit,
      cost,
      nodes,
      remaining: Math.max(0, limit - spent.points),
      resetAt: new Date(ctx.now().getTime() + spent.leftMs),
    });
  }

  function finish(request: FastifyRequest, asked: Asked, { data, errors }: ExecutionResult) {
    const all = (errors ?? []).map((error) => told(error, system, request.id));
    const result = { ...(data !== undefined && { data }), ...(all.length && { errors: all.map(({ error }) => error) }) } as ExecutionResult;
    // With an answer for a part of it the request went well; without any, its error is the answer.
    const hasNothing = data == null || Object.values(data).every((value) => value === null);
    const status = hasNothing ? Math.max(200, ...all.map((one) => one.status)) : 200;
    const { limit, remaining, resetAt } = asked.budget;
    const seconds = Math.max(0, Math.ceil((resetAt.getTime() - asked.ctx.now().getTime()) / 1000));
    return {
      result,
      status,
      headers: { ratelimit: `"points";r=${remaining};t=${seconds}`, 'ratelimit-policy': `"points";q=${limit};w=60` },
    };
  }
}

const headerOf = ({ headers }: FastifyRequest) => {
  const slug = headers['x-dispatch-organization'];
  return typeof slug === 'string' && slug ? slug : undefined;
};

/** Before anything is read: what a form of another site can send is not even looked at. */
function refuseForms({ headers }: FastifyRequest, reply: FastifyReply) {
  if (!/^application\/json\s*(;|$)/i.test(String(headers['content-type'] ?? '')))
    return reply.code(415).type(JSON_TYPE).send(problem('BAD_REQUEST', 'Send JSON: `Content-Type: application/json`.'));
  if (Number(headers['content-length'] ?? 0) > LIMITS.bodyBytes)
    return reply
      .code(413)
      .type(JSON_TYPE)
      .send(problem('LIMIT_EXCEEDED', `A body has at most ${LIMITS.bodyBytes} bytes.`));
}

function requireJson({ body }: FastifyRequest) {
  if (Array.isArray(body)) throw new Refusal(400, 'BAD_REQUEST', 'Send one operation, not a list of them.');
  if (typeof body !== 'object' || body === null) throw new Refusal(400, 'BAD_REQUEST', 'Send a JSON object with `query` or `documentId`.');
}

/** A session speaks only for pages of the product: another page can make a browser send a cookie, but not this header. */
function requireOwnPage({ headers }: FastifyRequest, { origin, corsOrigins }: GraphQLOptions) {
  const from = headers.origin;
  const isForeign = headers['sec-fetch-site'] === 'cross-site' || (from !== undefined && from !== origin && !corsOrigins.includes(from));
  if (headers['x-dispatch-request'] !== '1' || isForeign)
    throw new Refusal(
      403,
      'FORBIDDEN',
      'With a session, send `X-Dispatch-Request: 1` from a page of this installation; programs use a token.',
    );
}

/** Credentials are never part of it: a foreign page brings a token of its own. */
function allowOrigin({ headers: { origin } }: FastifyRequest, reply: FastifyReply, { corsOrigins }: GraphQLOptions): boolean {
  reply.header('vary', 'origin');
  if (origin === undefined || !corsOrigins.includes(origin)) return false;
  reply.header('access-control-allow-origin', origin);
  return true;
}

/** Which documents are run: those that are known and perhaps every other; or those of a key that is bound to its own. */
type Allowed = Pick<GraphQLOptions, 'persisted' | 'persistedOnly'> | { bound: readonly string[] };

function readBody({ query, documentId, operationName, variables }: Body, allowed: Allowed) {
  const wrong = (what: string) => new Refusal(400, 'BAD_REQUEST', what);
  if (operationName != null && typeof operationName !== 'string') throw wrong('`operationName` is a text.');
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) throw wrong('`variables` is an object.');
  const more = { operationName: operationName as string | undefined, variables: (variables ?? {}) as Record<string, unknown> };
  if ('bound' in allowed) return { text: boundText(allowed.bound, query, documentId), ...more };
  const { persisted, persistedOnly } = allowed;
  if (documentId != null) {
    const text = persisted.get(String(documentId));
    if (text === undefined)
      throw new Refusal(400, 'PERSISTED_DOCUMENT_NOT_FOUND', 'This document is not known here: reload the page, or send its text.');
    return { text, ...more };
  }
  if (typeof query !== 'string' || !query) throw wrong('Send the document as `query`, or its id as `documentId`.');
  if (persistedOnly)
    throw new Refusal(
      403,
      'DOCUMENT_NOT_ALLOWED',
      'This installation takes only documents that it knows (DISPATCH_GRAPHQL_PERSISTED_ONLY).',
    );
  return { text: query, ...more };
}

/** A key that brings its documents runs those; with none in the request, the only one that it has. @source management-api.md, API-18 */
function boundText(bound: readonly string[], query: unknown, id: unknown): string {
  const [only] = bound.length === 1 ? bound : [];
  const isAsked = (text: string) => (id != null ? documentId(text) === id : typeof query === 'string' && text === compact(query));
  const text = query == null && id == null ? only : bound.find(isAsked);
  if (text === undefined)
    throw new Refusal(403, 'DOCUMENT_NOT_ALLOWED', 'This API key runs the documents that are stored with it, and nothing else.');
  return text;
}

/** The same document, however it is laid out. */
function compact(text: string): string {
  try {
    return stripIgnoredCharacters(text);
  } catch {
    return text;
  }
}

/** Words that were almost right would tell a stranger what there is. */
const withoutSuggestion = (message: string) => message.replace(/ Did you mean .*$/s, '');

const asCode = (error: GraphQLError, code: string, isAnonymous = false) =>
  new GraphQLError(isAnonymous ? withoutSuggestion(error.message) : error.message, {
    nodes: error.nodes,
    positions: error.positions,
    source: error.source,
    extensions: { code },
  });

async function withDeadline(running: ExecutionResult | PromiseLike<ExecutionResult>): Promise<ExecutionResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Refusal(503, 'TIMEOUT', `This took longer than ${LIMITS.seconds} seconds; ask for less at once.`)),
      LIMITS.seconds * 1000,
    );
  });
  return Promise.race([running, late]).finally(() => clearTimeout(timer));
}

const problem = (code: string, message: string) => JSON.stringify({ errors: [{ message, extensions: { code } }] });
