import Type from 'typebox';
import { expect, test } from 'vitest';
import { anOrganization, aSystem, asUser, inject } from '../../../test/harness.ts';
import { plugins as builtIn } from '../../app/plugins.ts';
import type { Context } from '../../core/context.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import { MASK } from './configuration.ts';
import { findCapability, registerCatalogue } from './index.ts';

const outside = plugin({
  ...BUILT_IN,
  builtIn: false,
  slug: 'test-ticket',
  title: 'Test tickets',
  type: 'ticket',
  description: 'Keeps what it is configured with.',
  configuration: Type.Object({
    api_url: Type.String({ format: 'uri' }),
    api_key: Type.String({ minLength: 4, secret: true }),
    project: Type.Optional(Type.String()),
  }),
  create: (configuration) => ({
    find: async () => undefined,
    create: async () => ({ resource_id: configuration.api_key, resource_type: 'test-ticket', weblink: configuration.api_url }),
    update: async () => {},
    delete: async () => {},
    createForTask: async () => ({ resource_id: '', resource_type: '', weblink: null }),
  }),
});

async function aConfigurableOrganization() {
  return anOrganization(await aSystem({ plugins: [...builtIn, outside] }));
}

type Instance = { id: number; enabled: boolean; broken: boolean; configuration: Record<string, unknown> | null; plugin: { slug: string } };

async function instanceOf(ctx: Context, slug: string): Promise<Instance> {
  const { id } = await ctx.db
    .selectFrom('plugin_instances as i')
    .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
    .select('i.id')
    .where('i.organization_id', '=', ctx.tenant.id)
    .where('p.slug', '=', slug)
    .executeTakeFirstOrThrow();
  return (await inject(ctx, { method: 'GET', path: `/{organization}/plugins/instances/${id}` })).json<Instance>();
}

const put = (ctx: Context, id: number, body: unknown) =>
  inject(ctx, { method: 'PUT', path: `/{organization}/plugins/instances/${id}`, body });
const good = { api_url: 'https://tickets.example', api_key: 'secret-one' };

test('a new project works with the built-in plug-ins, one of each type', async () => {
  const { ctx, project } = await anOrganization();
  for (const { type, slug } of builtIn.filter((one) => one.builtIn))
    expect((await findCapability(ctx, project.id, type as 'ticket'))?.slug).toBe(slug);
});

test('the catalogue lists plug-ins and their events for every member', async () => {
  const { ctx } = await anOrganization();
  const someone = await asUser(ctx, 'Member');
  const list = await inject(someone, { method: 'GET', path: '/{organization}/plugins?itemsPerPage=-1' });
  const events = await inject(someone, { method: 'GET', path: '/{organization}/plugins/plugin_events?q=war' });
  expect(list.json<{ items: { slug: string }[] }>().items.map((one) => one.slug)).toContain('dispatch-ticket');
  expect(events.json<{ items: { slug: string; plugin: { slug: string } }[] }>().items).toMatchObject([
    { slug: 'tocsin-war-room-activity', plugin: { slug: 'tocsin-war-room' } },
  ]);
});

test('a list of instances says nothing of configurations, and members cannot read or change one', async () => {
  const { ctx } = await anOrganization();
  const { id } = await instanceOf(ctx, 'dispatch-ticket');
  const someone = await asUser(ctx, 'Member');
  const list = await inject(someone, { method: 'GET', path: '/{organization}/plugins/instances?itemsPerPage=-1' });
  expect(list.json<{ items: object[] }>().items[0]).not.toHaveProperty('configuration');
  expect((await inject(someone, { method: 'GET', path: `/{organization}/plugins/instances/${id}` })).status).toBe(403);
  expect((await put(someone, id, { enabled: false })).status).toBe(403);
});

test('enabling a plug-in disables the one that did the same work', async () => {
  const { ctx, project } = await aConfigurableOrganization();
  const { id } = await instanceOf(ctx, 'test-ticket');
  const answer = await put(ctx, id, { enabled: true, configuration: good });
  expect(answer.json()).toMatchObject({ enabled: true, broken: false });
  expect((await instanceOf(ctx, 'dispatch-ticket')).enabled).toBe(false);
  expect((await findCapability(ctx, project.id, 'ticket'))?.slug).toBe('test-ticket');
});

test('two people who enable two plug-ins of one type at once: one of them is enabled', async () => {
  const { ctx, project } = await aConfigurableOrganization();
  const [ours, theirs] = [await instanceOf(ctx, 'dispatch-ticket'), await instanceOf(ctx, 'test-ticket')];
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all([put(ctx, ours.id, { enabled: true }), put(ctx, theirs.id, { enabled: true, configuration: good })]);
    expect(answers.map((one) => one.status)).toEqual([200, 200]);
    expect(await findCapability(ctx, project.id, 'ticket')).toBeDefined();
  }
});

