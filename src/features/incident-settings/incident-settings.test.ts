import { describe, expect, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';

const types = '/{organization}/incident_types';
const priorities = '/{organization}/incident_priorities';
const severities = '/{organization}/incident_severities';

describe.each([
  { path: types, body: { name: 'Outage', visibility: 'Restricted', default: true, plugin_metadata: null } },
  { path: priorities, body: { name: 'Urgent', page_commander: true, default: true, tactical_report_reminder: '2' } },
  { path: severities, body: { name: 'Terrible', default: true, allowed_for_stable_incidents: false } },
])('$path', ({ path, body }) => {
  test('what was created can be read, sent back and is unchanged', async () => {
    const { ctx, project } = await anOrganization();
    const created = await inject(ctx, { method: 'POST', path, body: { ...body, project: { name: 'default' } } });
    expect(created.status).toBe(200);
    expect(created.json()).toMatchObject({ name: body.name, enabled: true, default: true, project: { id: project.id } });
    const one = `${path}/${created.json().id}`;
    const read = (await inject(ctx, { method: 'GET', path: one })).json();
    expect(read).toEqual(created.json());
    expect((await inject(ctx, { method: 'PUT', path: one, body: read })).json()).toEqual(read);
    const list = await inject(ctx, { method: 'GET', path: `${path}?itemsPerPage=-1` });
    const defaults = list.json<{ items: { name: string; default: boolean }[] }>().items.filter((item) => item.default);
    expect(defaults.map((item) => item.name)).toEqual([body.name]);
  });

  test('a name exists once in a project; another project may have it too', async () => {
    const { ctx } = await anOrganization();
    await inject(ctx, { method: 'POST', path: '/{organization}/projects', body: { id: null, name: 'Second' } });
    const create = (project: string) => inject(ctx, { method: 'POST', path, body: { ...body, project: { name: project } } });
    expect((await create('default')).status).toBe(200);
    const again = await create('default');
    expect([again.status, again.json().detail]).toMatchObject([409, [{ loc: ['body', 'name'] }]]);
    expect((await create('Second')).status).toBe(200);
    const nowhere = await create('Third');
    expect([nowhere.status, nowhere.json().detail]).toMatchObject([422, [{ loc: ['body', 'project'] }]]);
  });

  test('are written by Admins, read by Members, and never deleted', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    expect((await inject(member, { method: 'POST', path, body })).status).toBe(403);
    const { items } = (await inject(member, { method: 'GET', path })).json<{ items: { id: number }[] }>();
    const one = `${path}/${items[0]?.id}`;
    expect((await inject(member, { method: 'GET', path: one })).status).toBe(200);
    expect((await inject(member, { method: 'PUT', path: one, body })).status).toBe(403);
    expect((await inject(ctx, { method: 'PUT', path: `${path}/2147483640`, body })).status).toBe(404);
    expect((await inject(ctx, { method: 'DELETE', path: one })).status).toBe(405);
  });
});

describe('incident types', () => {
  test('refer to templates by id, and can lose them again', async () => {
    const { ctx, project } = await anOrganization();
    const at = ctx.now();
    const { id } = await ctx.db
      .insertInto('documents')
      .values({ organization_id: ctx.tenant.id, project_id: project.id, name: 'Incident template', created_at: at, updated_at: at })
      .returning('id')
      .executeTakeFirstOrThrow();
    const body = { name: 'Outage', incident_template_document: { id, name: 'whatever' } };
    const created = (await inject(ctx, { method: 'POST', path: types, body })).json();
    expect(created).toMatchObject({ incident_template_document: { id, name: 'Incident template' }, cost_model: null });
    const one = `${types}/${created.id}`;
    const renamed = await inject(ctx, { method: 'PUT', path: one, body: { name: 'Big outage' } });
    expect(renamed.json()).toMatchObject({ name: 'Big outage', incident_template_document: { id } });
    const cleared = await inject(ctx, { method: 'PUT', path: one, body: { name: 'Big outage', incident_template_document: null } });
    expect(cleared.json()).toMatchObject({ incident_template_document: null });
    const other = await anOrganization();
    expect((await inject(other.ctx, { method: 'POST', path: types, body })).status).toBe(422);
  });

  test('lose their cost model when a change does not mention it', async () => {
    const { ctx } = await anOrganization();
    const model = { name: 'Activity', project: { name: 'default' }, activities: [] };
    const { id } = (await inject(ctx, { method: 'POST', path: '/{organization}/cost_models', body: model })).json();
    const created = (await inject(ctx, { method: 'POST', path: types, body: { name: 'Outage', cost_model: { id } } })).json();
    expect(created).toMatchObject({ cost_model: { id, name: 'Activity' } });
    const one = `${types}/${created.id}`;
    expect((await inject(ctx, { method: 'PUT', path: one, body: created })).json()).toEqual(created);
    expect((await inject(ctx, { method: 'PUT', path: one, body: { name: 'Outage' } })).json()).toMatchObject({ cost_model: null });
  });

  test('keep what ticket plug-ins are told', async () => {
    const { ctx } = await anOrganization();
    const plugin_metadata = [{ slug: 'jira-ticket', metadata: [{ key: 'project', value: 'OPS' }] }];
    const created = (await inject(ctx, { method: 'POST', path: types, body: { name: 'Outage', plugin_metadata } })).json();
    expect(created).toMatchObject({ plugin_metadata, task_plugin_metadata: [] });
    const emptied = await inject(ctx, { method: 'PUT', path: `${types}/${created.id}`, body: { name: 'Outage', plugin_metadata: null } });
    expect(emptied.json()).toMatchObject({ plugin_metadata: [] });
  });
});

test('whether a priority pages the commander is said with true or false, nothing like it', async () => {
  const { ctx } = await anOrganization();
  const refused = await inject(ctx, { method: 'POST', path: priorities, body: { name: 'Urgent', page_commander: 'true' } });
  expect([refused.status, refused.json().detail]).toMatchObject([422, [{ loc: ['body', 'page_commander'], type: 'bool_type' }]]);
});
