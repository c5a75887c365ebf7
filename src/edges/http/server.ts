import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import compress from '@fastify/compress';
import fastify, { type ConnectionError, type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import Type from 'typebox';
import { type ActingKey, type Context, NOBODY, NOWHERE, type System, type Tenant } from '../../core/context.ts';
import { limitReached } from '../../core/db.ts';
import { AppError, forbidden, invalidInput, notFound, type Problem, unauthenticated } from '../../core/errors.ts';
import { readInput } from '../../core/input.ts';
import { NO_METRICS } from '../../core/metrics.ts';
import { decidedByRole, type Rule, requirePermission, requireScope } from '../../core/permissions.ts';
import type { Role } from '../../core/roles.ts';
import type { Scope } from '../../core/scopes.ts';
import { networkOf } from '../../lib/networks.ts';
import { acceptBodies, MAX_BODY_BYTES } from './bodies.ts';
import { errorAnswer } from './errors.ts';
import { isKnownToCaller } from './kept.ts';
import { createRates, NO_RATES, type Rates } from './rates.ts';
import { JsonText, type Route } from './route.ts';

/** What a token says, looked up: the user, and their place in the organization of the path. */
export type Identity = {
  userId: number;
  email: string;
  role: Role | undefined;
  scopes: ReadonlySet<Scope>;
  tenant: Tenant | undefined;
  administers?: readonly number[];
  sessionId?: number;
  key?: ActingKey;
};

/** @returns undefined when the request carries no valid token */
export type Authenticate = (system: System, request: FastifyRequest, organization: string | undefined) => Promise<Identity | undefined>;

export const API = '/api/v1';
/** A filter of the largest size, every character of it escaped. */
const MAX_URL_LENGTH = 64_000;
const MAX_HEAD_BYTES = 96 * 1024;

export const SECURITY_HEADERS = {
  'strict-transport-security': 'max-age=31536000 ; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

export type HttpOptions = {
  rates?: Rates;
  /** addresses and networks whose `X-Forwarded-For` is believed */
  trustedProxies?: string[];
  keepAliveSeconds?: number | undefined;
  /** PEM texts; without them it is HTTP */
  tls?: { key: string; cert: string; passphrase?: string | undefined; ciphers?: string | undefined } | undefined;
};

declare module 'fastify' {
  interface FastifyInstance {
    /** a request's context in no organization; its actor is nobody where nothing is shown */
    contextOf(request: FastifyRequest): Promise<Context>;
  }
}

/** Builds the HTTP server for the given routes; `system` gives every request its context. */
export async function createHttpServer(
  system: System,
  routes: Route[],
  authenticate: Authenticate,
  { rates = NO_RATES, trustedProxies = [], keepAliveSeconds, tls }: HttpOptions = {},
): Promise<FastifyInstance> {
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    // People quote it days later: it must mean one request, whatever was restarted since.
    genReqId: () => randomBytes(9).toString('base64url'),
    // An empty list would be taken for "none was said".
    trustProxy: trustedProxies.length ? trustedProxies : false,
    ...(keepAliveSeconds && { keepAliveTimeout: keepAliveSeconds * 1000 }),
    ...listener(tls),
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, _request, reply) => answerUnroutable(error, reply),
    forceCloseConnections: 'idle',
    logger: false,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 500 },
  });
  await server.register(compress, { threshold: 1000, encodings: ['gzip'] });
  acceptBodies(server);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    reply.header('x-request-id', request.id);
    if (request.url.length > MAX_URL_LENGTH) return answerLongUrl(reply);
  });
  if (system.metrics !== NO_METRICS) server.addHook('onResponse', async (request, reply) => measure(system, request, reply));
  server.setErrorHandler((error, request, reply) => answerError(system, error, request, reply));
  const door: Door = { system, authenticate, rates, counted: createRates(system.now) };
  // For what is served beside the contract, and still wants to know who asks.
  server.decorate('contextOf', (request: FastifyRequest) => contextOf(door, { access: 'anybody' }, request, undefined));
  for (const one of routes) {
    server.route({
      method: one.method.toUpperCase() as 'GET',
      url: API + one.path.replace(/\{(\w+)\}/g, ':$1'),
      ...(one.upload && { bodyLimit: Number.MAX_SAFE_INTEGER }),
      config: { upload: one.upload, endpoint: one.path, isStream: one.produces?.includes('text/event-stream') } satisfies RouteConfig,
      handler: (request, reply) => serve(door, one, request, reply),
    });
  }
  server.setNotFoundHandler((request, reply) => answerUnknown(routes, request, reply));
  return server;
}

/** What the hooks know of a route. */
type RouteConfig = { endpoint?: string; upload?: boolean | undefined; isStream?: boolean | undefined };

const configOf = ({ routeOptions }: FastifyRequest) => routeOptions.config as RouteConfig;

