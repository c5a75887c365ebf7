import { describe, expect, test } from 'vitest';
import { alert, aSignal, make, userType } from '../../../test/alerts.ts';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';

const signals = '/{organization}/signals';
const project = { name: 'default' };
type Read = Record<string, unknown> & { events: { description: string; details: Record<string, unknown>; pinned: boolean }[] };

describe('a definition', () => {
  test('what was read can be sent back, to either address', async () => {
    const { ctx, signal } = await aSignal({ variant: 'full', runbook: 'https://runbooks.example.com/disk' });
    const type = await userType(ctx);
    const filter = await make(ctx, '/signals/filters', { name: 'Quiet', expiration: '2026-02-01T00:00:00Z' });
    const engagement = await make(ctx, '/signals/engagements', { name: 'Was it you', entity_type: type });
    const path = `${signals}/${signal.id}`;
    const body = {
      ...signal,
      filters: [{ name: filter.name }],
      engagements: [{ name: engagement.name }],
      entity_types: [{ id: type.id }],
      tags: [{ name: 'eu', tag_type: { name: 'Region' } }],
      case_type: { name: 'Default Case' },
    };
    const types = await inject(ctx, { method: 'GET', path: '/{organization}/case_types' });
    body.case_type = { name: types.json<{ items: { name: string }[] }>().items[0]?.name as string };
    const changed = await inject(ctx, { method: 'PUT', path, body });
    expect(changed.status, changed.text).toBe(200);
    const read = (await inject(ctx, { method: 'GET', path })).json<Read>();
    expect(read).toMatchObject({
      filters: [{ id: filter.id }],
      engagements: [{ id: engagement.id, entity_type: { id: type.id } }],
      entity_types: [{ id: type.id, signals: [{ id: signal.id, name: 'Disk is full' }] }],
      tags: [{ name: 'eu' }],
      case_type: body.case_type,
    });
    for (const at of [path, `${signals}/update/${signal.id}`]) {
      expect((await inject(ctx, { method: 'PUT', path: at, body: read })).json()).toEqual(read);
      expect((await inject(ctx, { method: 'GET', path })).json()).toEqual(read);
    }
  });

  test('is read by its id or its external id, whatever that looks like', async () => {
    const { ctx, signal } = await aSignal({ external_id: 'team/disk full' });
    const numbered = await make(ctx, '/signals', { name: 'Numbered', owner: 'me', external_id: '123456789' });
    const read = async (reference: string) =>
      (await inject(ctx, { method: 'GET', path: `${signals}/${encodeURIComponent(reference)}` })).json();
    expect(await read(String(signal.id))).toMatchObject({ id: signal.id });
    expect(await read('team/disk full')).toMatchObject({ id: signal.id });
    expect(await read('123456789')).toMatchObject({ id: numbered.id });
    const unknown = await inject(ctx, { method: 'GET', path: `${signals}/nothing` });
    expect(unknown.status).toBe(404);
  });

  test('keeps a history of what became what', async () => {
    const { ctx, signal } = await aSignal();
    const path = `${signals}/${signal.id}`;
    const type = await userType(ctx);
    await inject(ctx, { method: 'PUT', path, body: { name: signal.name, owner: 'ada', enabled: false, entity_types: [type] } });
    await inject(ctx, { method: 'PUT', path, body: { name: signal.name, owner: 'ada' } });
    const { events } = (await inject(ctx, { method: 'GET', path })).json<Read>();
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      pinned: true,
      details: { name: { from: null, to: 'Disk is full' }, enabled: { from: null, to: true } },
    });
    expect(events[1]?.details).toEqual({
      owner: { from: 'storage@example.com', to: 'ada' },
      enabled: { from: true, to: false },
      entity_types: { from: null, to: ['User'] },
    });
    expect(events[1]?.description).toContain('changed the signal: owner, enabled, entity types');
  });

  test('the plain change adds filters and leaves a list alone that is sent empty; the other one replaces', async () => {
    const { ctx, signal } = await aSignal();
    const names = ['First', 'Second'];
    for (const name of names) await make(ctx, '/signals/filters', { name, action: 'deduplicate' });
    const put = async (at: string, lists: Record<string, unknown>) =>
      (
        await inject(ctx, {
          method: 'PUT',
          path: `${signals}${at}/${signal.id}`,
          body: { name: signal.name, owner: signal.owner, ...lists },
        })
      ).json<{
        filters: { name: string }[];
        tags: { name: string }[];
      }>();
    const tags = [{ name: 'eu', tag_type: { name: 'Region' } }];
    expect(await put('', { filters: [{ name: 'First' }], tags })).toMatchObject({ filters: [{ name: 'First' }], tags: [{ name: 'eu' }] });
    expect(await put('', { filters: [{ name: 'Second' }], tags: [] })).toMatchObject({
      filters: [{ name: 'First' }, { name: 'Second' }],
      tags: [{ name: 'eu' }],
    });
    expect(await put('/update', { filters: [{ name: 'Second' }] })).toMatchObject({
      filters: [{ name: 'Second' }],
      tags: [{ name: 'eu' }],
    });
    expect(await put('/update', { filters: [], tags: [] })).toMatchObject({ filters: [], tags: [] });
  });

  test('only one is the default of a project', async () => {
    const { ctx, signal } = await aSignal({ default: true });
    const other = await make(ctx, '/signals', { name: 'Everything else', owner: 'me', default: true });
    expect(other.default).toBe(true);
    expect((await inject(ctx, { method: 'GET', path: `${signals}/${signal.id}` })).json()).toMatchObject({ default: false });
  });

  test('has an external id and a variant of its own', async () => {
    const { ctx } = await aSignal();
    const again = { name: 'Again', owner: 'me', project };
    const twice = await inject(ctx, { method: 'POST', path: signals, body: { ...again, external_id: 'disk' } });
    expect([twice.status, twice.json().detail]).toMatchObject([409, [{ loc: ['body', 'external_id'] }]]);
    await make(ctx, '/signals', { ...again, external_id: 'disk', variant: 'v2' });
    const variant = await inject(ctx, { method: 'POST', path: signals, body: { ...again, variant: 'v2' } });
    expect([variant.status, variant.json().detail]).toMatchObject([409, [{ loc: ['body', 'variant'] }]]);
  });

  test.each([
    [{ filters: [{ name: 'Nothing of that name' }] }, ['body', 'filters', 0]],
    [{ case_type: { name: 'Nothing of that name' } }, ['body', 'case_type']],
    [{ oncall_service: { id: 2147483600 } }, ['body', 'oncall_service']],
    [{ owner: '' }, ['body', 'owner']],
  ])('%o is refused', async (wrong, loc) => {
    const { ctx } = await anOrganization();
    const answer = await inject(ctx, { method: 'POST', path: signals, body: { name: 'Disk', owner: 'me', project, ...wrong } });
    expect([answer.status, answer.json().detail]).toMatchObject([422, [{ loc }]]);
  });

  test('cannot go while there are alerts of it', async () => {
    const { ctx, signal } = await aSignal();
    const unused = await make(ctx, '/signals', { name: 'Unused', owner: 'me' });
    await alert(ctx);
    expect((await inject(ctx, { method: 'DELETE', path: `${signals}/${signal.id}` })).status).toBe(409);
    expect((await inject(ctx, { method: 'DELETE', path: `${signals}/${unused.id}` })).status).toBe(200);
    expect((await inject(ctx, { method: 'GET', path: `${signals}/${unused.id}` })).status).toBe(404);
  });

  test('is written by Admins, read by Members', async () => {
    const { ctx, signal } = await aSignal();
    const member = await asUser(ctx, 'Member');
    for (const path of [signals, `${signals}/filters`, `${signals}/engagements`]) {
      expect((await inject(member, { method: 'POST', path, body: { name: 'Mine', owner: 'me', project } })).status).toBe(403);
      expect((await inject(member, { method: 'GET', path })).status).toBe(200);
    }
    for (const method of ['PUT', 'DELETE'] as const)
      expect((await inject(member, { method, path: `${signals}/${signal.id}`, body: signal })).status).toBe(403);
  });

  test('is found by its words and by its tags', async () => {
    const { ctx } = await aSignal({ description: 'No space is left', tags: [{ name: 'eu', tag_type: { name: 'Region' } }] });
    const filter = encodeURIComponent(JSON.stringify([{ model: 'Tag', field: 'name', op: '==', value: 'eu' }]));
    for (const query of ['q=space', `filter=${filter}`])
      expect((await inject(ctx, { method: 'GET', path: `${signals}?${query}` })).json()).toMatchObject({ total: 1 });
    expect((await inject(ctx, { method: 'GET', path: `${signals}?q=network` })).json()).toMatchObject({ total: 0 });
  });
});

