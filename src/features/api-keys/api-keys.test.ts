import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { aManagementApi } from '../../../test/graphql/ask.ts';
import { anOrganization, asUser, DAY, MINUTE, SECOND } from '../../../test/harness.ts';
import { authenticateRequest } from '../../app/authentication.ts';
import { routes } from '../../app/routes.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { createHttpServer } from '../../edges/http/server.ts';
import { addMember, issueToken } from '../auth/index.ts';
import { reactivateMember, removeMember, setMemberRole, suspendMember } from '../members/index.ts';
import {
  createApiKey,
  createPersonalToken,
  createServiceAccount,
  deleteServiceAccount,
  revokeApiKey,
  rotateApiKey,
  updateServiceAccount,
} from './index.ts';

async function aKey(terms: Partial<Parameters<typeof createApiKey>[1]> = {}) {
  const place = await anOrganization();
  const { ctx } = place;
  const server = await createHttpServer(ctx, routes, authenticateRequest);
  const ownerId = await createServiceAccount(ctx, { name: 'Deploy bot', role: 'Member', isReadOnly: false });
  const key = await createApiKey(ctx, { ownerId, name: 'Pipeline', scopes: ['read:incidents', 'write:incidents'], ...terms });
  return { ...place, server, ownerId, key, ...asking(server, ctx) };
}