/** The endpoint is the path as the contract writes it: one with ids in it would never stop growing. */
function measure({ metrics }: Pick<System, 'metrics'>, request: FastifyRequest, reply: FastifyReply) {
  const { endpoint = request.is404 ? 'unknown' : 'web', isStream } = configOf(request);
  const tags = { method: request.method, endpoint, status_code: String(reply.raw.statusCode) };
  metrics.counter('server.call.counter', 1, tags);
  // A stream takes as long as somebody listens.
  if (!isStream) metrics.timer('server.call.elapsed', reply.elapsedTime / 1000, tags);
  if (reply.raw.statusCode === 500) metrics.counter('server.call.exception.counter', 1, { method: request.method, endpoint });
}

/** Typed as one kind of server: nobody who handles a request can tell the difference. */
function listener(tls: HttpOptions['tls']): { http: { maxHeaderSize: number } } {
  const limits = { maxHeaderSize: MAX_HEAD_BYTES };
  return tls ? ({ https: { ...limits, ...tls } } as unknown as { http: typeof limits }) : { http: limits };
}

/** What every request passes. */
type Door = { system: System; authenticate: Authenticate; rates: Rates; counted: ReturnType<typeof createRates> };

async function serve(door: Door, one: Route, request: FastifyRequest, reply: FastifyReply) {
  const path = request.params as Record<string, string>;
  reply.header('cache-control', 'no-store');
  countAddress(door, one, request.ip);
  const ctx = await contextOf(door, one, request, path.organization);
  const problems: Problem[] = [];
  const params = readPart(pathSchema(one), path, 'path', problems) as Record<string, unknown>;
  // Whoever may not pass hears that first, whatever else is wrong; only an id that is none leaves nothing to ask about.
  if (one.subject && params[one.subject.param] === undefined) throw invalidInput(problems);
  if (one.scopes) requireScope(ctx, ...one.scopes);
  if (typeof one.access === 'object') await requireAccess(ctx, one, one.access, params);
  const query = one.query ? readPart(one.query, queryObject(request), 'query', problems) : {};
  const body = one.body && !one.upload ? readPart(one.body, request.body, 'body', problems, !one.partial) : request.body;
  if (problems.length) throw invalidInput(problems);
  const result = await one.handle(ctx, { params, query: query as Record<string, unknown>, body, raw: request }, reply);
  if (reply.sent || result === reply) return reply;
  if (one.status === 204 && !(one.answer && wantsRepresentation(request))) return reply.code(204).send();
  reply.code(one.status === undefined || one.status === 204 ? 200 : one.status);
  const text = result instanceof JsonText ? result.text : JSON.stringify(result ?? null);
  if (isKnownToCaller(one, text, request, reply)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(text);
}

/** An operation that answers with nothing may be asked for what it dealt with. @source RFC 7240, 4.2 */
const wantsRepresentation = ({ headers }: FastifyRequest) => /\breturn=representation\b/.test(String(headers.prefer ?? ''));

/** Before anything is looked up: whoever floods us must not reach the database. */
function countAddress({ rates, counted }: Door, one: Route, ip: string) {
  const named = one.rate === undefined ? 0 : (rates.named[one.rate] ?? 0);
  if (!rates.perAddress && !named) return;
  const network = networkOf(ip);
  counted.count(network, rates.perAddress);
  counted.count(`${one.rate} ${network}`, named);
}

async function contextOf(
  { system, authenticate, rates, counted }: Door,
  one: Pick<Route, 'access'>,
  request: FastifyRequest,
  organization: string | undefined,
): Promise<Context> {
  const origin = { requestId: request.id, address: request.ip, agent: String(request.headers['user-agent'] ?? '') };
  if (one.access === 'public') return { ...system, origin, actor: NOBODY, tenant: NOWHERE };
  const identity = await authenticate(system, request, organization).catch((error) => {
    // Somebody who is turned away everywhere else, however often, may still look at what is open to anybody.
    if (one.access === 'anybody' && error instanceof AppError && ['unauthenticated', 'limit'].includes(error.kind)) return undefined;
    throw error;
  });
  if (!identity && one.access === 'anybody') return { ...system, origin, actor: NOBODY, tenant: NOWHERE };
  if (!identity) throw unauthenticated();
  const { tenant, key, ...caller } = identity;
  if (key) requireFitForKeys(one, key);
  counted.count(`user ${caller.userId}`, rates.perCaller);
  // An organization that does not exist and one that is not the caller's look the same.
  if (typeof one.access === 'object' && organization !== undefined && (!tenant || !caller.role)) throw notFound('organization');
  return {
    ...system,
    origin,
    actor: { kind: 'user', ...caller, ...(key && { key }) },
    tenant: tenant ?? NOWHERE,
  };
}

/** A key opens its organization, not the account of whoever made it; one that is bound to documents opens nothing here. */
function requireFitForKeys({ access }: Pick<Route, 'access'>, { documents }: ActingKey) {
  if (documents.length) throw forbidden('This API key runs the GraphQL documents that are stored with it, and nothing else.');
  if (typeof access !== 'object') throw forbidden('An API key does not do this: sign in.');
}

async function requireAccess(ctx: Context, one: Route, rule: Rule, params: Record<string, unknown>) {
  const { subject } = one;
  const decided = decidedByRole(ctx, rule);
  if (decided && subject?.roleFirst) return;
  if (!subject && decided === undefined) throw new Error(`${one.method} ${one.path}: its rule needs a subject`);
  await requirePermission(ctx, rule, subject && { table: subject.table, id: params[subject.param] as number });
}

function readPart(schema: Parameters<typeof readInput>[0], value: unknown, part: string, problems: Problem[], defaults = true): unknown {
  if (part === 'body' && value === undefined && (schema as { type?: string }).type === 'object') {
    problems.push({ type: 'missing', loc: ['body'], msg: 'Send a JSON object as the body.', input: null });
    return undefined;
  }
  const result = readInput(schema, value, [part], { defaults });
  problems.push(...result.problems);
  return result.value;
}

const PATH_SCHEMAS = new WeakMap<Route, ReturnType<typeof Type.Object>>();

/** Path parameters that end in `_id` are ids unless the route says otherwise. */
function pathSchema(one: Route) {
  const known = PATH_SCHEMAS.get(one);
  if (known) return known;
  const names = [...one.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
  const schema = Type.Object(Object.fromEntries(names.map((name) => [name, one.params?.properties[name] ?? pathParameter(name)])));
  PATH_SCHEMAS.set(one, schema);
  return schema;
}

export function pathParameter(name: string) {
  if (name === 'organization') return Type.String({ minLength: 2, pattern: '^[\\w-]+$' });
  if (name.endsWith('_id')) return Type.Integer({ exclusiveMinimum: 0, exclusiveMaximum: 2147483647 });
  return Type.String({ minLength: 1, maxLength: 500 });
}

/** Repeated keys and keys that end in `[]` are lists. */
function queryObject(request: FastifyRequest): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(request.query as Record<string, string | string[]>)) {
    result[key] = key.endsWith('[]') ? [value].flat() : Array.isArray(value) ? value.at(-1) : value;
  }
  return result;
}

