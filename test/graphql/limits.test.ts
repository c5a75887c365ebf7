import { expect, test } from 'vitest';
import { anOrganization, MINUTE, SECOND } from '../harness.ts';
import { aManagementApi } from './ask.ts';

/** Documents that are too much, and which limit each runs into. */
const TOO_MUCH: Record<string, [document: string, limit: string]> = {
  'thirteen levels': [
    `{ ${'me { memberships { organization { viewerMembership { person { memberships { '.repeat(2)} id ${'} '.repeat(12)} }`,
    'depth',
  ],
  'thirty-one aliases': [`{ ${Array.from({ length: 31 }, (_, index) => `a${index}: serverInfo { version }`).join(' ')} }`, 'aliases'],
  'two thousand and one tokens': [`{ serverInfo { ${'version '.repeat(2000)} } }`, 'tokens'],
  'pages in pages in pages': [
    '{ organizations(first: 100) { nodes { members(first: 100) { nodes { organization { projects(first: 100) { nodes { id } } } } } } } }',
    'nodes',
  ],
  'twenty-one directives': [`{ serverInfo { version ${'@include(if: true) '.repeat(21)} } }`, 'directives'],
  'twenty-one questions': [`{ ${'rateLimit { limit } '.repeat(21)} }`, 'queryFields'],
  'eleven changes': [`mutation { ${'leaveOrganization(input: {}) { clientMutationId } '.repeat(11)} }`, 'mutationFields'],
  'fifty-one variables': [
    `query (${Array.from({ length: 51 }, (_, index) => `$v${index}: Int`).join(' ')}) { serverInfo { version } }`,
    'variables',
  ],
};

test.each(Object.keys(TOO_MUCH))('API-15, CHECK 10.3: %s are refused, and nothing of them runs', async (what) => {
  const { ctx } = await anOrganization();
  const { ask } = await aManagementApi(ctx);
  const [document, limit] = TOO_MUCH[what] as [string, string];
  await ask(ctx, '{ serverInfo { version } }');
  const { status, errors, data } = await ask(ctx, document);
  expect([status, errors[0]?.extensions.code, errors[0]?.extensions.limit, data]).toEqual([400, 'LIMIT_EXCEEDED', limit, undefined]);
});

test('CHECK 10.3: a cycle of fragments is refused, and a doubling of them costs no more than its length', async () => {
  const { ctx } = await anOrganization();
  const { ask } = await aManagementApi(ctx);
  const cycle = await ask(ctx, '{ me { ...a } } fragment a on Person { ...b } fragment b on Person { ...a }');
  expect([cycle.status, cycle.errors[0]?.extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  const doubling = Array.from({ length: 40 }, (_, index) => `fragment f${index} on Person { ...f${index + 1} ...f${index + 1} }`).join(' ');
  const doubled = await ask(ctx, `{ me { ...f0 } } ${doubling} fragment f40 on Person { email }`);
  expect([doubled.status, doubled.errors[0]?.extensions.code]).toEqual([400, 'LIMIT_EXCEEDED']);
});

test('a body of more than 100 KB is not read', async () => {
  const { ctx } = await anOrganization();
  const { ask } = await aManagementApi(ctx);
  expect((await ask(ctx, `{ serverInfo { version } } # ${'x'.repeat(100_000)}`)).status).toBe(413);
});

test('CHECK 10.6, ATTACK: twenty invitations in one document are refused as a whole, and none is sent', async () => {
  const { aPlaceToJoin } = await import('../a-place-to-join.ts');
  const { ctx, log } = await aPlaceToJoin();
  const { ask } = await aManagementApi(ctx);
  const one = (index: number) => `i${index}: inviteUser(input: { email: "p${index}@example.com", roles: [READ] }) { invitation { id } }`;
  const { errors, data } = await ask(ctx, `mutation { ${Array.from({ length: 20 }, (_, index) => one(index)).join(' ')} }`);
  expect([errors[0]?.extensions.code, data]).toEqual(['LIMIT_EXCEEDED', undefined]);
  expect(await log()).toEqual([]);
});

test('points: what is left is said, and whoever has none waits', async () => {
  const { ctx, clock } = await anOrganization();
  const { ask } = await aManagementApi(ctx, { TOCSIN_GRAPHQL_POINTS_PER_MINUTE: 250 });
  const first = await ask(ctx, '{ rateLimit { limit cost remaining nodeCount } organization { members(first: 50) { nodes { id } } } }');
  expect(first.data.rateLimit).toEqual({ limit: 250, cost: 104, remaining: 146, nodeCount: 52 });
  expect(first.headers).toMatchObject({ ratelimit: '"points";r=146;t=60', 'ratelimit-policy': '"points";q=250;w=60' });
  await ask(ctx, '{ organization { members(first: 50) { nodes { id } } } }');
  const refused = await ask(ctx, '{ organization { members(first: 50) { nodes { id } } } }');
  expect([refused.status, refused.errors[0]?.extensions.code, Number(refused.headers['retry-after']) > 0]).toEqual([
    429,
    'RATE_LIMITED',
    true,
  ]);
  clock.advance(MINUTE + SECOND);
  expect((await ask(ctx, '{ organization { members(first: 50) { nodes { id } } } }')).status).toBe(200);
});
