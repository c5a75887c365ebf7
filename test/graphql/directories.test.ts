import { expect, test } from 'vitest';
import { globalId } from '../../src/edges/graphql/global-id.ts';
import { aDirectory } from '../a-directory.ts';
import { anOrganization, asUser } from '../harness.ts';
import { aManagementApi } from './ask.ts';

/* Directories by the management API: tokens, groups, and what the groups give. */

const TOKENS = '{ organization { scimUrl scimTokens { id name createdAt lastUsedAt } } }';

test('a token is shown once, listed without its secret, good at once, and ends', async () => {
  const { ctx, ask: scim } = await aDirectory();
  const { ask } = await aManagementApi(ctx);
  const create = (name: string) =>
    ask(
      ctx,
      'mutation ($input: CreateScimTokenInput!) { createScimToken(input: $input) { token url scimToken { id name } errors { __typename ... on Error { message path } } } }',
      { input: { name } },
    ).then(({ data }) => data.createScimToken);
  const made = await create('Entra ID');
  expect(made).toEqual({
    token: expect.stringMatching(/^scim_[\w-]{43}$/),
    url: `https://tocsin.test/api/v1/${ctx.tenant.slug}/scim/v2`,
    scimToken: { id: expect.any(String), name: 'Entra ID' },
    errors: [],
  });
  expect((await scim('GET', '/Users', undefined, { authorization: `Bearer ${made.token}` })).status).toBe(200);
  const { organization } = (await ask(ctx, TOKENS)).data;
  expect(organization.scimUrl).toBe(made.url);
  expect(organization.scimTokens).toMatchObject([{ name: 'Test directory' }, { name: 'Entra ID', lastUsedAt: '2026-01-05T09:00:00.000Z' }]);
  expect(await create('Third')).toMatchObject({ token: null, errors: [{ __typename: 'ConflictError' }] });
  expect(await create(' ')).toMatchObject({ token: null, errors: [{ __typename: 'InvalidInputError', path: ['name'] }] });
  const revoked = await ask(
    ctx,
    'mutation ($id: ID!) { revokeScimToken(input: { scimTokenId: $id }) { organization { scimTokens { name } } errors { __typename } } }',
    { id: made.scimToken.id },
  );
  expect(revoked.data.revokeScimToken).toEqual({ organization: { scimTokens: [{ name: 'Test directory' }] }, errors: [] });
  expect((await scim('GET', '/Users', undefined, { authorization: `Bearer ${made.token}` })).status).toBe(401);
});

test('INV-56: whoever signed in a while ago signs in again before they make a token or set what groups give', async () => {
  const { ctx } = await aDirectory();
  await ctx.db.updateTable('users').set({ password: 'x' }).where('id', '=', ctx.actor.userId).execute();
  const { ask } = await aManagementApi(ctx);
  const { data } = await ask(
    ctx,
    `mutation { createScimToken(input: { name: "x" }) { errors { __typename ... on ReauthenticationRequiredError { url } } }
      setGroupMappings(input: { mappings: [] }) { errors { __typename } } }`,
  );
  expect(data.createScimToken.errors).toEqual([{ __typename: 'ReauthenticationRequiredError', url: 'https://tocsin.test/sign-in' }]);
  expect(data.setGroupMappings.errors).toEqual([{ __typename: 'ReauthenticationRequiredError' }]);
});

