import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { routes } from './routes.ts';

type Model = { id: number; enabled: boolean; activities: { id: number; response_time_seconds: number; plugin_event: { id: number } }[] };

async function events(ctx: Context): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with plugin as (
      insert into plugins (title, slug, author, author_url, type)
      values ('Chat', 'chat-' || gen_random_uuid(), 'Us', 'https://example.com', 'conversation') returning id)
    insert into plugin_events (name, slug, plugin_id) select 'An event', 'event-' || gen_random_uuid(), id from plugin, generate_series(1, 3)
    returning id`.execute(ctx.db);
  return rows.map((row) => row.id);
}

const create = (ctx: Context, project: string, activities: unknown[]) =>
  inject(
    ctx,
    { method: 'POST', path: '/{organization}/cost_models', body: { name: 'By messages', project: { name: project }, activities } },
    routes,
  );

test('activities are matched by their event: a kept one keeps its id, a missing one goes', async () => {
  const { ctx, project } = await anOrganization();
  const [first, second, third] = await events(ctx);
  const created = await create(ctx, project.name, [
    { plugin_event: { id: first } },
    { plugin_event: { id: second }, response_time_seconds: 60 },
  ]);
  assert.equal(created.status, 200, created.text);
  const model = created.json<Model>();
  assert.deepEqual(
    model.activities.map((activity) => activity.response_time_seconds),
    [300, 60],
  );
  const answer = await inject(
    ctx,
    {
      method: 'PUT',
      path: `/{organization}/cost_models/${model.id}`,
      body: {
        name: 'By messages',
        activities: [{ plugin_event: { id: second }, response_time_seconds: 90 }, { plugin_event: { id: third } }],
      },
    },
    routes,
  );
  const changed = answer.json<Model>();
  assert.deepEqual(
    changed.activities.map((activity) => [activity.plugin_event.id, activity.response_time_seconds]),
    [
      [second, 90],
      [third, 300],
    ],
  );
  assert.equal(changed.activities[0]?.id, model.activities[1]?.id);
});

test('an event may occur once in a model', async () => {
  const { ctx, project } = await anOrganization();
  const [event] = await events(ctx);
  const answer = await create(ctx, project.name, [{ plugin_event: { id: event } }, { plugin_event: { id: event } }]);
  assert.equal(answer.status, 422);
});

test('a model that a type uses cannot be deleted; an unused one can', async () => {
  const { ctx, project } = await anOrganization();
  const model = (await create(ctx, project.name, [])).json<Model>();
  await sql`update incident_types set cost_model_id = ${model.id} where project_id = ${project.id}`.execute(ctx.db);
  const path = `/{organization}/cost_models/${model.id}`;
  assert.equal((await inject(ctx, { method: 'DELETE', path }, routes)).status, 409);
  await sql`update incident_types set cost_model_id = null where project_id = ${project.id}`.execute(ctx.db);
  assert.equal((await inject(ctx, { method: 'DELETE', path }, routes)).status, 200);
  assert.equal((await inject(ctx, { method: 'DELETE', path }, routes)).status, 404);
});

test('members read cost models, administrators write them', async () => {
  const { ctx, project } = await anOrganization();
  const member = await asUser(ctx, 'Member');
  assert.equal((await create(member, project.name, [])).status, 403);
  const listed = await inject(member, { method: 'GET', path: '/{organization}/cost_models' }, routes);
  assert.equal(listed.status, 200, listed.text);
});
