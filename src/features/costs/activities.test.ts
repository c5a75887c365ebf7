import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, inject, runJobs } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { changeCostModelOfType } from '../cost-models/index.ts';
import { routes as costModelRoutes } from '../cost-models/routes.ts';
import { aCostedIncident, someEvents } from './fixtures.ts';
import { jobs } from './jobs.ts';
import { changeTypeOf } from './type-history.ts';

const SECOND = 1 / 3600;

/** A project at 100 an hour with a model of two activities: channel messages take 300 s, thread messages 120 s. */
async function aModel(given: { channelEnabled?: boolean } = {}) {
  const { ctx, project } = await anOrganization();
  const facts = aCostedIncident(ctx, project.id, ctx.now());
  await facts.rate(208_000);
  const [channel, thread] = await someEvents(ctx);
  const created = await inject(
    ctx,
    {
      method: 'POST',
      path: '/{organization}/cost_models',
      body: {
        name: 'Chat',
        project: { name: project.name },
        activities: [
          { plugin_event: { id: channel }, enabled: given.channelEnabled ?? true },
          { plugin_event: { id: thread }, response_time_seconds: 120 },
        ],
      },
    },
    costModelRoutes,
  );
  assert.equal(created.status, 200, created.text);
  const model = created.json<{ id: number }>();
  const { id: typeId } = await ctx.db
    .selectFrom('incident_types')
    .select('id')
    .where('project_id', '=', project.id)
    .where('default', '=', true)
    .executeTakeFirstOrThrow();
  const setModel = (modelId: number | null, at: number) =>
    transaction({ ...ctx, now: () => facts.timeOf(at) }, async (tx) => {
      await changeCostModelOfType(tx, { kind: 'incident', id: typeId }, modelId);
      await sql`update incident_types set cost_model_id = ${modelId} where id = ${typeId}`.execute(tx.db);
    });
  const active = async () => {
    const incidentId = await facts.make();
    await facts.status(incidentId, 'Active', 0);
    return incidentId;
  };
  return { ctx, project, facts, channel, thread, model, typeId, setModel, active };
}

type Message = [who: 'ana' | 'ben', kind: 'channel' | 'thread', second: number];
const said = (who: 'ana' | 'ben', ...seconds: number[]): Message[] => seconds.map((second) => [who, 'channel', second]);

const STORIES: { name: string; messages: Message[]; amount: number; annual?: number; channelEnabled?: boolean }[] = [
  { name: 'M1 two people, one message each', messages: [...said('ana', 100), ...said('ben', 200)], amount: 16.67 },
  {
    name: 'M2 messages close together count as one stretch',
    messages: [...said('ana', 100, 150, 500), ...said('ben', 200)],
    amount: 26.39,
  },
  { name: 'M3 the same at another rate', messages: [...said('ana', 100, 150, 500), ...said('ben', 200)], annual: 50_000, amount: 6.6 },
  {
    name: 'M4 the next activity ends the former',
    messages: [
      ['ana', 'channel', 100],
      ['ana', 'thread', 200],
    ],
    amount: 6.11,
  },
  {
    name: 'M5 whatever order the facts came in',
    messages: [
      ['ana', 'channel', 200],
      ['ana', 'thread', 100],
    ],
    amount: 11.11,
  },
  { name: 'M6 stretches that touch', messages: said('ana', 100, 400), amount: 16.67 },
  { name: 'M7 nobody of the incident said anything', messages: [], amount: 0 },
  { name: 'M8 a disabled activity does not count', messages: said('ana', 100), channelEnabled: false, amount: 0 },
  { name: 'M12 asked before and thrown away', messages: said('ana', 1000, 2000), amount: 16.67 },
];

test.each(STORIES)('$name', async ({ messages, amount, annual, channelEnabled }) => {
  const { facts, channel, thread, model, setModel, active } = await aModel({ channelEnabled });
  if (annual) await facts.rate(annual);
  await setModel(model.id, -1);
  const incidentId = await active();
  const people = { ana: await facts.person(incidentId, [['Participant', 0]]), ben: await facts.person(incidentId, [['Participant', 0]]) };
  for (const [who, kind, second] of messages) await facts.act(people[who], kind === 'channel' ? channel : thread, second);
  assert.equal(await facts.costAt(incidentId, 3), amount);
  assert.equal(await facts.costAt(incidentId, 4), amount, 'asked again');
});

test('M9 a line entered by hand does not grow with each calculation', async () => {
  const { ctx, facts, channel, model, setModel, active, project } = await aModel();
  await setModel(model.id, -1);
  const incidentId = await active();
  await sql`insert into incident_costs (organization_id, project_id, incident_id, incident_cost_type_id, amount, created_at, updated_at)
    select organization_id, project_id, ${incidentId}, id, 1000, now(), now() from incident_cost_types where project_id = ${project.id}`.execute(
    ctx.db,
  );
  const ana = await facts.person(incidentId, [['Participant', 0]]);
  await facts.act(ana, channel, 100);
  assert.equal(await facts.costAt(incidentId, 1), 8.33);
  await facts.act(ana, channel, 5000);
  assert.equal(await facts.costAt(incidentId, 2), 16.67);
  assert.equal(await facts.costAt(incidentId, 3), 16.67);
});