test('a secret is sealed, never shown, and kept when the form is sent back as it was read', async () => {
  const { ctx, project } = await aConfigurableOrganization();
  const { id } = await instanceOf(ctx, 'test-ticket');
  await put(ctx, id, { enabled: true, configuration: good });
  const read = await instanceOf(ctx, 'test-ticket');
  expect(read.configuration).toEqual({ api_url: 'https://tickets.example', api_key: MASK });
  await put(ctx, id, { ...read, configuration: { ...read.configuration, project: 'OPS' } });
  const row = await ctx.db.selectFrom('plugin_instances').select('configuration').where('id', '=', id).executeTakeFirstOrThrow();
  expect(row.configuration).not.toContain('secret-one');
  const used = await findCapability(ctx, project.id, 'ticket');
  const made = await used?.capability.create('k', {} as never, AbortSignal.timeout(1000));
  expect(made?.resource_id).toBe('secret-one');
});

test.each([
  [{ api_url: 'tickets', api_key: 'secret-one' }, 'api_url'],
  [{ api_url: 'https://tickets.example' }, 'api_key'],
  [{ api_url: 'https://tickets.example', api_key: MASK }, 'api_key'],
])('a configuration that breaks the schema is refused and the field is named: %j', async (configuration, field) => {
  const { ctx } = await aConfigurableOrganization();
  const { id } = await instanceOf(ctx, 'test-ticket');
  const answer = await put(ctx, id, { configuration });
  expect(answer.status).toBe(422);
  expect(answer.json<{ detail: { loc: string[] }[] }>().detail.map((one) => one.loc)).toEqual([['body', 'configuration', field]]);
});

test('a plug-in that is disabled and enabled again has its configuration still', async () => {
  const { ctx, project } = await aConfigurableOrganization();
  const { id } = await instanceOf(ctx, 'test-ticket');
  await put(ctx, id, { enabled: true, configuration: { ...good, project: 'OPS' } });
  await put(ctx, id, { enabled: false });
  await put(ctx, id, { enabled: true });
  expect((await instanceOf(ctx, 'test-ticket')).configuration).toEqual({ ...good, api_key: MASK, project: 'OPS' });
  expect((await findCapability(ctx, project.id, 'ticket'))?.slug).toBe('test-ticket');
});

test('a plug-in cannot be enabled without the configuration it needs', async () => {
  const { ctx } = await aConfigurableOrganization();
  const { id } = await instanceOf(ctx, 'test-ticket');
  expect((await put(ctx, id, { enabled: true })).status).toBe(422);
  expect((await instanceOf(ctx, 'dispatch-ticket')).enabled).toBe(true);
});

test('an enabled plug-in whose code is gone is shown as broken and says how to mend it', async () => {
  const { ctx, project } = await aConfigurableOrganization();
  const { id } = await instanceOf(ctx, 'test-ticket');
  await put(ctx, id, { enabled: true, configuration: good });
  const without = { ...ctx, plugins: builtIn };
  await registerCatalogue(without);
  expect(await instanceOf(without, 'test-ticket')).toMatchObject({ broken: true, configuration: null });
  await expect(findCapability(without, project.id, 'ticket')).rejects.toThrow(/not installed. Install it again or disable it/);
});

test('a configuration sealed with another key is an error with its remedy, not silence', async () => {
  const { ctx, project } = await aConfigurableOrganization();
  const { id } = await instanceOf(ctx, 'test-ticket');
  await put(ctx, id, { enabled: true, configuration: good });
  const other = { ...ctx, settings: { ...ctx.settings, encryptionKey: 'another' } };
  await expect(findCapability(other, project.id, 'ticket')).rejects.toThrow(/DISPATCH_ENCRYPTION_KEY/);
});

test('an on-call plug-in with active services stays enabled until they are inactive', async () => {
  const { ctx, project } = await anOrganization();
  const service = await inject(ctx, { method: 'POST', path: '/{organization}/services', body: { name: 'Payments', project } });
  expect(service.json()).toMatchObject({ is_active: true, type: 'tocsin-oncall' });
  const { id } = await instanceOf(ctx, 'tocsin-oncall');
  const refused = await put(ctx, id, { enabled: false });
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('Payments')]);
  await inject(ctx, { method: 'PUT', path: `/{organization}/services/${service.json().id}`, body: { is_active: false } });
  expect((await put(ctx, id, { enabled: false })).status).toBe(200);
});

test('what somebody disabled stays disabled at the next start', async () => {
  const { ctx, project, system } = await anOrganization();
  const { id } = await instanceOf(ctx, 'tocsin-conference');
  await put(ctx, id, { enabled: false });
  await registerCatalogue(system);
  expect(await findCapability(ctx, project.id, 'conference')).toBeUndefined();
});

test('an instance is made and deleted, and another organization cannot reach it', async () => {
  const { ctx, project } = await anOrganization();
  const made = await inject(ctx, {
    method: 'POST',
    path: '/{organization}/plugins/instances',
    body: { plugin: { slug: 'tocsin-conference' }, project, configuration: { link: 'https://meet.example/{name}' }, enabled: true },
  });
  expect(made.json()).toMatchObject({ enabled: true, configuration: { link: 'https://meet.example/{name}' } });
  const path = `/{organization}/plugins/instances/${made.json().id}`;
  const stranger = await anOrganization();
  expect((await inject(stranger.ctx, { method: 'DELETE', path })).status).toBe(404);
  expect((await inject(ctx, { method: 'DELETE', path })).status).toBe(200);
  expect((await inject(ctx, { method: 'GET', path })).status).toBe(404);
});
