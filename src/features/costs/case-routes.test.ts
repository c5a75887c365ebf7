import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { replaceManualCaseCosts } from './case-costs.ts';
import { aCostedCase } from './fixtures.ts';
import { CASE_COST } from './recalculate-cases.ts';

const typesPath = '/{organization}/case_cost_types';
const costsPath = '/{organization}/case_costs';

type Refusal = { detail: { loc: (string | number)[] }[] };

/** An organization with a case that was calculated after an hour of its assignee: 25 by roles, nothing by activities. */
async function aCase() {
  const organization = await anOrganization();
  const { ctx, project } = organization;
  const facts = aCostedCase(ctx, project.id, ctx.now());
  const caseId = await facts.make();
  await facts.status(caseId, 'New', 0);
  await facts.person(caseId, [['Assignee', 0]]);
  await facts.costAt(caseId, 1);
  const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => inject(ctx, { method, path, body });
  const newType = async (name: string) => (await send('POST', typesPath, { name, project })).json<{ id: number; name: string }>();
  return { ...organization, facts, caseId, send, newType };
}

test('the types of the two figures are kept by Tocsin: neither changed nor deleted nor made twice', async () => {
  const { send, project } = await aCase();
  const { items } = (await send('GET', typesPath)).json<{ items: { id: number; editable: boolean; model_type: string }[] }>();
  assert.deepEqual(items.map((item) => [item.model_type, item.editable]).sort(), [
    ['Classic', false],
    ['New', false],
  ]);
  const path = `${typesPath}/${items[0]?.id}`;
  assert.equal((await send('PUT', path, { name: 'Other' })).status, 403);
  assert.equal((await send('DELETE', path)).status, 403);
  const again = await send('POST', typesPath, { name: 'Another', model_type: 'New', project });
  assert.deepEqual([again.status, again.json<Refusal>().detail[0]?.loc], [409, ['body', 'model_type']]);
});

test('a type that gets a model becomes Tocsin’s own', async () => {
  const { ctx, send, project } = await aCase();
  await sql`delete from case_cost_types where project_id = ${project.id}`.execute(ctx.db);
  const created = await send('POST', typesPath, { name: 'Ours', model_type: 'Classic', editable: true, project });
  assert.equal(created.status, 200, created.text);
  assert.equal(created.json().editable, false);
});

test('a cost type of somebody’s own is created, read, sent back unchanged, and deleted when unused', async () => {
  const { send, project, caseId } = await aCase();
  const body = { name: 'Vendor invoices', category: 'External', description: 'Paid', details: { account: 7 }, project };
  const created = await send('POST', typesPath, body);
  assert.equal(created.status, 200, created.text);
  const type = created.json();
  assert.deepEqual([type.details, type.editable, type.model_type], [{ account: 7 }, true, null]);
  const path = `${typesPath}/${type.id}`;
  assert.deepEqual((await send('PUT', path, type)).json(), type);
  assert.deepEqual((await send('GET', path)).json(), type);
  const cost = await send('POST', costsPath, { amount: 3, case_cost_type: type, project, case: { id: caseId } });
  const refused = await send('DELETE', path);
  assert.equal(refused.status, 409, refused.text);
  assert.equal((await send('DELETE', `${costsPath}/${cost.json().id}`)).status, 200);
  assert.equal((await send('DELETE', path)).status, 200);
  assert.equal((await send('GET', path)).status, 404);
});

