import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { anOrganization, asSystem } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { insertOne } from '../../core/write.ts';
import type { Capabilities, CapabilityType } from '../../plugin-sdk/capabilities.ts';
import { documentContent, documentResource, documents, insertDocument, replaceContent } from '../documents/index.ts';
import { anIncident } from '../participants/fixtures.ts';
import { describeSubject } from '../participants/index.ts';
import { findCapability } from './index.ts';

const soon = () => AbortSignal.timeout(5000);

async function aSubject(wanted: Parameters<typeof anIncident>[2] = {}) {
  const { ctx, project } = await anOrganization();
  const ref = await anIncident(ctx, project.id, wanted);
  return { ctx: asSystem(ctx), project, ref, subject: await describeSubject(ctx, ref) };
}

async function pluginOf<T extends CapabilityType>(ctx: Context, projectId: number, type: T): Promise<Capabilities[T]> {
  const found = await findCapability(ctx, projectId, type);
  if (!found) throw new Error(`No plug-in of type ${type}`);
  return found.capability;
}

type Maker = (
  ctx: Context,
  projectId: number,
  key: string,
  subject: Awaited<ReturnType<typeof aSubject>>['subject'],
) => Promise<{
  find(): Promise<unknown>;
  create(): Promise<unknown>;
}>;

const makers: Record<string, Maker> = {
  ticket: async (ctx, projectId, key, subject) => {
    const plugin = await pluginOf(ctx, projectId, 'ticket');
    return { find: () => plugin.find(key, soon()), create: () => plugin.create(key, subject, soon()) };
  },
  conversation: async (ctx, projectId, key, subject) => {
    const plugin = await pluginOf(ctx, projectId, 'conversation');
    return { find: () => plugin.find(key, soon()), create: () => plugin.create(key, subject, soon()) };
  },
  storage: async (ctx, projectId, key, subject) => {
    const plugin = await pluginOf(ctx, projectId, 'storage');
    return { find: () => plugin.find(key, soon()), create: () => plugin.create(key, subject, ['Logs'], soon()) };
  },
  document: async (ctx, projectId, key, subject) => {
    const plugin = await pluginOf(ctx, projectId, 'document');
    return { find: () => plugin.find(key, soon()), create: () => plugin.create(key, { name: 'Doc', template: null, subject }, soon()) };
  },
  conference: async (ctx, projectId, key, subject) => {
    const plugin = await pluginOf(ctx, projectId, 'conference');
    return { find: () => plugin.find(key, soon()), create: () => plugin.create(key, subject, [], soon()) };
  },
  group: async (ctx, projectId, key, subject) => {
    const plugin = await pluginOf(ctx, projectId, 'participant-group');
    const group = { name: subject.name, subject, members: ['ada@example.com'] };
    return { find: () => plugin.find(key, soon()), create: () => plugin.create(key, group, soon()) };
  },
};

test.each(Object.keys(makers))('%s: what was made before a crash is found again, and made once', async (kind) => {
  const { ctx, project, ref, subject } = await aSubject();
  const key = `incident-${ref.id}-${kind}`;
  const maker = await (makers[kind] as Maker)(ctx, project.id, key, subject);
  expect(await maker.find()).toBeUndefined();
  const made = await maker.create();
  // The process died here, before anything of it was recorded with the incident.
  const again = await (makers[kind] as Maker)(ctx, project.id, key, subject);
  expect(await again.find()).toEqual(made);
  expect(await again.create()).toEqual(made);
});

test('two runs of one step that overlap make one document', async () => {
  const { ctx, project, ref, subject } = await aSubject();
  const plugin = await pluginOf(ctx, project.id, 'document');
  const create = () => plugin.create(`incident-${ref.id}-document`, { name: 'Doc', template: null, subject }, soon());
  const made = await Promise.all([create(), create(), create()]);
  expect(new Set(made.map((one) => one.resource_id)).size).toBe(1);
  const rows = await ctx.db.selectFrom('documents').select('id').where('incident_id', '=', ref.id).execute();
  expect(rows).toHaveLength(1);
});

test('the row that the document plug-in made is the one the incident records', async () => {
  const { ctx, project, ref, subject } = await aSubject();
  const plugin = await pluginOf(ctx, project.id, 'document');
  const made = await plugin.create(`incident-${ref.id}-document`, { name: 'Doc', template: null, subject }, soon());
  const id = await transaction(ctx, (tx) =>
    insertDocument(tx, {
      ...made,
      name: 'Incident document',
      resource_type: 'dispatch-incident-document',
      project_id: project.id,
      incident_id: ref.id,
    }),
  );
  const rows = await ctx.db.selectFrom('documents').select(['id', 'name', 'resource_type']).where('incident_id', '=', ref.id).execute();
  expect(rows).toEqual([{ id, name: 'Incident document', resource_type: 'dispatch-incident-document' }]);
});

