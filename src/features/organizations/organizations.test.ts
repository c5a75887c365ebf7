import { describe, expect, test } from 'vitest';
import { administersInstallation, anOrganization, aSystem, asSystem, asUser, inject } from '../../../test/harness.ts';
import { NOWHERE, SYSTEM_ACTOR } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { addToProject } from '../auth/index.ts';
import { registerCatalogue } from '../plugins/index.ts';
import { ensureDefaultOrganization } from './index.ts';

const aName = () => `Acme ${Math.random().toString(36).slice(2, 10)}`;

describe('organizations', () => {
  test('INV-4: whoever looks after the installation founds an organization, with a seeded default project, and owns it', async () => {
    const { ctx } = await anOrganization();
    await administersInstallation(ctx);
    const name = aName();
    const created = await inject(ctx, { method: 'POST', path: '/organizations', body: { name, banner_enabled: true, default: true } });
    expect(created.status).toBe(200);
    const organization = created.json();
    expect(organization).toMatchObject({ name, slug: name.toLowerCase().replace(' ', '_'), default: false, banner_enabled: true });
    const projects = await inject(ctx, { method: 'GET', path: `/${organization.slug}/projects` });
    expect(projects.json()).toMatchObject({ total: 1, items: [{ name: 'default', default: true, annual_employee_cost: 50000 }] });
    const again = await inject(ctx, { method: 'POST', path: '/organizations', body: { name } });
    expect(again.status).toBe(409);
  });

  test('ATTACK 23.3: nobody else founds one, not even the Owner of another', async () => {
    const { ctx } = await anOrganization();
    for (const person of [ctx, await asUser(ctx, 'Member')]) {
      const refused = await inject(person, { method: 'POST', path: '/organizations', body: { name: aName() } });
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('instance:organizations');
    }
  });

  test.each(['api', 'SCIM', 'Well-Known', 'GraphQL', 'x'.repeat(41)])('INV-3: %s is no name for an address', async (name) => {
    const { ctx } = await anOrganization();
    await administersInstallation(ctx);
    const refused = await inject(ctx, { method: 'POST', path: '/organizations', body: { name } });
    expect(refused.status, refused.text).toBe(422);
    expect(refused.json().detail).toMatchObject([{ loc: ['body', 'name'] }]);
  });

  test('INV-5: of an organization that is suspended nothing is seen, and its data stay', async () => {
    const { ctx, tenant } = await anOrganization();
    const look = () => inject(ctx, { method: 'GET', path: '/{organization}/projects' });
    expect((await look()).status).toBe(200);
    await ctx.db.updateTable('organizations').set({ status: 'suspended' }).where('id', '=', tenant.id).execute();
    expect((await look()).status).toBe(404);
    await ctx.db.updateTable('organizations').set({ status: 'active' }).where('id', '=', tenant.id).execute();
    expect((await look()).status).toBe(200);
  });

  test('a name too short to make an address of is refused', async () => {
    const { ctx } = await anOrganization();
    await administersInstallation(ctx);
    const refused = await inject(ctx, { method: 'POST', path: '/organizations', body: { name: '***' } });
    expect(refused.status).toBe(422);
    expect(refused.json().detail).toMatchObject([{ loc: ['body', 'name'] }]);
  });

  test('ATTACK 23.4: the list shows only the organizations the caller belongs to', async () => {
    const { ctx, tenant } = await anOrganization();
    await anOrganization(); // somebody else's
    const list = await inject(ctx, { method: 'GET', path: '/organizations' });
    expect(list.json()).toMatchObject({ total: 1, items: [{ id: tenant.id }] });
  });

  test('what was read can be sent back and changes nothing; only the Owner may', async () => {
    const { ctx, tenant } = await anOrganization();
    const path = `/organizations/${tenant.id}`;
    const read = (await inject(ctx, { method: 'GET', path })).json();
    const same = await inject(ctx, { method: 'PUT', path, body: read });
    expect(same.json()).toEqual(read);
    const changed = await inject(ctx, { method: 'PUT', path, body: { banner_text: 'Freeze until Monday', banner_color: null } });
    expect(changed.json()).toMatchObject({ banner_text: 'Freeze until Monday', name: read.name });
    const manager = await asUser(ctx, 'Manager');
    expect((await inject(manager, { method: 'PUT', path, body: {} })).status).toBe(403);
  });

  test('INV-6: an organization of somebody else looks like one that does not exist', async () => {
    const { ctx } = await anOrganization();
    const other = await anOrganization();
    const theirs = await inject(ctx, { method: 'GET', path: `/organizations/${other.tenant.id}` });
    const nobodys = await inject(ctx, { method: 'GET', path: '/organizations/2147483640' });
    expect([theirs.status, theirs.text]).toEqual([404, nobodys.text]);
    const projects = await inject(ctx, { method: 'GET', path: `/${other.tenant.slug}/projects` });
    const unknown = await inject(ctx, { method: 'GET', path: '/no_such_place/projects' });
    expect([projects.status, projects.text]).toEqual([404, unknown.text]);
  });

  test('the default organization is made once', async () => {
    const system = await aSystem();
    const outside = asSystem({
      ...system,
      actor: SYSTEM_ACTOR,
      tenant: NOWHERE,
    });
    const first = await transaction(outside, ensureDefaultOrganization);
    const second = await transaction(outside, ensureDefaultOrganization);
    expect(second).toBe(first);
  });
});

