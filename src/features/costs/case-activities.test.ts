import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, inject, runJobs } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { changeCostModelOfType } from '../cost-models/index.ts';
import { describeSubject } from '../participants/index.ts';
import { explainCaseCost } from './explain-case.ts';
import { aCostedCase, someEvents } from './fixtures.ts';
import { jobs } from './jobs.ts';
import { changeTypeOf } from './type-history.ts';

/** A project at 25 an hour with a model in which channel messages take 300 s and thread messages 120 s, and a new case. */
async function aCase({ channelEnabled = true } = {}) {
  const { ctx, project } = await anOrganization();
  const facts = aCostedCase(ctx, project.id, ctx.now());
  const [channel, thread] = await someEvents(ctx);
  const activities = [
    { plugin_event: { id: channel }, enabled: channelEnabled },
    { plugin_event: { id: thread }, response_time_seconds: 120 },
  ];
  const body = { name: 'Chat', project: { name: project.name }, activities };
  const created = await inject(ctx, { method: 'POST', path: '/{organization}/cost_models', body });
  assert.equal(created.status, 200, created.text);
  const model = created.json<{ id: number }>();
  const type = await ctx.db
    .selectFrom('case_types')
    .select('id')
    .where('project_id', '=', project.id)
    .where('default', '=', true)
    .executeTakeFirstOrThrow();
  const setModel = (modelId: number | null, at: number) =>
    transaction({ ...ctx, now: () => facts.timeOf(at) }, async (tx) => {
      await changeCostModelOfType(tx, { kind: 'case', id: type.id }, modelId);
      await sql`update case_types set cost_model_id = ${modelId} where id = ${type.id}`.execute(tx.db);
    });
  const caseId = await facts.make();
  await facts.status(caseId, 'New', 0);
  return { ctx, project, facts, channel, thread, model, activities, typeId: type.id, setModel, caseId };
}

const figureAt = async ({ facts, caseId }: Awaited<ReturnType<typeof aCase>>, hours: number) => (await facts.costAt(caseId, hours)).new;

type Message = [who: 'ana' | 'ben', kind: 'channel' | 'thread', second: number];
const said = (who: 'ana' | 'ben', ...seconds: number[]): Message[] => seconds.map((second) => [who, 'channel', second]);
const apart = (count: number) => Array.from({ length: count }, (_, index) => index * 400);

const STORIES: { name: string; messages: Message[]; amount: number; channelEnabled?: boolean }[] = [
  { name: 'N1 nobody did anything', messages: [], amount: 0 },
  { name: 'N2 five minutes', messages: said('ana', 0), amount: 3 },
  { name: 'N3 twice five minutes', messages: said('ana', ...apart(2)), amount: 5 },
  { name: 'N4 twelve times five minutes', messages: said('ana', ...apart(12)), amount: 25 },
  { name: 'N5 messages close together count as one stretch', messages: [...said('ana', 100, 150, 500), ...said('ben', 200)], amount: 7 },
  {
    name: 'each activity counts its own time',
    messages: [
      ['ana', 'thread', 0],
      ['ben', 'channel', 0],
    ],
    amount: 3,
  },
  { name: 'a disabled activity does not count', messages: said('ana', 0), channelEnabled: false, amount: 0 },
];

test.each(STORIES)('$name', async ({ messages, amount, channelEnabled }) => {
  const place = await aCase({ channelEnabled });
  const { facts, caseId, channel, thread, model, setModel } = place;
  await setModel(model.id, -1);
  const people = { ana: await facts.person(caseId, []), ben: await facts.person(caseId, []) };
  for (const [who, kind, second] of messages) await facts.act(people[who], kind === 'channel' ? channel : thread, second);
  assert.equal(await figureAt(place, 3), amount);
  assert.equal(await figureAt(place, 4), amount, 'asked again');
});

test('without a cost model what people do is not costed; both figures are kept', async () => {
  const { facts, caseId, channel } = await aCase();
  const ana = await facts.person(caseId, [['Assignee', 0]]);
  await facts.act(ana, channel, 100);
  assert.deepEqual(await facts.costAt(caseId, 1), { classic: 25, new: 0 });
});

test('a model counts from the moment it is switched on until it is switched off; the classic figure does not mind', async () => {
  const place = await aCase();
  const { facts, caseId, channel, model, setModel } = place;
  const ana = await facts.person(caseId, [['Assignee', 0]]);
  await facts.act(ana, channel, 1000);
  await setModel(model.id, 1);
  await facts.act(ana, channel, 3700);
  assert.deepEqual(await facts.costAt(caseId, 2), { classic: 50, new: 3 });
  await setModel(null, 2);
  await facts.act(ana, channel, 7300);
  assert.deepEqual(await facts.costAt(caseId, 3), { classic: 75, new: 3 });
});

