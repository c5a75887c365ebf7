import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { aCostedIncident } from './fixtures.ts';
import { replaceManualCosts } from './incident-costs.ts';
import { routes } from './routes.ts';

type Cost = { id: number; amount: number };

test('the type Tocsin keeps itself is neither changed nor deleted', async () => {
  const { ctx } = await anOrganization();
  const listed = await inject(ctx, { method: 'GET', path: '/{organization}/incident_cost_types' }, routes);
  const [type] = listed.json<{ items: { id: number; editable: boolean; default: boolean }[] }>().items;
  assert.deepEqual([type?.editable, type?.default], [false, true]);
  const path = `/{organization}/incident_cost_types/${type?.id}`;
  assert.equal((await inject(ctx, { method: 'PUT', path, body: { name: 'Other' } }, routes)).status, 403);
  assert.equal((await inject(ctx, { method: 'DELETE', path }, routes)).status, 403);
});

test('a cost type of somebody’s own is created, made the default, and deleted when unused', async () => {
  const { ctx, project } = await anOrganization();
  const body = { name: 'Vendor invoices', category: 'External', details: { account: 7 }, default: true, project: { name: project.name } };
  const created = await inject(ctx, { method: 'POST', path: '/{organization}/incident_cost_types', body }, routes);
  assert.equal(created.status, 200, created.text);
  assert.deepEqual(created.json().details, { account: 7 });
  const listed = await inject(ctx, { method: 'GET', path: '/{organization}/incident_cost_types' }, routes);
  assert.equal(listed.json<{ items: { default: boolean }[] }>().items.filter((one) => one.default).length, 1);
  const answer = await inject(ctx, { method: 'DELETE', path: `/{organization}/incident_cost_types/${created.json().id}` }, routes);
  assert.equal(answer.status, 200, answer.text);
});

test('a line is added to an incident, changed and removed; the calculated one is left alone', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  const incidentId = await facts.make();
  await facts.costAt(incidentId, 1);
  const type = await ctx.db.selectFrom('incident_cost_types').select('id').where('project_id', '=', project.id).executeTakeFirstOrThrow();
  const body = { amount: 12.5, incident_cost_type: { id: type.id }, project: { name: project.name }, incident: { id: incidentId } };
  const created = await inject(ctx, { method: 'POST', path: '/{organization}/incident_costs', body }, routes);
  assert.equal(created.status, 200, created.text);
  assert.equal(created.json().amount, 12.5);
  const path = `/{organization}/incident_costs/${created.json().id}`;
  const changed = await inject(ctx, { method: 'PUT', path, body: { amount: 20, incident_cost_type: { id: type.id } } }, routes);
  assert.equal(changed.json().amount, 20);
  const [calculated] = (await facts.linesOf(incidentId)).filter((line) => line.calculated);
  const refused = await inject(ctx, { method: 'DELETE', path: `/{organization}/incident_costs/${calculated?.id}` }, routes);
  assert.equal(refused.status, 403);
  assert.equal((await inject(ctx, { method: 'DELETE', path }, routes)).status, 200);
});

test('the costs of a restricted incident are hidden from those who take no part', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  const incidentId = await facts.make();
  await facts.costAt(incidentId, 1);
  await sql`update incidents set visibility = 'Restricted' where id = ${incidentId}`.execute(ctx.db);
  const member = await asUser(ctx, 'Member');
  const total = async (who: typeof ctx) =>
    (await inject(who, { method: 'GET', path: '/{organization}/incident_costs' }, routes)).json().total;
  assert.deepEqual([await total(ctx), await total(member)], [1, 0]);
});

test('the form of an incident changes, adds and removes lines but never the calculated one', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  const incidentId = await facts.make();
  await facts.costAt(incidentId, 1);
  const [calculated] = await facts.linesOf(incidentId);
  const type = { name: 'Response Cost' };
  await transaction(ctx, (tx) =>
    replaceManualCosts(tx, incidentId, [
      { amount: 1, incident_cost_type: type },
      { amount: 2, incident_cost_type: type },
    ]),
  );
  const [, first] = (await facts.linesOf(incidentId)) as Cost[];
  await transaction(ctx, (tx) =>
    replaceManualCosts(tx, incidentId, [
      { id: first?.id, amount: 5, incident_cost_type: type },
      { id: calculated?.id, amount: 99, incident_cost_type: type },
    ]),
  );
  assert.deepEqual(
    (await facts.linesOf(incidentId)).map((line) => line.amount),
    [0, 5],
  );
});

test('how a cost comes about is told to those who may see the incident', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  const incidentId = await facts.make();
  const path = `/{organization}/incidents/${incidentId}/cost`;
  const answer = await inject(ctx, { method: 'GET', path }, routes);
  assert.deepEqual([answer.status, answer.json().total], [200, 0]);
  const member = await asUser(ctx, 'Member');
  assert.equal((await inject(member, { method: 'GET', path }, routes)).status, 200);
  await sql`update incidents set visibility = 'Restricted' where id = ${incidentId}`.execute(ctx.db);
  assert.equal((await inject(member, { method: 'GET', path }, routes)).status, 403);
});

test('the calculated line follows the default cost type', async () => {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  const incidentId = await facts.make();
  await facts.costAt(incidentId, 1);
  const body = { name: 'Our own', default: true, project: { name: project.name } };
  const created = await inject(ctx, { method: 'POST', path: '/{organization}/incident_cost_types', body }, routes);
  await facts.costAt(incidentId, 1);
  const lines = await ctx.db.selectFrom('incident_costs').select('incident_cost_type_id').where('incident_id', '=', incidentId).execute();
  assert.deepEqual(
    lines.map((line) => line.incident_cost_type_id),
    [created.json().id],
  );
});
