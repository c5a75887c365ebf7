import { describe, expect, test } from 'vitest';
import { anOrganization, asUser, inject, type TestOrganization } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { ensureTags } from '../tags/index.ts';
import { resolveRolePolicy } from './index.ts';

const path = '/{organization}/incident_roles/Incident%20Commander?projectName=default';
type Policy = Record<string, unknown> & { id: number };

/** The default type and priority of the project, and two people. */
async function aProject() {
  const organization = await anOrganization();
  const { ctx } = organization;
  const list = async (noun: string) =>
    (await inject(ctx, { method: 'GET', path: `/{organization}/${noun}?itemsPerPage=-1` })).json<{
      items: { id: number; name: string }[];
    }>().items;
  const types = await list('incident_types');
  const priorities = await list('incident_priorities');
  const person = async (email: string) =>
    (await inject(ctx, { method: 'POST', path: '/{organization}/individuals', body: { email, project: { name: 'default' } } })).json();
  return { ...organization, types, priorities, ada: await person('ada@example.com'), grace: await person('grace@example.com') };
}

const put = ({ ctx }: Pick<TestOrganization, 'ctx'>, policies: object[]) => inject(ctx, { method: 'PUT', path, body: { policies } });
const policiesOf = (answer: Awaited<ReturnType<typeof put>>) => answer.json<{ policies: Policy[] }>().policies;

describe('replacing the policies of a role', () => {
  test('keeps those sent with their id, adds new ones and removes the rest', async () => {
    const place = await aProject();
    const { types, priorities, ada, grace } = place;
    const common = { incident_types: types, incident_priorities: priorities, enabled: true };
    const first = await put(place, [
      { ...common, order: 1, individual: ada },
      { ...common, order: 2, individual: { email: 'Grace@example.com' }, tags: [{ name: 'payments', tag_type: { name: 'Area' } }] },
    ]);
    expect(first.status).toBe(200);
    const [one, two] = policiesOf(first) as [Policy, Policy];
    expect(one).toMatchObject({ role: 'Incident Commander', order: 1, individual: { id: ada.id }, service: null, tags: [] });
    expect(two).toMatchObject({ individual: { id: grace.id }, tags: [{ name: 'payments', tag_type: { name: 'Area' } }] });
    expect((await inject(place.ctx, { method: 'GET', path })).json()).toEqual(first.json());
    expect(policiesOf(await put(place, [one, two]))).toEqual(policiesOf(first));
    const reduced = policiesOf(await put(place, [{ ...two, tags: [], order: 1 }]));
    expect(reduced).toMatchObject([{ id: two.id, order: 1, tags: [{ name: 'payments' }] }]);
    expect(policiesOf(await put(place, []))).toEqual([]);
  });

  test('touches no other role', async () => {
    const place = await aProject();
    const scribes = path.replace('Incident%20Commander', 'Scribe');
    const body = { policies: [{ order: 1, individual: place.ada }] };
    await inject(place.ctx, { method: 'PUT', path: scribes, body });
    await put(place, []);
    expect((await inject(place.ctx, { method: 'GET', path: scribes })).json()).toMatchObject({ policies: [{ role: 'Scribe' }] });
  });

  test('changes nothing when something is wrong', async () => {
    const place = await aProject();
    await put(place, [{ order: 1, individual: place.ada }]);
    const refused = await put(place, [
      { order: 2, individual: place.grace },
      { order: 3, individual: { email: 'nobody@example.com' } },
    ]);
    expect([refused.status, refused.json().detail]).toMatchObject([422, [{ loc: ['body', 'policies', 1, 'individual'] }]]);
    const gone = await put(place, [{ id: 2147483640, order: 1 }]);
    expect(gone.status).toBe(422);
    expect((await put(place, [{ order: 0 }])).status).toBe(422);
    expect((await inject(place.ctx, { method: 'GET', path })).json()).toMatchObject({ policies: [{ order: 1 }] });
  });

  test('is for Admins, in a project and a role that exist', async () => {
    const place = await aProject();
    const member = await asUser(place.ctx, 'Member');
    expect((await put({ ctx: member }, [])).status).toBe(403);
    expect((await inject(member, { method: 'GET', path })).status).toBe(200);
    const elsewhere = await inject(member, { method: 'GET', path: path.replace('=default', '=nowhere') });
    expect([elsewhere.status, elsewhere.json().detail]).toMatchObject([422, [{ loc: ['query', 'projectName'] }]]);
    expect((await inject(member, { method: 'GET', path: path.replace('Incident%20Commander', 'Emperor') })).status).toBe(422);
  });
});

describe('which policy decides', () => {
  async function decide(place: Awaited<ReturnType<typeof aProject>>, { tags = [] as object[], priority = 'Low' } = {}) {
    const { ctx, project, types, priorities } = place;
    return transaction(ctx, async (tx) =>
      resolveRolePolicy(tx, {
        projectId: project.id,
        role: 'Incident Commander',
        typeId: types[0]?.id as number,
        priorityId: priorities.find(({ name }) => name === priority)?.id as number,
        tagIds: await ensureTags(tx, project.id, tags),
      }),
    );
  }

  test('the lowest order of those for the type and priority; disabled ones and those that name nobody do not count', async () => {
    const place = await aProject();
    const { types, priorities, ada, grace } = place;
    const low = priorities.filter(({ name }) => name === 'Low');
    await put(place, [
      { order: 1, individual: ada, incident_types: types, incident_priorities: low, enabled: false },
      { order: 2, incident_types: types, incident_priorities: low },
      { order: 3, individual: ada },
      { order: 5, individual: ada, incident_types: types, incident_priorities: low },
      { order: 4, individual: grace, incident_types: types, incident_priorities: low, engage_next_oncall: true },
    ]);
    expect(await decide(place)).toMatchObject({ email: 'grace@example.com', service: null, engage_next_oncall: true });
    expect(await decide(place, { priority: 'High' })).toBeUndefined();
  });

  test('among equals the one with the tags of the incident', async () => {
    const place = await aProject();
    const { types, priorities, ada, grace } = place;
    const common = { order: 1, incident_types: types, incident_priorities: priorities };
    const payments = { name: 'payments', tag_type: { name: 'Area' } };
    await put(place, [
      { ...common, individual: ada },
      { ...common, individual: grace, tags: [payments] },
    ]);
    expect(await decide(place)).toMatchObject({ email: 'ada@example.com' });
    expect(await decide(place, { tags: [payments] })).toMatchObject({ email: 'grace@example.com' });
  });

  test('a service comes with what is needed to ask who is on call', async () => {
    const place = await aProject();
    const { ctx, types, priorities, ada } = place;
    const at = ctx.now();
    const { id } = await ctx.db
      .insertInto('services')
      .values({
        organization_id: ctx.tenant.id,
        project_id: place.project.id,
        name: 'Payments on call',
        type: 'rotation',
        external_id: 'payments',
        created_at: at,
        updated_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await put(place, [
      { order: 1, incident_types: types, incident_priorities: priorities, service: { external_id: 'payments' }, individual: ada },
    ]);
    expect(await decide(place)).toMatchObject({ service: { id, type: 'rotation', external_id: 'payments' }, email: 'ada@example.com' });
  });
});