function answerError(system: System, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const status = (error as { statusCode?: number }).statusCode;
  if (!(error instanceof AppError) && status && status < 500) {
    return reply
      .code(status)
      .type('application/json')
      .send(JSON.stringify({ detail: [{ msg: (error as Error).message }] }));
  }
  const limit = limitReached(error);
  if (limit)
    system.log.warn({ err: error, request: request.id, path: request.url.split('?')[0] }, 'a request was too much for the database');
  const answer = errorAnswer(limit ?? error, request.id);
  // The rest of a body that is not wanted is not read either.
  if (answer.status === 413) reply.header('connection', 'close');
  if (answer.status === 500)
    system.log.error({ err: error, request: request.id, method: request.method, path: request.url.split('?')[0] }, 'a request failed');
  return reply
    .code(answer.status)
    .headers(answer.headers ?? {})
    .type('application/json')
    .send(JSON.stringify(answer.body));
}

const detailOf = (msg: string) => JSON.stringify({ detail: [{ msg }] });

function answerLongUrl(reply: FastifyReply) {
  return reply
    .code(414)
    .type('application/json')
    .send(detailOf(`An address has at most ${MAX_URL_LENGTH} characters; shorten the filter.`));
}

/** An address that cannot be read: part of it is too long, or not encoded as it says. */
function answerUnroutable(error: FastifyError, reply: FastifyReply) {
  const isLong = error.statusCode === 414;
  reply
    .code(isLong ? 414 : 400)
    .type('application/json')
    .send(detailOf(isLong ? 'A part of this address is too long.' : 'This address is not encoded correctly.'));
}

/** What never became a request. Nobody is left to answer when the connection is gone. */
function answerUnreadable(error: ConnectionError, socket: Socket) {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const [status, msg] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', `The head of a request has at most ${MAX_HEAD_BYTES / 1024} kB.`]
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'The request took too long to arrive.']
        : ['400 Bad Request', 'This is no HTTP request.'];
  const body = detailOf(msg as string);
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** 307 for a wrong trailing slash, 405 for another method of a known path, else 404; the contract's details are texts here. */
function answerUnknown(routes: Route[], request: FastifyRequest, reply: FastifyReply) {
  const [path = '', search] = request.url.split('?');
  const known = (candidate: string) => routes.filter((one) => pathPattern(one).test(candidate));
  const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  if (path.startsWith(API) && !known(path).length && known(other).length)
    return reply
      .code(307)
      .header('location', search ? `${other}?${search}` : other)
      .send();
  reply.header('cache-control', 'no-store');
  const methods = known(path).map((one) => one.method.toUpperCase());
  if (methods.length)
    return reply.code(405).header('allow', methods.join(', ')).type('application/json').send('{"detail":"Method Not Allowed"}');
  return reply.code(404).type('application/json').send('{"detail":"Not Found"}');
}

const pathPattern = (one: Route) => new RegExp(`^${API}${one.path.replace(/\{\w+\}/g, '[^/]+')}$`);