test('a line is added to a case, changed, sent back unchanged and removed; the calculated ones are left alone', async () => {
  const { send, newType, project, caseId, facts } = await aCase();
  const type = await newType('Invoices');
  const body = { amount: 12.5, case_cost_type: { id: type.id }, project, case: { id: caseId } };
  const created = await send('POST', costsPath, body);
  assert.equal(created.status, 200, created.text);
  const path = `${costsPath}/${created.json().id}`;
  const changed = (await send('PUT', path, { amount: 20, case_cost_type: type })).json<{ amount: number }>();
  assert.equal(changed.amount, 20);
  assert.deepEqual({ ...(await send('PUT', path, changed)).json<object>(), updated_at: null }, { ...changed, updated_at: null });
  const calculated = (await facts.linesOf(caseId)).filter((line) => line.calculated);
  assert.equal(calculated.length, 2);
  for (const line of calculated) {
    assert.equal((await send('DELETE', `${costsPath}/${line.id}`)).status, 403);
    assert.equal((await send('PUT', `${costsPath}/${line.id}`, { amount: 1, case_cost_type: type })).status, 403);
  }
  assert.equal((await send('DELETE', path)).status, 200);
  assert.equal((await send('GET', path)).status, 404);
});

test('a line of a type that does not exist is refused, as is one by a Member', async () => {
  const { ctx, send, project, newType } = await aCase();
  const nowhere = await send('POST', costsPath, { amount: 1, case_cost_type: { id: 2_147_483_600 }, project });
  assert.deepEqual([nowhere.status, nowhere.json<Refusal>().detail[0]?.loc], [422, ['body', 'case_cost_type']]);
  const member = await asUser(ctx, 'Member');
  const body = { amount: 1, case_cost_type: await newType('Invoices'), project };
  assert.equal((await inject(member, { method: 'POST', path: costsPath, body })).status, 403);
});

test('lines count in the figure of their type; those of other types in both', async () => {
  const { ctx, newType, caseId } = await aCase();
  const invoices = await newType('Invoices');
  await transaction(ctx, (tx) => replaceManualCaseCosts(tx, caseId, [{ amount: 1000, case_cost_type: { id: invoices.id } }]));
  const totals = async () => {
    const { rows } = await sql<{ classic: number; new: number }>`
      select ${sql.raw(CASE_COST('c', 'Classic'))} as classic, ${sql.raw(CASE_COST('c', 'New'))} as new from cases c where id = ${caseId}`.execute(
      ctx.db,
    );
    return rows[0];
  };
  assert.deepEqual(await totals(), { classic: 1025, new: 1000 });
});

test('the form of a case changes, adds and removes lines but never the calculated ones', async () => {
  const { ctx, newType, caseId, facts } = await aCase();
  const type = { name: (await newType('Invoices')).name };
  const replace = (lines: Parameters<typeof replaceManualCaseCosts>[2]) =>
    transaction(ctx, (tx) => replaceManualCaseCosts(tx, caseId, lines));
  await replace([
    { amount: 1, case_cost_type: type },
    { amount: 2, case_cost_type: type },
  ]);
  const [calculated, , first] = await facts.linesOf(caseId);
  await replace([
    { id: first?.id as number, amount: 5, case_cost_type: type },
    { id: calculated?.id as number, amount: 99, case_cost_type: type },
  ]);
  const lines = await facts.linesOf(caseId);
  assert.deepEqual(
    lines.map((line) => line.amount),
    [25, 0, 5],
  );
});

test('the costs of a restricted case, and how they come about, are hidden from those who take no part', async () => {
  const { ctx, caseId, facts } = await aCase();
  const [line] = await facts.linesOf(caseId);
  const member = await asUser(ctx, 'Member');
  const seen = async () => [
    (await inject(member, { method: 'GET', path: costsPath })).json().total,
    (await inject(member, { method: 'GET', path: `${costsPath}/${line?.id}` })).status,
    (await inject(member, { method: 'GET', path: `/{organization}/cases/${caseId}/cost` })).status,
  ];
  assert.deepEqual(await seen(), [2, 200, 200]);
  await sql`update cases set visibility = 'Restricted' where id = ${caseId}`.execute(ctx.db);
  assert.deepEqual(await seen(), [0, 404, 403]);
  assert.equal((await inject(ctx, { method: 'GET', path: costsPath })).json().total, 2);
});