test('a model that is disabled keeps what was done under it and counts nothing from then on', async () => {
  const place = await aCase();
  const { ctx, facts, caseId, channel, model, setModel } = place;
  await setModel(model.id, -1);
  const ana = await facts.person(caseId, []);
  await facts.act(ana, channel, 100);
  const path = `/{organization}/cost_models/${model.id}`;
  const at = { ...ctx, now: () => facts.timeOf(1) };
  assert.equal((await inject(at, { method: 'PUT', path, body: { name: 'Chat', enabled: false } })).status, 200);
  await facts.act(ana, channel, 4000);
  assert.equal(await figureAt(place, 2), 3);
});

test('a case that gets another type keeps what was done under the former', async () => {
  const place = await aCase();
  const { ctx, project, facts, caseId, channel, model, setModel } = place;
  await setModel(model.id, -1);
  const { rows } = await sql<{ id: number }>`
    insert into case_types (organization_id, project_id, name) values (${ctx.tenant.id}, ${project.id}, 'Other') returning id`.execute(
    ctx.db,
  );
  const other = (rows[0] as { id: number }).id;
  const ana = await facts.person(caseId, []);
  await facts.act(ana, channel, 100);
  await transaction({ ...ctx, now: () => facts.timeOf(1) }, async (tx) => {
    await changeTypeOf(tx, { kind: 'case', id: caseId }, other);
    await sql`update cases set case_type_id = ${other} where id = ${caseId}`.execute(tx.db);
  });
  await facts.act(ana, channel, 4000);
  assert.equal(await figureAt(place, 2), 3);
});

test('what is done while escalated or stable counts, what is said after the closing does not', async () => {
  const place = await aCase();
  const { facts, caseId, channel, model, setModel } = place;
  await setModel(model.id, -1);
  const ana = await facts.person(caseId, []);
  await facts.status(caseId, 'Escalated', 1);
  await facts.status(caseId, 'Stable', 2);
  await facts.status(caseId, 'Closed', 3);
  for (const second of [4000, 8000, 11_000]) await facts.act(ana, channel, second);
  assert.equal(await figureAt(place, 4), 5);
});

test('changing the model of a type brings its open cases up to date', async () => {
  const { ctx, facts, caseId, channel, thread, model, typeId } = await aCase();
  const put = (path: string, body: object) => inject(ctx, { method: 'PUT', path, body });
  const set = await put(`/{organization}/case_types/${typeId}`, { name: 'Default', cost_model: { id: model.id } });
  assert.equal(set.status, 200, set.text);
  await facts.act(await facts.person(caseId, []), channel, 60);
  const activities = [{ plugin_event: { id: channel }, response_time_seconds: 1200 }, { plugin_event: { id: thread } }];
  assert.equal((await put(`/{organization}/cost_models/${model.id}`, { name: 'Chat', activities })).status, 200);
  await runJobs(ctx, { jobs, flows: [] });
  const lines = await facts.linesOf(caseId);
  assert.deepEqual(
    lines.map(({ amount, model_type }) => ({ amount, model_type })),
    [
      { amount: 0, model_type: 'Classic' },
      { amount: 9, model_type: 'New' },
    ],
  );
});

test('plug-ins are told the figure that the type goes by, with what people entered', async () => {
  const { ctx, project, facts, caseId, channel, model, setModel } = await aCase();
  const ana = await facts.person(caseId, [['Assignee', 0]]);
  await facts.act(ana, channel, 100);
  await sql`
    with own as (insert into case_cost_types (organization_id, project_id, name, created_at, updated_at)
      values (${ctx.tenant.id}, ${project.id}, 'Invoices', now(), now()) returning id)
    insert into case_costs (organization_id, project_id, case_id, case_cost_type_id, amount, created_at, updated_at)
    select ${ctx.tenant.id}, ${project.id}, ${caseId}, id, 1000, now(), now() from own`.execute(ctx.db);
  await facts.costAt(caseId, 1);
  assert.equal((await describeSubject(ctx, { kind: 'case', id: caseId })).cost, 1025);
  await setModel(model.id, -1);
  await facts.costAt(caseId, 1);
  assert.equal((await describeSubject(ctx, { kind: 'case', id: caseId })).cost, 1003);
  const explained = await explainCaseCost({ ...ctx, now: () => facts.timeOf(1) }, caseId);
  assert.deepEqual(explained.new, { total: 1003, calculated: 3, entered: 1000 });
  assert.deepEqual(explained.people[0]?.new, { hours: 0.08, amount: 2.08 });
});
