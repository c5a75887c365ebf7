import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readStream } from 'node:stream/consumers';
import { type TObject, type TProperties, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';

/*
 * A tenant as its Management API shows it, as strict as the real one: what a body may hold, of which type, and what it must hold.
 * Source: https://auth0.com/docs/api/management/v2
 */

const closed = <P extends TProperties>(properties: P): TObject<P> => Type.Object(properties, { additionalProperties: false });
const one = (...values: string[]) => Type.Union(values.map((value) => Type.Literal(value)));
const optional = <P extends TProperties>(properties: P): TProperties =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, Type.Optional(schema as TSchema)]));
const address = Type.String({ pattern: '^https?://' });

const clientFields = {
  description: Type.String(),
  app_type: one('native', 'spa', 'regular_web', 'non_interactive', 'resource_server'),
  oidc_conformant: Type.Boolean(),
  callbacks: Type.Array(address),
  allowed_logout_urls: Type.Array(address),
  web_origins: Type.Array(address),
  grant_types: Type.Array(one('authorization_code', 'refresh_token', 'implicit', 'password', 'client_credentials')),
  token_endpoint_auth_method: one('none', 'client_secret_post', 'client_secret_basic'),
  jwt_configuration: closed(
    optional({
      alg: one('RS256', 'HS256', 'PS256'),
      lifetime_in_seconds: Type.Integer(),
      secret_encoded: Type.Boolean(),
      scopes: Type.Object({}),
    }),
  ),
  organization_usage: one('deny', 'allow', 'require'),
};
const serverFields = {
  scopes: Type.Array(
    closed({ value: Type.String({ minLength: 1, maxLength: 280 }), description: Type.Optional(Type.String({ maxLength: 500 })) }),
  ),
  signing_alg: one('HS256', 'RS256', 'PS256'),
  allow_offline_access: Type.Boolean(),
  token_lifetime: Type.Integer(),
  token_dialect: one('access_token', 'access_token_authz', 'rfc9068_profile', 'rfc9068_profile_authz'),
  enforce_policies: Type.Boolean(),
  skip_consent_for_verifiable_first_party_clients: Type.Boolean(),
};
const actionFields = {
  code: Type.String({ maxLength: 100_000 }),
  runtime: one('node12', 'node16', 'node18', 'node22'),
  dependencies: Type.Array(closed({ name: Type.String(), version: Type.String() })),
  secrets: Type.Array(closed({ name: Type.String({ minLength: 1 }), value: Type.String({ minLength: 1, maxLength: 4096 }) })),
};
const triggers = Type.Array(closed({ id: one('post-login', 'pre-user-registration'), version: Type.Optional(Type.String()) }), {
  minItems: 1,
  maxItems: 1,
});
const ref = closed({ type: one('binding_id', 'action_id', 'action_name'), value: Type.String({ minLength: 1 }) });
const sink = closed({
  httpEndpoint: Type.String({ pattern: '^https://' }),
  ...optional({
    httpAuthorization: Type.String(),
    httpContentFormat: one('JSONLINES', 'JSONARRAY', 'JSONOBJECT'),
    httpContentType: Type.String(),
  }),
});
const name = Type.String({ minLength: 1, pattern: '^[^<>]*$' });

type Row = Record<string, unknown> & { id?: string };
type Call = { method: string; path: string; query: Record<string, string>; body: unknown };
type Reply = { status: number; body?: unknown };
type Given = { id: string; query: Record<string, string>; body: Record<string, unknown> };
type Route = { method: string; path: RegExp; scope: string; query?: string[]; body?: TSchema; answer(given: Given): Reply };

const notFound: Reply = { status: 404, body: { statusCode: 404, error: 'Not Found', message: 'The thing does not exist.' } };
const ok = (body: unknown, status = 200): Reply => ({ status, body });
const wrong = (message: string): Reply => ({
  status: 400,
  body: { statusCode: 400, error: 'Bad Request', message, errorCode: 'invalid_body' },
});

