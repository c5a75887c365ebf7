import { describe, expect, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';

const types = '/{organization}/entity_type';
const entities = '/{organization}/entity';
const project = { name: 'default' };

async function aType(more: Record<string, unknown> = {}) {
  const organization = await anOrganization();
  const answer = await inject(organization.ctx, { method: 'POST', path: types, body: { name: 'User', enabled: true, project, ...more } });
  expect(answer.status, answer.text).toBe(200);
  return { ...organization, type: answer.json<{ id: number; name: string }>() };
}

describe('entity types', () => {
  test('what was read can be sent back', async () => {
    const { ctx, type } = await aType({ jpath: '$.user.email', regular_expression: '(\\w+)@', scope: 'all', description: 'who did it' });
    expect(type).toMatchObject({ jpath: '$.user.email', scope: 'all', enabled: true, signals: [], project: { name: 'default' } });
    for (const path of [`${types}/${type.id}`, `${types}/${type.id}/process`])
      expect((await inject(ctx, { method: 'PUT', path, body: type })).json()).toEqual(type);
    expect((await inject(ctx, { method: 'GET', path: `${types}/${type.id}` })).json()).toEqual(type);
    expect((await inject(ctx, { method: 'GET', path: `${types}?q=use` })).json()).toMatchObject({ total: 1, items: [type] });
  });

  test('are off and of single scope by default', async () => {
    const { ctx } = await anOrganization();
    const created = await inject(ctx, { method: 'POST', path: types, body: { name: 'User', scope: null, project } });
    expect(created.json()).toMatchObject({ enabled: false, scope: 'single', jpath: null });
  });

  test.each([
    [{ jpath: '$.a[' }, 'jpath'],
    [{ regular_expression: '(a' }, 'regular_expression'],
    [{ regular_expression: '(a)\\1' }, 'regular_expression'],
    [{ name: null }, 'name'],
    [{ scope: 'some' }, 'scope'],
  ])('%o is refused', async (wrong, field) => {
    const { ctx } = await anOrganization();
    const answer = await inject(ctx, { method: 'POST', path: types, body: { name: 'User', project, ...wrong } });
    expect([answer.status, answer.json().detail]).toMatchObject([422, [{ loc: ['body', field] }]]);
  });

  test('an expression that cannot be used is refused by a change as well, an empty one takes it away', async () => {
    const { ctx, type } = await aType({ jpath: '$.user' });
    const path = `${types}/${type.id}`;
    expect((await inject(ctx, { method: 'PUT', path, body: { jpath: '$[' } })).status).toBe(422);
    expect((await inject(ctx, { method: 'PUT', path, body: { jpath: '' } })).json()).toMatchObject({ name: 'User', jpath: null });
  });

  test('are written by Admins; their names are unique', async () => {
    const { ctx, type } = await aType();
    const member = await asUser(ctx, 'Member');
    expect((await inject(member, { method: 'POST', path: types, body: { name: 'Host', project } })).status).toBe(403);
    expect((await inject(ctx, { method: 'POST', path: types, body: { name: type.name, project } })).status).toBe(409);
    expect((await inject(member, { method: 'DELETE', path: `${types}/${type.id}` })).status).toBe(403);
  });

  test('cannot go while entities are of them', async () => {
    const { ctx, type } = await aType();
    const body = { value: 'ada@example.com', entity_type: type, project };
    const entity = (await inject(ctx, { method: 'POST', path: entities, body })).json();
    expect((await inject(ctx, { method: 'DELETE', path: `${types}/${type.id}` })).status).toBe(409);
    await inject(ctx, { method: 'DELETE', path: `${entities}/${entity.id}` });
    expect((await inject(ctx, { method: 'DELETE', path: `${types}/${type.id}` })).status).toBe(200);
  });
});

describe('entities', () => {
  test('what was read can be sent back; the type changes by name', async () => {
    const { ctx, type } = await aType();
    const member = await asUser(ctx, 'Member');
    const created = await inject(member, {
      method: 'POST',
      path: entities,
      body: { value: 'ada', entity_type: { name: 'User' }, project },
    });
    expect(created.json()).toMatchObject({ name: null, value: 'ada', entity_type: { id: type.id }, project: { name: 'default' } });
    const path = `${entities}/${created.json().id}`;
    expect((await inject(member, { method: 'PUT', path, body: created.json() })).json()).toEqual(created.json());
    await inject(ctx, { method: 'POST', path: types, body: { name: 'Host', project } });
    const moved = await inject(member, { method: 'PUT', path, body: { entity_type: { name: 'Host' } } });
    expect(moved.json()).toMatchObject({ value: 'ada', entity_type: { name: 'Host' } });
  });

  test('a value exists once for a type', async () => {
    const { ctx, type } = await aType();
    const body = { value: 'ada', entity_type: type, project };
    expect((await inject(ctx, { method: 'POST', path: entities, body })).status).toBe(200);
    const again = await inject(ctx, { method: 'POST', path: entities, body });
    expect([again.status, again.json().detail]).toMatchObject([409, [{ loc: ['body', 'value'] }]]);
    expect((await inject(ctx, { method: 'POST', path: entities, body: { ...body, entity_type: { name: 'Host' } } })).status).toBe(200);
  });

  test('a new type comes with them, but only from an Admin', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const body = { value: 'ada', entity_type: { name: 'User', jpath: '$.user', enabled: true }, project };
    const refused = await inject(member, { method: 'POST', path: entities, body });
    expect([refused.status, refused.json().detail]).toMatchObject([422, [{ loc: ['body', 'entity_type'] }]]);
    const made = await inject(ctx, { method: 'POST', path: entities, body });
    expect(made.json()).toMatchObject({ entity_type: { name: 'User', jpath: '$.user', enabled: true, scope: 'single' } });
  });

  test('are found by their value and by their type', async () => {
    const { ctx, type } = await aType();
    for (const value of ['ada@example.com', 'bob@example.com'])
      await inject(ctx, { method: 'POST', path: entities, body: { value, entity_type: type, project } });
    const found = (query: string) => inject(ctx, { method: 'GET', path: `${entities}?${query}` });
    expect((await found('q=ada')).json()).toMatchObject({ total: 1, items: [{ value: 'ada@example.com' }] });
    const filter = (name: string) => encodeURIComponent(JSON.stringify([{ model: 'EntityType', field: 'name', op: '==', value: name }]));
    expect((await found(`filter=${filter('User')}`)).json()).toMatchObject({ total: 2 });
    expect((await found(`filter=${filter('Host')}`)).json()).toMatchObject({ total: 0 });
  });

  test('alerts cannot be guessed at through them', async () => {
    const { ctx } = await anOrganization();
    const filter = encodeURIComponent(JSON.stringify([{ model: 'SignalInstance', field: 'canary', value: true }]));
    expect((await inject(ctx, { method: 'GET', path: `${entities}?filter=${filter}` })).status).toBe(422);
  });
});