describe('projects', () => {
  test('a new project has its dictionaries and plug-ins at once', async () => {
    const { ctx } = await anOrganization();
    const body = { id: null, name: 'Payments', organization: { name: 'whatever' }, description: 'Money' };
    const created = await inject(ctx, { method: 'POST', path: '/{organization}/projects', body });
    expect(created.status).toBe(200);
    expect(created.json()).toMatchObject({ name: 'Payments', default: false, send_daily_reports: true, storage_use_title: false });
    const count = async (
      table: 'incident_types' | 'incident_priorities' | 'incident_severities' | 'case_types' | 'case_priorities' | 'case_cost_types',
    ) => {
      const rows = await ctx.db.selectFrom(table).select('id').where('project_id', '=', Number(created.json().id)).execute();
      return rows.length;
    };
    expect([await count('incident_types'), await count('incident_priorities'), await count('incident_severities')]).toEqual([1, 3, 5]);
    expect([await count('case_types'), await count('case_priorities'), await count('case_cost_types')]).toEqual([1, 5, 2]);
  });

  test('every installed plug-in is there; the built-in ones work, the others wait for their configuration', async () => {
    const { ctx, system } = await anOrganization();
    await registerCatalogue(system);
    const body = { id: null, name: 'Payments' };
    const projectId = Number((await inject(ctx, { method: 'POST', path: '/{organization}/projects', body })).json().id);
    const instances = await ctx.db
      .selectFrom('plugin_instances as i')
      .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
      .select(['p.slug', 'i.enabled'])
      .where('i.project_id', '=', projectId)
      .orderBy('p.slug')
      .execute();
    const installed = ctx.plugins.map(({ slug, builtIn }) => ({ slug, enabled: builtIn === true }));
    expect(instances).toEqual(installed.sort((a, b) => (a.slug < b.slug ? -1 : 1)));
  });

  test('names are unique in the organization, whatever their case', async () => {
    const { ctx } = await anOrganization();
    const refused = await inject(ctx, { method: 'POST', path: '/{organization}/projects', body: { id: null, name: 'DEFAULT' } });
    expect(refused.status).toBe(409);
    expect(refused.json().detail).toMatchObject([{ loc: ['body', 'name'], type: 'value_error' }]);
  });

  test('there is one default project', async () => {
    const { ctx, project } = await anOrganization();
    const body = { id: null, name: 'Second', default: true };
    const created = await inject(ctx, { method: 'POST', path: '/{organization}/projects', body });
    expect(created.json()).toMatchObject({ default: true });
    const first = await inject(ctx, { method: 'GET', path: `/{organization}/projects/${project.id}` });
    expect(first.json()).toMatchObject({ default: false });
  });

  test('what was read can be sent back and changes nothing', async () => {
    const { ctx, project } = await anOrganization();
    const path = `/{organization}/projects/${project.id}`;
    const read = (await inject(ctx, { method: 'GET', path })).json();
    expect((await inject(ctx, { method: 'PUT', path, body: read })).json()).toEqual(read);
  });

  test('the priority of stable incidents has to be one of the organization', async () => {
    const { ctx, project } = await anOrganization();
    const other = await anOrganization();
    const foreign = await other.ctx.db
      .selectFrom('incident_priorities')
      .select('id')
      .where('project_id', '=', other.project.id)
      .executeTakeFirstOrThrow();
    const path = `/{organization}/projects/${project.id}`;
    const refused = await inject(ctx, { method: 'PUT', path, body: { id: project.id, name: 'default', stable_priority_id: foreign.id } });
    expect(refused.status).toBe(422);
    const own = await ctx.db.selectFrom('incident_priorities').select('id').where('project_id', '=', project.id).executeTakeFirstOrThrow();
    const done = await inject(ctx, { method: 'PUT', path, body: { id: project.id, name: 'default', stable_priority_id: own.id } });
    expect(done.json()).toMatchObject({ stable_priority: { id: own.id } });
  });

  test('a Manager creates, an Admin changes and deletes, a Member reads', async () => {
    const { ctx, project } = await anOrganization();
    const [manager, admin, member] = [await asUser(ctx, 'Manager'), await asUser(ctx, 'Admin'), await asUser(ctx, 'Member')];
    const create = { method: 'POST', path: '/{organization}/projects', body: { id: null, name: 'Third' } } as const;
    expect((await inject(admin, create)).status).toBe(403);
    const third = (await inject(manager, create)).json();
    const path = `/{organization}/projects/${third.id}`;
    expect((await inject(member, { method: 'PUT', path, body: { name: 'Third' } })).status).toBe(403);
    expect((await inject(admin, { method: 'PUT', path, body: { name: 'Renamed' } })).json()).toMatchObject({ name: 'Renamed' });
    expect((await inject(member, { method: 'DELETE', path })).status).toBe(403);
    expect((await inject(admin, { method: 'DELETE', path })).text).toBe('null');
    expect((await inject(member, { method: 'GET', path })).status).toBe(404);
    expect((await inject(member, { method: 'GET', path: `/{organization}/projects/${project.id}` })).status).toBe(200);
  });
});

test('INV-12: whoever looks after a project edits its settings, and those of no other', async () => {
  const { ctx, project } = await anOrganization();
  const member = await asUser(ctx, 'Member');
  const other = await ctx.db
    .insertInto('projects')
    .values({ name: 'Other', organization_id: ctx.tenant.id })
    .returning('id')
    .executeTakeFirstOrThrow();
  const edit = (id: number) =>
    inject(member, {
      method: 'PUT',
      path: `/${ctx.tenant.slug}/projects/${id}`,
      body: { name: id === other.id ? 'Other' : 'default', description: 'Ours' },
    });
  expect((await edit(project.id)).status).toBe(403);
  await addToProject(ctx, {
    userId: member.actor.userId,
    organizationId: ctx.tenant.id,
    projectId: project.id,
    isDefault: true,
    role: 'Admin',
  });
  expect((await edit(project.id)).json()).toMatchObject({ description: 'Ours' });
  expect((await edit(other.id)).status).toBe(403);
});
