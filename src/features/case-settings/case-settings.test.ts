import { describe, expect, test } from 'vitest';
import { anOrganization, asUser, inject, type TestOrganization } from '../../../test/harness.ts';

const types = '/{organization}/case_types';
const priorities = '/{organization}/case_priorities';
const severities = '/{organization}/case_severities';

describe.each([
  { path: types, body: { name: 'Phishing', visibility: 'Restricted', default: true, auto_close: true, conversation_target: '#cases' } },
  { path: priorities, body: { name: 'Urgent', page_assignee: true, default: true, color: '#e53935', view_order: 3 } },
  { path: severities, body: { name: 'Terrible', default: true, description: 'As bad as it gets' } },
])('$path', ({ path, body }) => {
  test('what was created can be read, sent back and is unchanged', async () => {
    const { ctx, project } = await anOrganization();
    const created = await inject(ctx, { method: 'POST', path, body: { ...body, project: { name: 'default' } } });
    expect(created.status, created.text).toBe(200);
    expect(created.json()).toMatchObject({ ...body, enabled: true, project: { id: project.id } });
    const one = `${path}/${created.json().id}`;
    const read = (await inject(ctx, { method: 'GET', path: one })).json();
    expect(read).toEqual(created.json());
    expect((await inject(ctx, { method: 'PUT', path: one, body: read })).json()).toEqual(read);
    expect((await inject(ctx, { method: 'PUT', path: one, body: { name: body.name } })).json()).toEqual(read);
  });

  test('a new default takes the place of the former', async () => {
    const { ctx } = await anOrganization();
    await inject(ctx, { method: 'POST', path, body });
    const list = await inject(ctx, { method: 'GET', path: `${path}?itemsPerPage=-1` });
    const { items } = list.json<{ items: { id: number; name: string; default: boolean }[] }>();
    expect(items.filter((item) => item.default).map((item) => item.name)).toEqual([body.name]);
    const other = items.find((item) => !item.default) as { id: number; name: string };
    await inject(ctx, { method: 'PUT', path: `${path}/${other.id}`, body: { name: other.name, default: true } });
    const again = (await inject(ctx, { method: 'GET', path: `${path}?itemsPerPage=-1` })).json<{ items: typeof items }>().items;
    expect(again.filter((item) => item.default).map((item) => item.name)).toEqual([other.name]);
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
    const admin = await asUser(ctx, 'Admin');
    expect((await inject(admin, { method: 'PUT', path: one, body })).status).toBe(200);
    expect((await inject(admin, { method: 'PUT', path: `${path}/2147483640`, body })).status).toBe(404);
    expect((await inject(admin, { method: 'DELETE', path: one })).status).toBe(405);
  });
});

describe('case types', () => {
  /** A document, a service and an incident type to refer to. */
  async function relations({ ctx, project }: TestOrganization) {
    const make = async (path: string, body: object) => {
      const answer = await inject(ctx, { method: 'POST', path: `/{organization}${path}`, body: { ...body, project: { id: project.id } } });
      expect(answer.status, answer.text).toBe(200);
      return answer.json<{ id: number; name: string }>();
    };
    return {
      case_template_document: await make('/documents', {
        name: 'Case template',
        resource_id: 'template',
        weblink: 'https://docs.example.com/1',
      }),
      oncall_service: await make('/services', { name: 'Security on call', external_id: 'security', type: 'tocsin-oncall' }),
      incident_type: await make('/incident_types', { name: 'Breach', visibility: 'Restricted' }),
      cost_model: await make('/cost_models', { name: 'Activity', activities: [] }),
    };
  }

  test('show what they refer to, small', async () => {
    const place = await anOrganization();
    const given = await relations(place);
    const created = (await inject(place.ctx, { method: 'POST', path: types, body: { name: 'Phishing', ...given } })).json();
    expect(created).toMatchObject({ cost_model: { id: given.cost_model.id, activities: [] }, plugin_metadata: [] });
    expect(created.case_template_document).toEqual({
      id: given.case_template_document.id,
      name: 'Case template',
      description: null,
      resource_id: 'template',
      resource_type: null,
      weblink: 'https://docs.example.com/1',
    });
    expect(created.oncall_service).toMatchObject({ id: given.oncall_service.id, external_id: 'security', type: 'tocsin-oncall' });
    expect(Object.keys(created.oncall_service as object).sort()).toEqual(['description', 'external_id', 'id', 'is_active', 'name', 'type']);
    expect(created.incident_type).toEqual({ id: given.incident_type.id, name: 'Breach', description: null, visibility: 'Restricted' });
  });

  test('lose what null is sent for, and their cost model when a change does not mention it', async () => {
    const place = await anOrganization();
    const given = await relations(place);
    const { id, ...created } = (await inject(place.ctx, { method: 'POST', path: types, body: { name: 'Phishing', ...given } })).json();
    const put = async (body: object) => (await inject(place.ctx, { method: 'PUT', path: `${types}/${id}`, body })).json();
    expect(await put(created)).toEqual({ id, ...created });
    expect(await put({ name: 'Phishing' })).toEqual({ id, ...created, cost_model: null });
    const cleared = { name: 'Phishing', case_template_document: null, oncall_service: null, incident_type: null };
    expect(await put(cleared)).toMatchObject(cleared);
  });

  test('refer to nothing of another organization', async () => {
    const [place, other] = [await anOrganization(), await anOrganization()];
    const body = { name: 'Phishing', incident_type: (await relations(other)).incident_type };
    const refused = await inject(place.ctx, { method: 'POST', path: types, body });
    expect([refused.status, refused.json().detail]).toMatchObject([422, [{ loc: ['body', 'incident_type'] }]]);
  });

  test('keep what ticket plug-ins are told: texts, lists and objects', async () => {
    const { ctx } = await anOrganization();
    const metadata = [
      { key: 'project', value: 'OPS' },
      { key: 'labels', value: ['case', 'security'] },
      { key: 'fields', value: { team: { id: 7 } } },
    ];
    const plugin_metadata = [{ slug: 'jira-ticket', metadata }];
    const created = (await inject(ctx, { method: 'POST', path: types, body: { name: 'Phishing', plugin_metadata } })).json();
    expect(created).toMatchObject({ plugin_metadata });
    const path = `${types}/${created.id}`;
    const bare = await inject(ctx, { method: 'PUT', path, body: { name: 'Phishing', plugin_metadata: [{ slug: 'jira-ticket' }] } });
    expect(bare.json()).toMatchObject({ plugin_metadata: [{ slug: 'jira-ticket', metadata: [] }] });
    const emptied = await inject(ctx, { method: 'PUT', path, body: { name: 'Phishing', plugin_metadata: null } });
    expect(emptied.json()).toMatchObject({ plugin_metadata: [] });
  });
});