export async function aTenant() {
  const tenant = {
    clients: [] as Row[],
    servers: [] as Row[],
    connections: [] as (Row & { options: Record<string, unknown>; enabled: string[] })[],
    actions: [] as (Row & { secretValues: Record<string, string>; polls: number })[],
    bindings: [] as { id: string; trigger_id: string; display_name: string; action: { id: string; name: string } }[],
    streams: [] as Row[],
    /** everything that was asked, the token left out */
    calls: [] as Call[],
    /** of the token that is given out */
    scopes: 'read: create: update:',
    /** how often an Action is asked for until it is built */
    polls: 2,
    buildFails: false,
    /** answers the next request that matches, once for each time it is here */
    faults: [] as { on: RegExp; status: number; headers?: Record<string, string>; body?: unknown }[],
  };
  const token = randomBytes(16).toString('hex');
  const page = (rows: unknown[], { page: at = '0', per_page: size = '50' }: Record<string, string>) =>
    rows.slice(Number(at) * Number(size), (Number(at) + 1) * Number(size));
  const shown = ({ secretValues, polls, ...row }: (typeof tenant.actions)[number]) => row;
  const put = (rows: Row[], key: string, id: string, body: Row): Reply => {
    const row = rows.find((candidate) => candidate[key] === id);
    if (!row) return notFound;
    return ok(Object.assign(row, body));
  };
  const saveAction = (action: (typeof tenant.actions)[number], { secrets, ...body }: Record<string, unknown>) => {
    Object.assign(action, body, { status: 'pending', all_changes_deployed: false, polls: tenant.polls });
    if (!secrets) return;
    const given = secrets as { name: string; value: string }[];
    action.secretValues = Object.fromEntries(given.map((secret) => [secret.name, secret.value]));
    action.secrets = given.map((secret) => ({ name: secret.name, updated_at: '2026-11-22T10:00:00.000Z' }));
  };
  const step = (action: (typeof tenant.actions)[number]) => {
    if (action.polls > 0) action.polls -= 1;
    if (action.polls) return;
    if (tenant.buildFails) action.status = 'failed';
    else if (action.status === 'pending') action.status = 'built';
    else if (action.deployed_version) action.all_changes_deployed = true;
  };

  const routes: Route[] = [
    {
      ...{
        method: 'GET',
        path: /^\/clients$/,
        scope: 'read:clients',
        query: ['page', 'per_page', 'include_totals', 'fields', 'include_fields', 'app_type'],
      },
      answer: ({ query }) => {
        const fields = query.fields?.split(',');
        return ok(
          page(tenant.clients, query).map((row) =>
            Object.fromEntries(Object.entries(row as Row).filter(([field]) => fields?.includes(field) ?? true)),
          ),
        );
      },
    },
    {
      ...{ method: 'POST', path: /^\/clients$/, scope: 'create:clients', body: closed({ name, ...optional(clientFields) }) },
      answer: ({ body }) => {
        const row = { client_id: randomBytes(16).toString('base64url'), client_secret: 'never shown', is_first_party: true, ...body };
        tenant.clients.push(row);
        return ok(row, 201);
      },
    },
    {
      ...{ method: 'PATCH', path: /^\/clients\/([^/]+)$/, scope: 'update:clients', body: closed(optional({ name, ...clientFields })) },
      answer: ({ id, body }) => put(tenant.clients, 'client_id', id, body),
    },
    {
      ...{ method: 'GET', path: /^\/resource-servers\/([^/]+)$/, scope: 'read:resource_servers' },
      answer: ({ id }) => {
        const row = tenant.servers.find((candidate) => candidate.id === id || candidate.identifier === id);
        return row ? ok(row) : notFound;
      },
    },
    {
      ...{ method: 'POST', path: /^\/resource-servers$/, scope: 'create:resource_servers' },
      body: closed({ identifier: Type.String({ minLength: 1 }), ...optional({ name, ...serverFields }) }),
      answer: ({ body }) => {
        if (tenant.servers.some(({ identifier }) => identifier === body.identifier)) return { status: 409, body: { message: 'exists' } };
        const row = { id: randomBytes(12).toString('hex'), is_system: false, token_lifetime: 86_400, ...body };
        tenant.servers.push(row);
        return ok(row, 201);
      },
    },
    {
      ...{ method: 'PATCH', path: /^\/resource-servers\/([^/]+)$/, scope: 'update:resource_servers' },
      body: closed(optional({ name, ...serverFields })),
      answer: ({ id, body }) => put(tenant.servers, 'id', id, body),
    },
    {
      ...{
        method: 'GET',
        path: /^\/connections$/,
        scope: 'read:connections',
        query: ['page', 'per_page', 'include_totals', 'strategy', 'name', 'fields'],
      },
      answer: ({ query }) =>
        ok(
          page(
            tenant.connections.filter((row) => row.strategy === query.strategy && (!query.name || row.name === query.name)),
            query,
          ).map((row) => ({ ...(row as Row), enabled: undefined })),
        ),
    },
    {
      ...{ method: 'PATCH', path: /^\/connections\/([^/]+)$/, scope: 'update:connections' },
      body: closed(optional({ options: Type.Object({}), display_name: Type.String(), metadata: Type.Object({}) })),
      answer: ({ id, body }) => put(tenant.connections, 'id', id, body),
    },
    {
      ...{ method: 'GET', path: /^\/connections\/([^/]+)\/clients$/, scope: 'read:connections', query: ['take', 'from'] },
      answer: ({ id, query }) => {
        const { enabled } = tenant.connections.find((row) => row.id === id) ?? { enabled: [] };
        const [from, take] = [Number(query.from ?? 0), Number(query.take)];
        const next = from + take < enabled.length ? { next: String(from + take) } : {};
        return ok({ clients: enabled.slice(from, from + take).map((client_id) => ({ client_id })), ...next });
      },
    },
    {
      ...{ method: 'PATCH', path: /^\/connections\/([^/]+)\/clients$/, scope: 'update:connections' },
      body: Type.Array(closed({ client_id: Type.String({ minLength: 1 }), status: Type.Boolean() }), { minItems: 1, maxItems: 50 }),
      answer: ({ id, body }) => {
        const row = tenant.connections.find((candidate) => candidate.id === id);
        if (!row) return notFound;
        for (const { client_id, status } of body as unknown as { client_id: string; status: boolean }[])
          row.enabled = status ? [...new Set([...row.enabled, client_id])] : row.enabled.filter((other) => other !== client_id);
        return { status: 204 };
      },
    },
    {
      ...{
        method: 'GET',
        path: /^\/actions\/actions$/,
        scope: 'read:actions',
        query: ['page', 'per_page', 'triggerId', 'actionName', 'deployed', 'installed'],
      },
      answer: ({ query }) => {
        const rows = tenant.actions.filter((row) => !query.actionName || row.name === query.actionName);
        return ok({
          actions: page(rows.map(shown), query),
          total: rows.length,
          page: Number(query.page),
          per_page: Number(query.per_page),
        });
      },
    },
    {
      ...{ method: 'POST', path: /^\/actions\/actions$/, scope: 'create:actions' },
      body: closed({
        name: Type.String({ pattern: '^[a-zA-Z0-9][a-zA-Z0-9 _-]*$' }),
        supported_triggers: triggers,
        ...optional(actionFields),
      }),
      answer: ({ body }) => {
        const row = { id: randomUUID(), secretValues: {}, polls: 0 } as (typeof tenant.actions)[number];
        saveAction(row, body);
        tenant.actions.push(row);
        return ok(shown(row), 201);
      },
    },
    {
      ...{ method: 'GET', path: /^\/actions\/actions\/([^/]+)$/, scope: 'read:actions' },
      answer: ({ id }) => {
        const row = tenant.actions.find((candidate) => candidate.id === id);
        if (!row) return notFound;
        step(row);
        return ok(shown(row));
      },
    },
    {
      ...{ method: 'PATCH', path: /^\/actions\/actions\/([^/]+)$/, scope: 'update:actions' },
      body: closed(optional({ name, supported_triggers: triggers, ...actionFields })),
      answer: ({ id, body }) => {
        const row = tenant.actions.find((candidate) => candidate.id === id);
        if (!row) return notFound;
        saveAction(row, body);
        return ok(shown(row));
      },
    },
    {
      ...{ method: 'POST', path: /^\/actions\/actions\/([^/]+)\/deploy$/, scope: 'create:actions' },
      answer: ({ id }) => {
        const row = tenant.actions.find((candidate) => candidate.id === id);
        if (!row) return notFound;
        if (row.status !== 'built') return wrong("The draft is not in the 'built' status.");
        Object.assign(row, { deployed_version: { id: randomUUID(), status: 'pending' }, polls: tenant.polls });
        return ok(row.deployed_version, 202);
      },
    },
    {
      ...{ method: 'GET', path: /^\/actions\/triggers\/post-login\/bindings$/, scope: 'read:actions', query: ['page', 'per_page'] },
      answer: ({ query }) => ok({ bindings: page(tenant.bindings, query), total: tenant.bindings.length, page: 0, per_page: 50 }),
    },
    {
      ...{ method: 'PATCH', path: /^\/actions\/triggers\/post-login\/bindings$/, scope: 'update:actions' },
      body: closed({ bindings: Type.Array(closed({ ref, display_name: Type.String({ minLength: 1 }) })) }),
      answer: ({ body }) => {
        const next: typeof tenant.bindings = [];
        for (const { ref: to, display_name } of body.bindings as { ref: { type: string; value: string }; display_name: string }[]) {
          const bound = tenant.bindings.find(({ id }) => to.type === 'binding_id' && id === to.value);
          const action = tenant.actions.find(({ id }) => to.type === 'action_id' && id === to.value);
          if (!bound && !action?.deployed_version) return wrong('An action must be deployed before it is bound.');
          next.push(
            bound ?? {
              id: randomUUID(),
              trigger_id: 'post-login',
              display_name,
              action: { id: String(action?.id), name: String(action?.name) },
            },
          );
        }
        tenant.bindings = next;
        return ok({ bindings: next });
      },
    },
    { ...{ method: 'GET', path: /^\/log-streams$/, scope: 'read:log_streams' }, answer: () => ok(tenant.streams) },
    {
      ...{ method: 'POST', path: /^\/log-streams$/, scope: 'create:log_streams', body: closed({ name, type: one('http'), sink }) },
      answer: ({ body }) => {
        const row = { id: `lst_${randomBytes(8).toString('hex')}`, status: 'active', ...body };
        tenant.streams.push(row);
        return ok(row);
      },
    },
    {
      ...{ method: 'PATCH', path: /^\/log-streams\/([^/]+)$/, scope: 'update:log_streams' },
      body: closed(optional({ name, status: one('active', 'paused'), sink })),
      answer: ({ id, body }) => put(tenant.streams, 'id', id, body),
    },
  ];

  const grant = closed({
    grant_type: one('client_credentials'),
    client_id: one('machine'),
    client_secret: one('machine secret'),
    audience: Type.String(),
  });

  async function reply(request: IncomingMessage): Promise<Reply & { headers?: Record<string, string> | undefined }> {
    const url = new URL(request.url ?? '/', 'http://tenant');
    const text = await readStream(request);
    if (text && request.headers['content-type'] !== 'application/json') return { status: 415 };
    const body = text ? JSON.parse(text) : undefined;
    if (url.pathname === '/oauth/token') {
      if (!Value.Check(grant, body) || body.audience !== `${origin}/api/v2/`) return { status: 401, body: { error: 'access_denied' } };
      return ok({ access_token: token, token_type: 'Bearer', expires_in: 86_400, scope: tenant.scopes });
    }
    const path = url.pathname.replace(/^\/api\/v2/, '');
    const query = Object.fromEntries(url.searchParams);
    const method = request.method ?? '';
    tenant.calls.push({ method, path, query, body });
    if (request.headers.authorization !== `Bearer ${token}`) return { status: 401, body: { message: 'Invalid token' } };
    const at = tenant.faults.findIndex(({ on }) => on.test(`${method} ${path}`));
    const [fault] = at < 0 ? [] : tenant.faults.splice(at, 1);
    if (fault) return { body: { statusCode: fault.status, message: 'A fault.' }, ...fault };
    const route = routes.find((candidate) => candidate.method === method && candidate.path.test(path));
    if (!route || !url.pathname.startsWith('/api/v2/')) return notFound;
    if (!tenant.scopes.split(' ').some((scope) => route.scope.startsWith(scope)))
      return { status: 403, body: { statusCode: 403, message: `Insufficient scope, expected any of: ${route.scope}` } };
    const strange = Object.keys(query).find((word) => !route.query?.includes(word));
    if (strange) return wrong(`Query validation error: '${strange}' is not allowed.`);
    if (Number(query.per_page ?? 0) > 100) return wrong('Query validation error: per_page.');
    if (route.body ? !Value.Check(route.body, body) : body !== undefined) {
      const [first] = route.body ? [...Value.Errors(route.body, body)] : [];
      return wrong(`Payload validation error: ${JSON.stringify(first)}`);
    }
    return route.answer({ id: decodeURIComponent(route.path.exec(path)?.[1] ?? ''), query, body });
  }

  const server = createServer((request: IncomingMessage, response: ServerResponse) =>
    reply(request).then(({ status, body, headers = {} }) => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  const writes = () => tenant.calls.filter(({ method }) => method !== 'GET');
  return { tenant, origin, stop, writes };
}