const asking = (server: FastifyInstance, ctx: Context) => ({
  /** @returns the status of an answer to whoever shows this key */
  ask: async (
    text: string,
    path = `/${ctx.tenant.slug}/incidents`,
    more: { method?: 'GET' | 'POST'; from?: string; body?: object } = {},
  ) => {
    const { statusCode } = await server.inject({
      method: more.method ?? 'GET',
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${text}` },
      remoteAddress: more.from ?? '192.0.2.7',
      ...(more.body && { payload: more.body }),
    });
    return statusCode;
  },
});

const entries = async (ctx: Context, action: string) => {
  const { rows } = await sql<{ actor_kind: string; actor_name: string; changes: Record<string, unknown>; text: string }>`
    select actor_kind, actor_name, changes, to_jsonb(e)::text as text from audit_entries e
    where organization_id = ${ctx.tenant.id} and action = ${action} order by sequence`.execute(ctx.db);
  return rows;
};

describe('what a key opens', () => {
  test('INV-15: the scopes of the account that the key leaves, and nothing else', async () => {
    const { ask, key, ctx } = await aKey();
    const at = `/${ctx.tenant.slug}`;
    expect(await ask(key.text)).toBe(200);
    expect(
      await ask(key.text, `${at}/incidents`, {
        method: 'POST',
        body: { title: 'Disk full', description: 'It is.', project: { name: 'default' } },
      }),
    ).toBe(200);
    for (const path of [`${at}/tasks`, `${at}/users`, `${at}/mail`]) expect([path, await ask(key.text, path)]).toEqual([path, 403]);
  });

  test('INV-11: the role of the account counts with the next request; what the key was given beyond it is worth nothing', async () => {
    const { ask, key, ctx, ownerId, clock } = await aKey();
    await updateServiceAccount(ctx, ownerId, { name: 'Deploy bot', role: 'Member', isReadOnly: true });
    clock.advance(2 * SECOND);
    expect(await ask(key.text)).toBe(200);
    expect(await ask(key.text, `/${ctx.tenant.slug}/incidents`, { method: 'POST', body: { title: 'x', description: 'x' } })).toBe(403);
  });

  test('a key of one organization opens nothing of another, also for whoever belongs to both', async () => {
    const { ask, system, ctx } = await aKey();
    const other = await anOrganization(system);
    const member = await asUser(ctx, 'Member');
    await transaction(other.ctx, (tx) =>
      addMember(tx, { userId: member.actor.userId, organizationId: other.ctx.tenant.id, role: 'Owner', source: 'import' }),
    );
    const { text } = await createPersonalToken(member, { name: 'Mine', scopes: ['read:incidents'] });
    expect(await ask(text)).toBe(200);
    expect(await ask(text, `/${other.ctx.tenant.slug}/incidents`)).toBe(404);
    expect(await ask(text, '/nowhere/incidents')).toBe(404);
  });

  test('nothing of the account behind a personal token: no sessions, no second factor, no further keys', async () => {
    const { ask, ctx } = await aKey();
    const member = await asUser(ctx, 'Member');
    const { text } = await createPersonalToken(member, { name: 'Mine', scopes: ['read:organization'] });
    for (const path of ['/my-account/sessions', '/my-account/second-factor', '/organizations'])
      expect([path, await ask(text, path)]).toEqual([path, 403]);
    const acting = {
      ...member,
      actor: { ...member.actor, key: { id: 1, isService: false, organizationId: ctx.tenant.id, documents: [] } },
    };
    await expect(createPersonalToken(acting, { name: 'More', scopes: ['read:organization'] })).rejects.toThrow('sign in');
  });

  test.each([
    ['192.0.2.7', true],
    ['::ffff:192.0.2.7', true],
    ['192.0.3.7', false],
    ['2001:db8:1::9', true],
    ['2001:db9::1', false],
  ])('INV-56, section 16: bound to networks, from %s: %s', async (from, opens) => {
    const { ask, key } = await aKey({ networks: ['192.0.2.0/24', '2001:db8::/32'] });
    expect(await ask(key.text, undefined, { from })).toBe(opens ? 200 : 401);
  });
});

describe('when a key ends', () => {
  test('after 90 days by itself; the clock decides', async () => {
    const { ask, key, clock } = await aKey();
    clock.advance(90 * DAY - SECOND);
    expect(await ask(key.text)).toBe(200);
    clock.advance(2 * SECOND);
    expect(await ask(key.text)).toBe(401);
  });

  test('at once when it is revoked, and once', async () => {
    const { ask, key, ctx } = await aKey();
    expect(await ask(key.text)).toBe(200);
    await revokeApiKey(ctx, key.id);
    expect(await ask(key.text)).toBe(401);
    await expect(revokeApiKey(ctx, key.id)).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('rotated, both are good for the time that was said', async () => {
    const { ask, key, ctx, clock } = await aKey();
    const next = await rotateApiKey(ctx, key.id, { graceSeconds: 3600 });
    clock.advance(59 * MINUTE);
    expect([await ask(key.text), await ask(next.text)]).toEqual([200, 200]);
    clock.advance(2 * MINUTE);
    expect([await ask(key.text), await ask(next.text)]).toEqual([401, 200]);
    await expect(rotateApiKey(ctx, next.id, { graceSeconds: 8 * 86_400 })).rejects.toThrow('7 days');
  });

  test('INV-54: with the membership: suspended it opens nothing, let in again it does, removed it is over for good', async () => {
    const { ask, ctx } = await aKey();
    const member = await asUser(ctx, 'Member');
    const { userId } = member.actor;
    const { text } = await createPersonalToken(member, { name: 'Mine', scopes: ['read:incidents'] });
    expect(await ask(text)).toBe(200);
    await suspendMember(ctx, userId);
    expect(await ask(text)).toBe(404);
    await reactivateMember(ctx, userId);
    expect(await ask(text)).toBe(200);
    await removeMember(ctx, userId);
    expect(await ask(text)).toBe(401);
    await transaction(ctx, (tx) => addMember(tx, { userId, organizationId: ctx.tenant.id, role: 'Member', source: 'import' }));
    expect(await ask(text)).toBe(401);
  });

  test('with the account', async () => {
    const { ask, key, ctx, ownerId } = await aKey();
    await deleteServiceAccount(ctx, ownerId);
    expect(await ask(key.text)).toBe(401);
    expect((await entries(ctx, 'service_account.deleted'))[0]?.changes).toEqual({ keys: 1 });
  });
});

describe('who may make one', () => {
  test('nobody gives what they do not have, or what the account does not', async () => {
    const { ctx, ownerId } = await aKey();
    const manager = await asUser(ctx, 'Manager');
    await expect(createApiKey(manager, { ownerId, name: 'x', scopes: ['admin:settings'] })).rejects.toThrow('beyond the role');
    const admin = await createServiceAccount(manager, { name: 'Admin bot', role: 'Manager', isReadOnly: false });
    const narrow = { ...manager, actor: { ...manager.actor, scopes: new Set(['admin:keys'] as const) } };
    await expect(createApiKey(narrow, { ownerId: admin, name: 'x', scopes: ['read:incidents'] })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    await expect(createApiKey(await asUser(ctx, 'Admin'), { ownerId, name: 'x', scopes: ['read:incidents'] })).rejects.toMatchObject({
      kind: 'forbidden',
    });
    await expect(createServiceAccount(manager, { name: 'x', role: 'Owner', isReadOnly: false })).rejects.toThrow('owned by people');
  });

  test('INV-56: scopes of administrators need somebody who has just signed in', async () => {
    const { ctx } = await aKey();
    const manager = await asUser(ctx, 'Manager');
    await sql`update users set password = 'x' where id = ${manager.actor.userId}`.execute(ctx.db);
    const ownerId = await createServiceAccount(manager, { name: 'Bot', role: 'Manager', isReadOnly: false });
    const terms = { ownerId, name: 'x', scopes: ['admin:members'] };
    await expect(createApiKey(manager, terms)).rejects.toMatchObject({ problems: [{ type: 'REAUTHENTICATION_REQUIRED' }] });
    const { rows } = await sql<{ id: number }>`
      insert into sessions (token_hash, dispatch_user_id, method, address, agent, created_at, seen_at, ends_at, awaits_factor)
      values (${`h${manager.actor.userId}`}, ${manager.actor.userId}, 'password', '192.0.2.1', 'test', ${ctx.now()}, ${ctx.now()}, ${new Date(ctx.now().getTime() + DAY)}, false)
      returning id`.execute(ctx.db);
    const fresh: Context = { ...manager, actor: { ...manager.actor, sessionId: rows[0]?.id as number } };
    expect((await createApiKey(fresh, terms)).text).toMatch(/^dsp_/);
  });

  test('one’s own tokens are one’s own: others, also Owners, neither see nor end them', async () => {
    const { ctx } = await aKey();
    const member = await asUser(ctx, 'Member');
    const { id } = await createPersonalToken(member, { name: 'Mine', scopes: ['read:incidents'] });
    await expect(revokeApiKey(ctx, id)).rejects.toMatchObject({ kind: 'not_found' });
    await revokeApiKey(member, id);
  });

  test.each([
    ['no scope', { scopes: [] }, 'at least one scope'],
    ['a scope that is none', { scopes: ['read:everything'] }, 'is no scope'],
    ['more than a year', { lifetimeSeconds: 366 * 86_400 }, '365 days'],
    ['a network that is none', { networks: ['192.0.2.0/33'] }, 'is no network'],
    ['a document that is none', { documents: ['{ me'] }, 'is no GraphQL document'],
    ['no name', { name: ' ' }, '1 to 100 characters'],
  ])('refused: %s', async (_what, terms, message) => {
    await expect(aKey(terms)).rejects.toThrow(message);
  });

  test('at most 20 at the same time', async () => {
    const { ctx, ownerId, key } = await aKey();
    const more = () => createApiKey(ctx, { ownerId, name: 'x', scopes: ['read:incidents'] });
    for (let count = 1; count < 20; count += 1) await more();
    await expect(more()).rejects.toMatchObject({ kind: 'conflict' });
    await revokeApiKey(ctx, key.id);
    await more();
  });
});

test('a wrong key is one answer whatever is wrong, and too many of them are not looked at', async () => {
  const { ask, key } = await aKey();
  const wrong = key.text.slice(0, -1) + (key.text.endsWith('a') ? 'b' : 'a');
  const from = '198.51.100.9';
  const seen = new Set<number>();
  for (let count = 0; count < 101; count += 1) seen.add(await ask(count % 2 ? wrong : 'dsp_x', undefined, { from }));
  expect([...seen]).toEqual([401, 429]);
  expect(await ask(key.text)).toBe(200);
});

test('what is done with it stands under the name of the account; the key itself stands nowhere', async () => {
  const { ask, key, ctx, ownerId } = await aKey();
  await ask(key.text);
  await ask(key.text);
  const used = await entries(ctx, 'apikey.used_first');
  expect(used).toHaveLength(1);
  expect(used[0]?.actor_kind).toBe('service');
  const created = await entries(ctx, 'apikey.created');
  expect(created[0]).toMatchObject({
    actor_kind: 'person',
    changes: { owner: 'Deploy bot', scopes: ['read:incidents', 'write:incidents'] },
  });
  const secret = key.text.split('_')[2] as string;
  const { rows } = await sql<{
    text: string;
  }>`select to_jsonb(k)::text as text from api_keys k where dispatch_user_id = ${ownerId}`.execute(ctx.db);
  for (const text of [...rows, ...used, ...created].map((one) => one.text)) expect(text).not.toContain(secret.slice(0, 43));
});

describe('in the management API', () => {
  test('CHECK 10.10, API-18: a bound key runs its document; another is refused; with none given its own is run', async () => {
    const document = 'query Mine { organization { slug } }';
    const { key, ctx, ask } = await aKey({ scopes: ['read:organization'], documents: [document] });
    const { raw } = await aManagementApi(ctx);
    const post = (body: object) => raw(body, { authorization: `Bearer ${key.text}`, accept: 'application/graphql-response+json' });
    const mine = { organization: { slug: ctx.tenant.slug } };
    expect((await post({ query: document.replaceAll(' ', '\n') })).data).toEqual(mine);
    expect((await post({})).data).toEqual(mine);
    const other = await post({ query: '{ organization { name } }' });
    expect([other.status, other.errors[0]?.extensions.code]).toEqual([403, 'DOCUMENT_NOT_ALLOWED']);
    expect(await ask(key.text)).toBe(403);
  });

  test('accounts and keys are made, listed, rotated and ended; the key is shown once', async () => {
    const { ctx, ask } = await aKey();
    const api = await aManagementApi(ctx);
    const does = async (text: string, variables: object = {}) => {
      const { data, errors } = await api.ask(ctx, text, variables);
      expect(errors).toEqual([]);
      return data;
    };
    const { createServiceAccount: made } = await does(
      'mutation { createServiceAccount(input: { name: "Reader", roles: [READ] }) { serviceAccount { id name roles scopes } errors { __typename } } }',
    );
    expect(made.serviceAccount).toMatchObject({ name: 'Reader', roles: ['READ'] });
    const { createApiKey: key } = await does(
      'mutation ($id: ID!) { createApiKey(input: { serviceAccountId: $id, name: "Dashboard", scopes: ["read:incidents"], expiresIn: "P7D" }) { apiKey { id prefix state scopes } secret errors { __typename } } }',
      { id: made.serviceAccount.id },
    );
    expect(key.secret.startsWith(key.apiKey.prefix)).toBe(true);
    expect(await ask(key.secret)).toBe(200);
    const list = await does(
      '{ organization { serviceAccounts(first: 10) { totalCount nodes { name keys { name state lastUse { network } } } } } }',
    );
    expect(list.organization.serviceAccounts).toEqual({
      totalCount: 2,
      nodes: [
        { name: 'Deploy bot', keys: [{ name: 'Pipeline', state: 'ACTIVE', lastUse: null }] },
        { name: 'Reader', keys: [{ name: 'Dashboard', state: 'ACTIVE', lastUse: { network: '192.0.2.7' } }] },
      ],
    });
    expect(JSON.stringify(list)).not.toContain(key.secret);
    const { revokeApiKey: revoked } = await does(
      'mutation ($id: ID!) { revokeApiKey(input: { apiKeyId: $id }) { apiKey { state } errors { __typename } } }',
      {
        id: key.apiKey.id,
      },
    );
    expect(revoked.apiKey.state).toBe('REVOKED');
    expect(await ask(key.secret)).toBe(401);
    const { createPersonalToken: mine } = await does(
      'mutation { createPersonalToken(input: { name: "Mine", scopes: ["read:incidents"] }) { secret errors { __typename } } }',
    );
    expect(await ask(mine.secret)).toBe(200);
    expect((await does('{ me { personalTokens { name state } } }')).me.personalTokens).toEqual([{ name: 'Mine', state: 'ACTIVE' }]);
    const wrong = await does(
      'mutation { createPersonalToken(input: { name: "Mine", scopes: ["read:nothing"] }) { secret errors { __typename ... on InvalidInputError { fields { path } } } } }',
    );
    expect(wrong.createPersonalToken).toEqual({
      secret: null,
      errors: [{ __typename: 'InvalidInputError', fields: [{ path: ['scopes'] }] }],
    });
  });
});

test('service accounts take no seat, are nobody to choose, and cannot be given a password', async () => {
  const { ctx, server, ownerId } = await aKey();
  const manager = await asUser(ctx, 'Manager');
  await setMemberRole(ctx, { userId: manager.actor.userId, role: 'Admin', isReadOnly: false });
  const headers = { authorization: `Bearer ${await issueToken(ctx, ctx.actor.email)}` };
  const users = await server.inject({ url: `/api/v1/${ctx.tenant.slug}/users`, headers });
  expect(users.json().items.map((one: { id: number }) => one.id)).not.toContain(ownerId);
  const one = await server.inject({
    method: 'POST',
    url: `/api/v1/${ctx.tenant.slug}/users/${ownerId}/reset-password`,
    headers,
    payload: { new_password: 'several words of a horse' },
  });
  expect(one.statusCode).toBe(404);
  const { ask } = await aManagementApi(ctx);
  expect((await ask(ctx, '{ organization { seats { members } } }')).data.organization.seats.members).toBe(2);
});
