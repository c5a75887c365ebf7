import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, inject } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { openIncident } from '../incidents/fixtures.ts';
import { createTask } from '../tasks/index.ts';
import { routes } from './routes.ts';

type Answer = { query: string; results: Record<string, { id: number; name?: string }[]> };

async function search(ctx: Context, query: string): Promise<Answer> {
  const answer = await inject(ctx, { method: 'GET', path: `/{organization}/search?${query}` }, routes);
  assert.equal(answer.status, 200, answer.text);
  return answer.json<Answer>();
}

const ids = (group: { id: number }[] | undefined) => (group ?? []).map((one) => one.id);

test('a search finds incidents and their tasks; a hidden incident hides its tasks too', async () => {
  const { ctx, project } = await anOrganization();
  const open = await openIncident(ctx, project, { title: 'Wombat in the server room' });
  const restricted = await openIncident(ctx, project, { title: 'A second wombat', visibility: 'Restricted' });
  for (const id of [open, restricted]) await createTask(ctx, { incident: { id }, description: 'Catch the wombat' });
  const everything = 'q=wombat&type[]=Incident&type[]=Task';
  const mine = await search(ctx, everything);
  assert.deepEqual(ids(mine.results.incidents).sort(), [open, restricted].sort());
  assert.equal(mine.results.tasks?.length, 2);
  const theirs = await search(await asUser(ctx, 'Member'), everything);
  assert.deepEqual(ids(theirs.results.incidents), [open]);
  assert.equal(theirs.results.tasks?.length, 1);
});

test('cases, sources and queries are found; a restricted case only by those who may see it', async () => {
  const { ctx, project } = await anOrganization();
  const named = { name: project.name };
  const made = async (path: string, body: object) => {
    const answer = await inject(ctx, { method: 'POST', path: `/{organization}${path}`, body: { ...body, project: named } });
    assert.equal(answer.status, 200, answer.text);
    return answer.json<{ id: number; name: string }>();
  };
  const open = await made('/cases', { title: 'A quokka called', dedicated_channel: true });
  const restricted = await made('/cases', { title: 'A quokka again', dedicated_channel: true, visibility: 'Restricted' });
  const source = await made('/data/sources', { name: 'Quokka logs' });
  const query = await made('/data/queries', { name: 'Quokka calls', source });
  const everything = 'q=quokka&type[]=Case&type[]=Source&type[]=Query';
  const { results } = await search(ctx, everything);
  assert.deepEqual(ids(results.cases).sort(), [open.id, restricted.id].sort());
  assert.deepEqual([ids(results.sources), ids(results.queries)], [[source.id], [query.id]]);
  assert.deepEqual(ids((await search(await asUser(ctx, 'Member'), everything)).results.cases), [open.id]);
});

test('each kind is searched in its own language: words of names are not stemmed, words of titles are', async () => {
  const { ctx, project } = await anOrganization();
  await sql`insert into terms (organization_id, project_id, text) values (${ctx.tenant.id}, ${project.id}, 'testing')`.execute(ctx.db);
  const incident = await openIncident(ctx, project, { title: 'The tests have stopped' });
  const { results } = await search(ctx, 'q=testing&type[]=Term&type[]=Incident');
  assert.equal(results.terms?.length, 1);
  assert.deepEqual(ids(results.incidents), [incident]);
});

test('the best match comes first', async () => {
  const { ctx, project } = await anOrganization();
  const aside = await openIncident(ctx, project, { title: 'Login is slow', description: 'Perhaps the aardvark has been in the cables' });
  const about = await openIncident(ctx, project, { title: 'Aardvark in the cables' });
  const { results } = await search(ctx, 'q=aardvark&type[]=Incident');
  assert.deepEqual(ids(results.incidents), [about, aside]);
});

test('the answer has every group, whatever is asked for; without a text they are empty', async () => {
  const { ctx, project } = await anOrganization();
  await openIncident(ctx, project);
  const { results } = await search(ctx, 'type[]=Incident&type[]=Plugin&type[]=Case');
  assert.deepEqual(Object.keys(results), [
    'documents',
    'incidents',
    'tasks',
    'tags',
    'terms',
    'definitions',
    'sources',
    'queries',
    'teams',
    'individuals',
    'services',
    'cases',
  ]);
  assert.ok(Object.values(results).every((group) => group.length === 0));
});

test('a kind must be named, and be one that exists', async () => {
  const { ctx } = await anOrganization();
  for (const query of ['q=disk', 'q=disk&type[]=Everything']) {
    const answer = await inject(ctx, { method: 'GET', path: `/{organization}/search?${query}` }, routes);
    assert.equal(answer.status, 422, answer.text);
  }
});
