import { describe, expect, test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { matchingFilters } from './index.ts';

const path = '/{organization}/search/filters';
const inDefault = { project: { name: 'default' } };
const statusIs = (value: string) => [{ or: [{ model: 'Incident', field: 'status', value }] }];

const save = (ctx: Context, name: string, expression: object[], more: object = {}) =>
  inject(ctx, { method: 'POST', path, body: { ...inDefault, name, expression, ...more } });

/** An incident as far as filters look at it. */
async function anIncident(ctx: Context, projectId: number): Promise<number> {
  const first = async (table: 'incident_types' | 'incident_priorities' | 'incident_severities') =>
    (await ctx.db.selectFrom(table).select('id').where('project_id', '=', projectId).where('default', '=', true).executeTakeFirstOrThrow())
      .id;
  const at = ctx.now();
  const { id } = await ctx.db
    .insertInto('incidents')
    .values({
      organization_id: ctx.tenant.id,
      project_id: projectId,
      name: 'incident-1',
      title: 'Disk full',
      description: 'No space left',
      resolution: 'Describe what was done.',
      reported_at: at,
      created_at: at,
      updated_at: at,
      incident_type_id: await first('incident_types'),
      incident_priority_id: await first('incident_priorities'),
      incident_severity_id: await first('incident_severities'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

describe('saving a filter', () => {
  test('remembers who made it, and what was read can be sent back', async () => {
    const { ctx } = await anOrganization();
    const member = await asUser(ctx, 'Member');
    const created = await save(member, 'Active ones', statusIs('Active'), { description: 'What burns' });
    expect(created.status).toBe(200);
    expect(created.json()).toMatchObject({
      subject: 'incident',
      enabled: true,
      creator: { id: member.actor.userId, email: member.actor.email, projects: [] },
      individuals: [],
      notifications: [],
    });
    const one = `${path}/${created.json().id}`;
    const { updated_at: _before, ...same } = created.json();
    expect((await inject(member, { method: 'PUT', path: one, body: created.json() })).json()).toMatchObject(same);
  });

  test('names are unique in the project', async () => {
    const { ctx } = await anOrganization();
    await save(ctx, 'Active ones', []);
    expect((await save(ctx, 'Active ones', [])).status).toBe(409);
  });

  test('an expression that means nothing is refused, on a change of subject too', async () => {
    const { ctx } = await anOrganization();
    const refused = await save(ctx, 'Broken', [{ model: 'Incident', field: 'colour', value: 'red' }]);
    expect([refused.status, refused.json().detail]).toMatchObject([422, [{ loc: ['body', 'expression'], type: 'value_error' }]]);
    const filter = (await save(ctx, 'By type', [{ model: 'IncidentPriority', field: 'name', value: 'High' }])).json();
    const body = { name: 'By type', expression: [{ model: 'Case', field: 'colour', value: 1 }], subject: 'case' };
    expect((await inject(ctx, { method: 'PUT', path: `${path}/${filter.id}`, body })).status).toBe(422);
  });

  test('belongs to whoever made it, and to Admins', async () => {
    const { ctx } = await anOrganization();
    const [maker, other, admin] = [await asUser(ctx, 'Member'), await asUser(ctx, 'Member'), await asUser(ctx, 'Admin')];
    const filter = (await save(maker, 'Mine', [])).json();
    const change = { method: 'PUT', path: `${path}/${filter.id}`, body: { name: 'Renamed', expression: [] } } as const;
    expect((await inject(other, change)).status).toBe(403);
    expect((await inject(maker, change)).json()).toMatchObject({ name: 'Renamed' });
    expect((await inject(admin, change)).status).toBe(200);
    expect((await inject(other, { method: 'DELETE', path: change.path })).status).toBe(403);
    expect((await inject(admin, { method: 'DELETE', path: change.path })).text).toBe('null');
    expect((await inject(admin, change)).status).toBe(404);
  });
});

describe('matching', () => {
  test('finds the filters an incident fulfils; disabled ones and those of cases never match', async () => {
    const { ctx, project } = await anOrganization();
    const incidentId = await anIncident(ctx, project.id);
    const idOf = async (answer: ReturnType<typeof save>) => Number((await answer).json().id);
    const active = await idOf(save(ctx, 'Active', statusIs('Active')));
    const closed = await idOf(save(ctx, 'Closed', statusIs('Closed')));
    const everything = await idOf(save(ctx, 'Everything', []));
    const disabled = await idOf(save(ctx, 'Disabled', [], { enabled: false }));
    const ofCases = await idOf(save(ctx, 'Cases', [], { subject: 'case' }));
    const low = await idOf(
      save(ctx, 'Low', [{ and: [{ model: 'IncidentPriority', field: 'name', op: 'in', value: ['Low'] }, ...statusIs('Active')] }]),
    );
    const nobody = await idOf(save(ctx, 'Nobody', [{ model: 'Commander', field: 'email', value: 'ada@example.com' }]));
    const all = [low, active, closed, everything, disabled, ofCases, nobody];
    const matched = await transaction(ctx, (tx) => matchingFilters(tx, { kind: 'incident', id: incidentId }, all));
    expect(matched).toEqual([low, active, everything]);
  });

  test('a filter that became invalid matches nothing and disturbs nobody', async () => {
    const { ctx, project } = await anOrganization();
    const incidentId = await anIncident(ctx, project.id);
    const broken = Number((await save(ctx, 'Broken later', [])).json().id);
    const everything = Number((await save(ctx, 'Everything', [])).json().id);
    const expression = JSON.stringify([{ model: 'Incident', field: 'gone', value: 1 }]);
    await ctx.db.updateTable('search_filters').set({ expression }).where('id', '=', broken).execute();
    const matched = await transaction(ctx, (tx) => matchingFilters(tx, { kind: 'incident', id: incidentId }, [broken, everything]));
    expect(matched).toEqual([everything]);
  });
});