test('groups are listed with how many they are, found by a part of the name, and given something', async () => {
  const { ctx, project, createUser, createGroup } = await aDirectory();
  const ada = await createUser();
  await createGroup('Engineers', [ada]);
  await createGroup('Auditors');
  const { ask } = await aManagementApi(ctx);
  const { nodes } = (await ask(ctx, '{ organization { directoryGroups(first: 10) { nodes { id displayName memberCount } totalCount } } }'))
    .data.organization.directoryGroups;
  expect(nodes.map((one: { displayName: string; memberCount: number }) => [one.displayName, one.memberCount])).toEqual([
    ['Auditors', 0],
    ['Engineers', 1],
  ]);
  const found = await ask(ctx, '{ organization { directoryGroups(first: 10, text: "NGIN") { nodes { displayName } } } }');
  expect(found.data.organization.directoryGroups.nodes).toEqual([{ displayName: 'Engineers' }]);
  const { data } = await ask(
    ctx,
    `mutation ($mappings: [GroupMappingInput!]!) { setGroupMappings(input: { mappings: $mappings }) { changed errors { __typename ... on Error { message } }
      organization { groupMappings { group { displayName } roles organizationRole projects { projectId role } } } } }`,
    {
      mappings: [
        { groupId: nodes[1].id, roles: ['ADMIN'], projects: [{ projectId: globalId('Project', project.id), role: 'ADMIN' }] },
        { groupId: nodes[0].id, roles: ['READ'] },
      ],
    },
  );
  expect(data.setGroupMappings).toEqual({
    changed: 1,
    errors: [],
    organization: {
      groupMappings: [
        { group: { displayName: 'Auditors' }, roles: ['READ'], organizationRole: 'MEMBER', projects: [] },
        {
          group: { displayName: 'Engineers' },
          roles: ['ADMIN', 'WRITE', 'READ'],
          organizationRole: 'ADMIN',
          projects: [{ projectId: globalId('Project', project.id), role: 'ADMIN' }],
        },
      ],
    },
  });
  const members = await ask(
    ctx,
    '{ organization { members(first: 10, filter: { organizationRole: ADMIN }) { nodes { source managedByDirectory person { email } } } } }',
  );
  expect(members.data.organization.members.nodes).toEqual([{ source: 'SCIM', managedByDirectory: true, person: { email: ada.userName } }]);
});

test.each([
  ['no group', 'nonsense', ['READ']],
  ['no role', '', []],
])('%s is an error of the input', async (_name, groupId, roles) => {
  const { ctx } = await aDirectory();
  const { ask } = await aManagementApi(ctx);
  const { data } = await ask(
    ctx,
    'mutation ($mappings: [GroupMappingInput!]!) { setGroupMappings(input: { mappings: $mappings }) { errors { __typename ... on Error { path } } } }',
    { mappings: [{ groupId: groupId || globalId('DirectoryGroup', 'x'), roles }] },
  );
  expect(data.setGroupMappings.errors).toEqual([{ __typename: 'InvalidInputError', path: ['mappings'] }]);
});

test('CHECK 10.4: a token or a group of another organization looks like none', async () => {
  const { ctx, system, createGroup } = await aDirectory();
  const group = await createGroup('Theirs');
  const { ask } = await aManagementApi(ctx);
  const id = (await ask(ctx, TOKENS)).data.organization.scimTokens[0].id;
  const other = await anOrganization(system);
  for (const each of [id, globalId('DirectoryGroup', group.id)]) {
    expect((await ask(ctx, 'query ($id: ID!) { node(id: $id) { id } }', { id: each })).data.node.id).toBe(each);
    for (const who of [other.ctx, await asUser(ctx, 'Manager')])
      expect((await ask(who, 'query ($id: ID!) { node(id: $id) { id } }', { id: each })).errors[0]?.extensions.code).toBe('NOT_FOUND');
  }
  const ended = await ask(other.ctx, 'mutation ($id: ID!) { revokeScimToken(input: { scimTokenId: $id }) { errors { __typename } } }', {
    id,
  });
  expect(ended.errors[0]?.extensions.code).toBe('NOT_FOUND');
});

test("INV-49a: what is somebody's own is not told before they have come in themself", async () => {
  const { ctx, system, createUser } = await aDirectory();
  const elsewhere = await anOrganization(system);
  const { actor } = await asUser(elsewhere.ctx, 'Member');
  await ctx.db.updateTable('users').set({ name: 'Own Name', signed_up_at: new Date() }).where('id', '=', actor.userId).execute();
  await createUser({ userName: actor.email, emails: [] });
  const { ask } = await aManagementApi(ctx);
  const query =
    'query ($text: String) { organization { members(first: 9, filter: { text: $text }) { nodes { lastSeenAt person { name email signedUp } } } } }';
  const told = async (text: string) => (await ask(ctx, query, { text })).data.organization.members.nodes;
  expect(await told(actor.email)).toEqual([{ lastSeenAt: null, person: { name: null, email: actor.email, signedUp: false } }]);
  expect(await told('Own Name')).toEqual([]);
});
