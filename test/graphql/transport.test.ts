import { expect, test } from 'vitest';
import { graphQLSchema, graphQLSchemaText } from '../../src/app/graphql.ts';
import { buildSchema } from '../../src/edges/graphql/build-schema.ts';
import { startSession } from '../../src/features/auth/sessions.ts';
import { anOrganization } from '../harness.ts';
import { aManagementApi } from './ask.ts';

const ME = '{ me { email } }';

test('API-1: real status codes for those who ask for them, 200 for the others', async () => {
  const { ctx } = await anOrganization();
  const { ask, raw } = await aManagementApi(ctx);
  const good = await ask(ctx, ME);
  expect([good.status, good.headers['content-type'], good.data]).toEqual([
    200,
    'application/graphql-response+json; charset=utf-8',
    { me: { email: ctx.actor.email } },
  ]);
  for (const [query, status, code] of [
    ['{ me {', 400, 'GRAPHQL_PARSE_FAILED'],
    ['{ nothing }', 400, 'GRAPHQL_VALIDATION_FAILED'],
  ] as const) {
    const bad = await ask(ctx, query);
    expect([bad.status, bad.errors[0]?.extensions.code]).toEqual([status, code]);
    expect((await ask(ctx, query, {}, { accept: 'application/json' })).status).toBe(200);
  }
  expect((await ask(undefined, ME)).status).toBe(401);
  expect((await ask(undefined, ME)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect((await raw({ query: ME }, { authorization: 'Bearer nonsense', accept: 'application/graphql-response+json' })).status).toBe(401);
});

test('API-2, CHECK 10.2: whatever a browser sends without asking first is refused, and so are lists of operations', async () => {
  const { ctx } = await anOrganization();
  const { raw } = await aManagementApi(ctx);
  expect((await raw(undefined, {}, 'GET', `/graphql?query=${encodeURIComponent(ME)}`)).status).toBe(405);
  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', 'application/jsonx', ''])
    expect((await raw(`query=${encodeURIComponent(ME)}`, { 'content-type': type })).status, type).toBe(415);
  const batch = await raw([{ query: ME }, { query: ME }], { accept: 'application/graphql-response+json' });
  expect([batch.status, batch.errors[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  expect((await raw('"text"', { accept: 'application/graphql-response+json' })).status).toBe(400);
});

test('API-3: a session needs the header and a page of ours; a token neither', async () => {
  const { ctx, system } = await anOrganization();
  const { raw, ask } = await aManagementApi(ctx);
  const secret = await startSession(system, { userId: ctx.actor.userId, method: 'password', address: '192.0.2.1', agent: 'test' });
  const cookie = `__Host-session=${secret}`;
  const as = (headers: Record<string, string>) =>
    raw({ query: ME }, { cookie, accept: 'application/graphql-response+json', host: 'tocsin.test', ...headers });
  expect((await as({ 'x-dispatch-request': '1', origin: 'https://tocsin.test', 'sec-fetch-site': 'same-origin' })).data).toEqual({
    me: { email: ctx.actor.email },
  });
  expect((await as({})).status).toBe(403);
  expect((await as({ 'x-dispatch-request': '1', origin: 'https://evil.example' })).data ?? null).toBeNull();
  expect((await as({ 'x-dispatch-request': '1', 'sec-fetch-site': 'cross-site' })).data ?? null).toBeNull();
  expect((await ask(ctx, ME, {}, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).data).toEqual({
    me: { email: ctx.actor.email },
  });
  const preflight = async (origin: string) => (await raw(undefined, { origin }, 'OPTIONS')).headers['access-control-allow-origin'];
  expect([await preflight('https://evil.example'), await preflight('https://tools.example.com')]).toEqual([
    undefined,
    'https://tools.example.com',
  ]);
  expect(
    (await raw(undefined, { origin: 'https://tools.example.com' }, 'OPTIONS')).headers['access-control-allow-credentials'],
  ).toBeUndefined();
});

test('API-5, API-14: every answer has its id; strangers get no hint, and nobody a stack', async () => {
  const { ctx } = await anOrganization();
  const { ask, raw } = await aManagementApi(ctx);
  const answer = await raw({ query: '{ mee { email } }' });
  expect(JSON.parse(answer.text).extensions.requestId).toBe(answer.headers['x-request-id']);
  expect(answer.text).not.toMatch(/Did you mean|node_modules|select /);
  expect((await ask(ctx, '{ mee { email } }')).text).toContain('Did you mean');
  const broken = {
    ...ctx,
    db: {
      selectFrom: () => {
        throw new Error('select secret from everything');
      },
      getExecutor: () => {
        throw new Error('select secret from everything');
      },
    },
  };
  const failing = await aManagementApi(broken as unknown as typeof ctx);
  const failed = await failing.raw({ query: '{ serverInfo { version } }' }, { accept: 'application/graphql-response+json' });
  expect(failed.status).toBeGreaterThanOrEqual(500);
  expect(failed.text).not.toMatch(/secret|Error:|\.ts/);
});

test('API-13: a root field that says nothing about who may ask keeps the schema from being built', () => {
  expect(() => buildSchema([{ schema: 'extend type Query { open: Int }' }])).toThrow('Query.open says neither @scopes nor @public');
  expect(() =>
    buildSchema([{ schema: '', resolvers: { Query: { nothing: () => 1 } } }].map((one) => ({ ...one, schema: 'type X { a: Int }' }))),
  ).toThrow('no Query.nothing');
  expect(graphQLSchemaText()).toContain('inviteUser(input: InviteUserInput!): InviteUserPayload! @scopes(anyOf: ["admin:members"])');
});

test('API-9: one name in snake_case, and no other', () => {
  const names = Object.values(graphQLSchema().getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : []));
  expect(names.filter((name) => name.includes('_'))).toEqual(['invite_user']);
});

test('API-17: members may look at the schema, strangers not', async () => {
  const { ctx } = await anOrganization();
  const { ask } = await aManagementApi(ctx);
  const look = '{ __schema { types { name } } }';
  expect((await ask(ctx, look)).data.__schema.types.length).toBeGreaterThan(50);
  expect((await ask(undefined, look)).errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('API-18: an installation may take only documents that it knows', async () => {
  const { ctx } = await anOrganization();
  const { ask, raw } = await aManagementApi(ctx, { DISPATCH_GRAPHQL_PERSISTED_ONLY: true });
  const refused = await ask(ctx, ME);
  expect([refused.status, refused.errors[0]?.extensions.code]).toEqual([403, 'DOCUMENT_NOT_ALLOWED']);
  const unknown = await raw({ documentId: 'sha256:00' }, { accept: 'application/graphql-response+json' });
  expect([unknown.status, unknown.errors[0]?.extensions.code]).toEqual([400, 'PERSISTED_DOCUMENT_NOT_FOUND']);
});

test('whoever belongs to several organizations says which, and is told so', async () => {
  const { ctx, system } = await anOrganization();
  const other = await anOrganization(system);
  const { addMember } = await import('../../src/features/auth/index.ts');
  await addMember(system, { userId: ctx.actor.userId, organizationId: other.tenant.id, role: 'Member', source: 'import' });
  const { ask } = await aManagementApi(ctx);
  const unnamed = { ...ctx, tenant: { id: 0, slug: '', name: '' } };
  const members = '{ organization { members(first: 5) { totalCount } } }';
  expect((await ask(unnamed, members)).errors[0]?.message).toMatch(
    new RegExp(`X-Dispatch-Organization: .*${other.tenant.slug}|${ctx.tenant.slug}`),
  );
  expect(
    (await ask(unnamed, '{ organizations(first: 5) { nodes { slug members(first: 5) { totalCount } } } }')).data.organizations.nodes,
  ).toHaveLength(2);
  expect(
    (await ask(unnamed, `{ organization(slug: "${other.tenant.slug}") { slug members(first: 5) { totalCount } } }`)).data.organization,
  ).toEqual({ slug: other.tenant.slug, members: { totalCount: 2 } });
  const foreign = await anOrganization(system);
  const nowhere = [
    await ask(ctx, `{ organization(slug: "${foreign.tenant.slug}") { slug } }`),
    await ask(ctx, '{ organization(slug: "there-is-none") { slug } }'),
  ];
  expect(nowhere.map((one) => [one.data, one.errors[0]?.extensions.code, one.errors[0]?.message])).toEqual(
    Array(2).fill([{ organization: null }, 'NOT_FOUND', 'There is no such organization, or you may not see it.']),
  );
});