test('M10, M11, M14 a model counts from the moment it is switched on until it is switched off', async () => {
  const { facts, channel, model, setModel, active } = await aModel();
  const incidentId = await active();
  const ana = await facts.person(incidentId, [['Incident Commander', 0]]);
  await facts.act(ana, channel, 1000);
  assert.equal(await facts.costAt(incidentId, 1), 100);
  await setModel(model.id, 1);
  assert.equal(await facts.costAt(incidentId, 1), 100, 'the hour before stays as it was');
  await facts.act(ana, channel, 3700);
  await facts.act(ana, channel, 3900);
  assert.equal(await facts.costAt(incidentId, 2), 113.89);
  await setModel(null, 2);
  assert.equal(await facts.costAt(incidentId, 3), 213.89);
});

test('M15 switching a model on never lowers the total', async () => {
  const { facts, channel, model, setModel, active } = await aModel();
  const incidentId = await active();
  const ana = await facts.person(incidentId, [['Incident Commander', 0]]);
  await facts.costAt(incidentId, 1);
  await setModel(model.id, 1);
  await facts.act(ana, channel, 3700);
  await facts.act(ana, channel, 5000);
  assert.equal(await facts.costAt(incidentId, 2), 116.67);
});

test('M13 nobody says anything under a model: the figure stays', async () => {
  const { facts, model, setModel, active } = await aModel();
  const incidentId = await active();
  await facts.person(incidentId, [['Incident Commander', 0]]);
  await setModel(model.id, 1);
  assert.equal(await facts.costAt(incidentId, 2), 100);
  assert.equal(await facts.costAt(incidentId, 9), 100);
});

test('a model that is disabled leaves the time before as it was and counts by roles from then on', async () => {
  const { ctx, facts, channel, model, setModel, active } = await aModel();
  await setModel(model.id, -1);
  const incidentId = await active();
  const ana = await facts.person(incidentId, [['Incident Commander', 0]]);
  await facts.act(ana, channel, 100);
  const at = { ...ctx, now: () => facts.timeOf(1) };
  const answer = await inject(
    at,
    { method: 'PUT', path: `/{organization}/cost_models/${model.id}`, body: { name: 'Chat', enabled: false } },
    costModelRoutes,
  );
  assert.equal(answer.status, 200, answer.text);
  assert.equal(await facts.costAt(incidentId, 2), 108.33);
});

test('an incident that gets another type keeps what the former type cost', async () => {
  const { ctx, project, facts, channel, model, setModel, active } = await aModel();
  await setModel(model.id, -1);
  const { rows } = await sql<{ id: number }>`
    insert into incident_types (organization_id, project_id, name) values (${ctx.tenant.id}, ${project.id}, 'Other') returning id`.execute(
    ctx.db,
  );
  const other = (rows[0] as { id: number }).id;
  const incidentId = await active();
  const ana = await facts.person(incidentId, [['Incident Commander', 0]]);
  await facts.act(ana, channel, 100);
  await transaction({ ...ctx, now: () => facts.timeOf(1) }, async (tx) => {
    await changeTypeOf(tx, { kind: 'incident', id: incidentId }, other);
    await sql`update incidents set incident_type_id = ${other} where id = ${incidentId}`.execute(tx.db);
  });
  await facts.act(ana, channel, 4000);
  assert.equal(await facts.costAt(incidentId, 2), 108.33);
});

test('what is said before the closing counts, thanks said afterwards do not', async () => {
  const { facts, channel, model, setModel, active } = await aModel();
  await setModel(model.id, -1);
  const incidentId = await active();
  const ana = await facts.person(incidentId, [['Participant', 0]]);
  await facts.status(incidentId, 'Stable', 1);
  await facts.status(incidentId, 'Closed', 2);
  for (const second of [100, 5000, 8000]) await facts.act(ana, channel, second);
  assert.equal(await facts.costAt(incidentId, 3), 16.67);
});

test('changing the seconds of an activity brings the open incidents of its types up to date', async () => {
  const { ctx, facts, channel, thread, model, setModel, active } = await aModel();
  await setModel(model.id, -1);
  await sql`update incident_types set cost_model_id = ${model.id} where organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  const incidentId = await active();
  const ana = await facts.person(incidentId, [['Participant', 0]]);
  await facts.act(ana, channel, 0);
  assert.equal(await facts.costAt(incidentId, 600 * SECOND), 8.33);
  const answer = await inject(
    ctx,
    {
      method: 'PUT',
      path: `/{organization}/cost_models/${model.id}`,
      body: { name: 'Chat', activities: [{ plugin_event: { id: channel }, response_time_seconds: 600 }, { plugin_event: { id: thread } }] },
    },
    costModelRoutes,
  );
  assert.equal(answer.status, 200, answer.text);
  await runJobs(ctx, { jobs, flows: [] });
  assert.equal((await facts.linesOf(incidentId))[0]?.amount, 16.67);
});