test('a document that was deleted is made again', async () => {
  const { ctx, project, ref, subject } = await aSubject();
  const plugin = await pluginOf(ctx, project.id, 'document');
  const key = `incident-${ref.id}-document`;
  await plugin.create(key, { name: 'Doc', template: null, subject }, soon());
  await ctx.db.deleteFrom('documents').where('incident_id', '=', ref.id).execute();
  expect(await plugin.find(key, soon())).toBeUndefined();
  const made = await plugin.create(key, { name: 'Doc', template: null, subject }, soon());
  expect(await plugin.read(made, soon())).toContain('{{title}}');
});

test('a document is made from a template, filled, and filled again around what people wrote', async () => {
  const { ctx, project, ref, subject } = await aSubject();
  const templateId = await transaction(ctx, async (tx) => {
    const id = await insertOne(tx, documents, { name: 'Our template', project: { id: project.id } });
    await replaceContent(tx, id, '# {{title}}\n\nStatus: {{status}}\n');
    return id;
  });
  const plugin = await pluginOf(ctx, project.id, 'document');
  const template = (await documentResource(ctx, templateId)) ?? null;
  const made = await plugin.create(`incident-${ref.id}-document`, { name: 'Doc', template, subject }, soon());
  await plugin.fill(made, { title: 'Disk full', status: 'Active' }, soon());
  const row = await ctx.db.selectFrom('documents').select('id').where('incident_id', '=', ref.id).executeTakeFirstOrThrow();
  await replaceContent(ctx, row.id, `${await documentContent(ctx, row.id)}\nWe freed 20 GB.`);
  await plugin.fill(made, { title: 'Disk full on db-3', status: 'Stable' }, soon());
  const seen = (await plugin.read(made, soon())).replace(/<!--.*?-->|\u200b/g, '');
  expect(seen).toBe('# Disk full on db-3\n\nStatus: Stable\n\nWe freed 20 GB.');
  expect(await documentContent(ctx, templateId)).toContain('{{title}}');
});

test('a ticket is called like the incident, or after its project and title', async () => {
  const { ctx, project, ref, subject } = await aSubject({ title: `Disk full: ${'very '.repeat(30)}bad` });
  const named = await (await pluginOf(ctx, project.id, 'ticket')).create('a', subject, soon());
  expect(named).toMatchObject({ resource_id: subject.name, weblink: subject.url });
  const plugin = ctx.plugins.find((one) => one.slug === 'dispatch-ticket');
  const own = plugin?.create({ use_incident_name: false }, ctx.hostFor(ctx, project.id)) as Capabilities['ticket'];
  const { resource_id } = await own.create('b', subject, soon());
  expect(resource_id).toMatch(new RegExp(`^default-disk-full-very-.*-${ref.id}$`));
  expect(resource_id.length).toBeLessThanOrEqual(80);
});

test('a conference has an address nobody can guess', async () => {
  const { ctx, project, ref, subject } = await aSubject();
  const plugin = await pluginOf(ctx, project.id, 'conference');
  const one = await plugin.create(`a-${ref.id}`, subject, [], soon());
  const other = await plugin.create(`b-${ref.id}`, subject, [], soon());
  expect(one.weblink).toMatch(new RegExp(`^https://meet.jit.si/${subject.name}-[a-z2-9]{12}$`));
  expect(other.weblink).not.toBe(one.weblink);
});

test('members of a group are replaced, and gone with the group', async () => {
  const { ctx, project, ref, subject } = await aSubject();
  const plugin = await pluginOf(ctx, project.id, 'participant-group');
  const group = await plugin.create(
    `g-${ref.id}`,
    { name: subject.name, subject, members: ['Ada@example.com', 'bob@example.com'] },
    soon(),
  );
  const members = () =>
    ctx.db
      .selectFrom('group_members')
      .select('email')
      .where('group_email', '=', group.email)
      .where('organization_id', '=', ctx.tenant.id)
      .orderBy('email')
      .execute();
  expect(await members()).toEqual([{ email: 'ada@example.com' }, { email: 'bob@example.com' }]);
  await plugin.setMembers(group, ['bob@example.com', 'eve@example.com'], soon());
  expect(await members()).toEqual([{ email: 'bob@example.com' }, { email: 'eve@example.com' }]);
  await plugin.delete(group, soon());
  expect(await members()).toEqual([]);
});

test('the contact plug-in knows the people of the project, whatever the case of their address', async () => {
  const { ctx, project } = await aSubject();
  const email = `Grace-${randomBytes(4).toString('hex')}@example.com`;
  const at = ctx.now();
  await ctx.db
    .insertInto('individual_contacts')
    .values({
      organization_id: ctx.tenant.id,
      project_id: project.id,
      name: 'Grace Hopper',
      email,
      title: 'Admiral',
      created_at: at,
      updated_at: at,
    })
    .execute();
  const plugin = await pluginOf(ctx, project.id, 'contact');
  expect(await plugin.get(email.toLowerCase(), soon())).toEqual({ email, fullname: 'Grace Hopper', title: 'Admiral' });
  expect(await plugin.get('nobody@example.com', soon())).toBeUndefined();
});