describe('filters', () => {
  const filters = `${signals}/filters`;

  test('snooze for ten minutes of repetition unless they say otherwise; what was read can be sent back', async () => {
    const { ctx } = await anOrganization();
    const made = await make(ctx, '/signals/filters', { name: 'Quiet' });
    expect(made).toMatchObject({ action: 'snooze', mode: 'active', window: 600, expression: [], expiration: null, signals: [] });
    const path = `${filters}/${made.id}`;
    expect((await inject(ctx, { method: 'PUT', path, body: made })).json()).toEqual(made);
    expect((await inject(ctx, { method: 'GET', path })).json()).toEqual(made);
    expect((await inject(ctx, { method: 'POST', path: filters, body: { name: 'Quiet', project } })).status).toBe(409);
    expect((await inject(ctx, { method: 'DELETE', path })).status).toBe(200);
    expect((await inject(ctx, { method: 'DELETE', path })).status).toBe(404);
  });

  test.each([
    [[{ model: 'Entity', field: 'nothing', op: '==', value: 1 }]],
    [[{ model: 'Nobody', field: 'id', op: '==', value: 1 }]],
    [[{ model: 'Entity', field: 'id', op: 'about', value: 1 }]],
  ])('%o says nothing about an alert and is refused', async (expression) => {
    const { ctx } = await anOrganization();
    const answer = await inject(ctx, { method: 'POST', path: filters, body: { name: 'Quiet', project, expression } });
    expect([answer.status, answer.json().detail]).toMatchObject([422, [{ loc: ['body', 'expression'] }]]);
    const made = await make(ctx, '/signals/filters', { name: 'Quiet' });
    expect((await inject(ctx, { method: 'PUT', path: `${filters}/${made.id}`, body: { name: 'Quiet', expression } })).status).toBe(422);
  });

  test('a window is some seconds long', async () => {
    const { ctx } = await anOrganization();
    for (const window of [0, -1, 604_801])
      expect((await inject(ctx, { method: 'POST', path: filters, body: { name: 'Quiet', project, window } })).status).toBe(422);
  });
});

test('an engagement is read by its id in the path and belongs to a type', async () => {
  const { ctx } = await anOrganization();
  const type = await userType(ctx);
  const made = await make(ctx, '/signals/engagements', { name: 'Was it you', entity_type: { id: type.id }, message: 'From Paris?' });
  expect(made).toMatchObject({ require_mfa: false, message: 'From Paris?', entity_type: { id: type.id, name: 'User' } });
  const path = `${signals}/engagements/${made.id}`;
  expect((await inject(ctx, { method: 'GET', path: `${path}?signal_engagement_id=${made.id}` })).json()).toEqual(made);
  expect((await inject(ctx, { method: 'PUT', path, body: made })).json()).toEqual(made);
  const other = await make(ctx, '/entity_type', { name: 'Host' });
  expect((await inject(ctx, { method: 'PUT', path, body: { name: made.name, entity_type: other } })).json()).toMatchObject({
    entity_type: { name: 'Host' },
  });
  expect((await inject(ctx, { method: 'POST', path: `${signals}/engagements`, body: { name: made.name, project } })).status).toBe(409);
});
