import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, inject, MINUTE, runJobs } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { addParticipant } from '../participants/index.ts';
import { routes as participantRoutes } from '../participants/routes.ts';
import { openIncident, peopleOf } from './fixtures.ts';
import { routes as ownRoutes } from './routes.ts';

const routes = [...ownRoutes, ...participantRoutes];

type Incident = Record<string, unknown> & { id: number; title: string; allowed_actions: string[] };
type Page = { total: number; itemsPerPage: number; items: Incident[] };

const send = (
  ctx: Context,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => inject(ctx, { method, path: `/{organization}/incidents${path}`, body, ...(headers && { headers }) }, routes);

const list = async (ctx: Context, query = '') => (await send(ctx, 'GET', query)).json<Page>();
const filter = (spec: unknown) => `?filter=${encodeURIComponent(JSON.stringify(spec))}`;

test('two fields and a project over HTTP; the answer is the page, and reads the same again', async () => {
  const { ctx, project } = await anOrganization();
  const created = await send(ctx, 'POST', '', { title: ' Disk full ', description: 'db-1', project: { name: 'default' } });
  assert.equal(created.status, 200, created.text);
  const incident = created.json<Incident>();
  assert.equal(incident.title, 'Disk full');
  assert.equal((incident.project as { id: number }).id, project.id);
  assert.deepEqual(incident.allowed_actions, [
    'edit',
    'delete',
    'event',
    'join',
    'subscribe',
    'task',
    'message',
    'file',
    'document',
    'resources',
    'feedback',
  ]);
  assert.deepEqual((await send(ctx, 'GET', `/${incident.id}`)).json(), incident);
});

test('what is wrong with a new incident is said all at once', async () => {
  const { ctx } = await anOrganization();
  const answer = await send(ctx, 'POST', '', { title: ' ', status: 'Burning', project: { name: 'default' } });
  assert.equal(answer.status, 422);
  const fields = answer.json<{ detail: { loc: string[] }[] }>().detail.map((problem) => problem.loc.join('.'));
  assert.deepEqual(fields.sort(), ['body.description', 'body.status', 'body.title']);
});

test('the same Idempotency-Key is the same incident', async () => {
  const { ctx } = await anOrganization();
  const body = { title: 'Disk full', description: 'db-1', project: { name: 'default' } };
  const press = async () => (await send(ctx, 'POST', '', body, { 'idempotency-key': 'one press' })).json<Incident>().id;
  assert.equal(await press(), await press());
});

test('a read object put back is the same object', async () => {
  const { ctx, project, clock } = await anOrganization();
  const id = await openIncident(ctx, project, { tags: [{ name: 'db-1', tag_type: { name: 'Host' } }] });
  await runJobs(ctx);
  const before = (await send(ctx, 'GET', `/${id}`)).json<Incident>();
  clock.advance(MINUTE);
  const answer = await send(ctx, 'PUT', `/${id}`, before);
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual({ ...answer.json<Incident>(), updated_at: null }, { ...before, updated_at: null });
});

test('a whole-object update empties the lists it lacks, a change of parts does not', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openIncident(ctx, project, { tags: [{ name: 'db-1', tag_type: { name: 'Host' } }] });
  const tags = (answer: { json<T>(): T }) => answer.json<{ tags: unknown[] }>().tags.length;
  assert.equal(tags(await send(ctx, 'PATCH', `/${id}`, { title: 'Other' })), 1);
  const rest = { title: 'Other', description: 'x', incident_type: {}, incident_priority: {}, incident_severity: {} };
  assert.equal(tags(await send(ctx, 'PUT', `/${id}`, rest)), 0);
});

test('lists are paged, filtered by the words of the language and sorted', async () => {
  const { ctx, project } = await anOrganization();
  const first = await openIncident(ctx, project, { title: 'Alpha', commander_email: 'ada@example.com' });
  const second = await openIncident(ctx, project, { title: 'Beta', tags: [{ name: 'db-1', tag_type: { name: 'Host' } }] });
  const ids = (page: Page) => page.items.map((item) => item.id);
  const cases: [string, number[]][] = [
    [filter([{ model: 'Commander', field: 'email', value: 'ada@example.com' }]), [first]],
    [filter([{ model: 'Participant', field: 'email', value: 'ada@example.com' }]), [first]],
    [filter([{ model: 'Tag', field: 'name', value: 'db-1' }]), [second]],
    [filter([{ model: 'TagType', field: 'name', value: 'Host' }]), [second]],
    [filter([{ model: 'Project', field: 'name', value: 'default' }]), [first, second]],
    [filter([{ model: 'IncidentPriority', field: 'name', op: 'in', value: ['High'] }]), []],
    [filter({ and: [{ or: [{ model: 'Incident', field: 'title', op: 'ilike', value: 'b%' }] }] }), [second]],
    ['?sortBy[]=title&descending[]=true', [second, first]],
    ['?sortBy[]=commander&descending[]=false', [first, second]],
    ['?sortBy[]=incident_priority.view_order&descending[]=false', [first, second]],
    ['?q=alpha', [first]],
    [`?q=${encodeURIComponent(`default-${second}`)}`, [second]],
    ['?itemsPerPage=1&page=2', [second]],
  ];
  for (const [query, expected] of cases) assert.deepEqual(ids(await list(ctx, query)), expected, decodeURIComponent(query));
});

test('a list shows the small form, the whole form, or what is asked for', async () => {
  const { ctx, project } = await anOrganization();
  await openIncident(ctx, project);
  const [small] = (await list(ctx)).items;
  assert.ok(small && !('participants' in small) && 'tasks' in small);
  const [whole] = (await list(ctx, '?expand=true')).items;
  assert.ok(whole && 'participants' in whole && 'events' in whole);
  const [picked] = (await list(ctx, '?include[]=id&include[]=incident_priority.name&include[]=participants[].individual.email')).items;
  assert.deepEqual(Object.keys(picked ?? {}).sort(), ['id', 'incident_priority', 'participants']);
  assert.deepEqual(picked?.incident_priority, { name: 'Low' });
});

test('a restricted incident is in no list, count, filter, forecast or page of those who do not take part', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openIncident(ctx, project, { visibility: 'Restricted', title: 'Secret' });
  const outsider = await asUser(ctx, 'Member');
  for (const query of ['', '?expand=true', '?include[]=id', '?q=secret', filter([{ field: 'visibility', value: 'Restricted' }])]) {
    const page = await list(outsider, query);
    assert.deepEqual([page.total, page.items], [0, []], query);
  }
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['PUT', '', {}],
    ['PATCH', '', { title: 'x' }],
    ['DELETE', '', undefined],
    ['POST', '/resources', undefined],
    ['POST', '/join', undefined],
    ['POST', '/subscribe', undefined],
    ['PUT', '/roles', { role: 'Scribe', email: 'ada@example.com' }],
  ] as const)
    assert.equal((await send(outsider, method, `/${id}${path}`, body)).status, 403, `${method} ${path}`);
  assert.equal((await list(ctx, '?q=secret')).total, 1);
  await transaction(ctx, (tx) => addParticipant(tx, { kind: 'incident', id }, { email: outsider.actor.email }));
  assert.equal((await list(outsider, '?q=secret')).total, 1);
  assert.deepEqual((await send(outsider, 'GET', `/${id}`)).json<Incident>().allowed_actions, [
    'message',
    'file',
    'document',
    'resources',
    'feedback',
  ]);
});

test('a restricted incident named by an open one as its duplicate is not named to anybody', async () => {
  const { ctx, project } = await anOrganization();
  const hidden = await openIncident(ctx, project, { visibility: 'Restricted' });
  const id = await openIncident(ctx, project);
  await sql`insert into incident_duplicates (incident_id, duplicate_id) values (${id}, ${hidden})`.execute(ctx.db);
  assert.deepEqual((await send(ctx, 'GET', `/${id}`)).json<Incident>().duplicates, []);
});

/** Every operation with every role: what somebody gets who has no part in an open incident. */
const MATRIX: [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: unknown, member: number, admin: number][] = [
  ['GET', '', undefined, 200, 200],
  ['GET', '/metric/forecast', undefined, 200, 200],
  ['POST', '', { title: 'A', description: 'B', project: { name: 'default' } }, 200, 200],
  ['GET', '/ID', undefined, 200, 200],
  ['PATCH', '/ID', { title: 'C' }, 403, 200],
  ['PUT', '/ID', { title: 'C', description: 'D', incident_type: {}, incident_priority: {}, incident_severity: {} }, 403, 200],
  ['POST', '/ID/resources', undefined, 200, 200],
  ['POST', '/ID/join', undefined, 200, 200],
  ['POST', '/ID/subscribe', undefined, 200, 200],
  ['POST', '/ID/add/grace@example.com', undefined, 403, 200],
  ['DELETE', '/ID/remove/grace@example.com', undefined, 403, 200],
  ['PUT', '/ID/roles', { role: 'Scribe', email: 'ada@example.com' }, 403, 200],
  ['POST', '/ID/flow/notify/retry', undefined, 403, 409],
  ['GET', '/ID/regenerate', undefined, 403, 200],
  ['GET', '/ID/report/tactical/generate', undefined, 403, 200],
  ['DELETE', '/ID', undefined, 403, 200],
];

for (const role of ['Member', 'Admin', 'Manager', 'Owner', undefined] as const)
  test(`${role ?? 'somebody without a role'}: every operation answers as their role allows`, async () => {
    const { ctx, project } = await anOrganization();
    const id = await openIncident(ctx, project);
    await runJobs(ctx);
    const caller = await asUser(ctx, role);
    for (const [method, path, body, member, admin] of MATRIX) {
      const expected = role === undefined ? 404 : role === 'Member' ? member : admin;
      const answer = await send(caller, method, path.replace('ID', String(id)), body);
      assert.equal(answer.status, expected, `${method} ${path}: ${answer.text.slice(0, 300)}`);
    }
  });

test('an incident that does not exist and one of another organization look like one that may not be seen', async () => {
  const { ctx, project, system } = await anOrganization();
  const other = await anOrganization(system);
  const id = await openIncident(ctx, project);
  for (const path of [`/${id}`, '/2147483000']) assert.equal((await send(other.ctx, 'GET', path)).status, 403, path);
});

test('joining, leaving and the guards over HTTP', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openIncident(ctx, project, { commander_email: 'ada@example.com' });
  const caller = await asUser(ctx, 'Member');
  assert.equal((await send(caller, 'POST', `/${id}/join`)).text, 'null');
  assert.ok((await peopleOf(ctx, id)).includes(`${caller.actor.email}: Observer`));
  const commander = await send(ctx, 'DELETE', `/${id}/remove/ada@example.com`);
  assert.equal(commander.status, 409);
  assert.match(commander.text, /hand the command over/);
  assert.equal((await send(ctx, 'DELETE', `/${id}/remove/${caller.actor.email}`)).text, 'null');
  assert.ok(!(await peopleOf(ctx, id)).some((who) => who.startsWith(caller.actor.email)));
  assert.equal((await send(ctx, 'POST', `/${id}/add/nobody`)).status, 422);
});

test('a subscriber is in the group and does not take part', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openIncident(ctx, project);
  const caller = await asUser(ctx, 'Member');
  await send(caller, 'POST', `/${id}/subscribe`);
  for (let turn = 0; turn < 3; turn += 1) await runJobs(ctx);
  const { rows } = await sql<{ email: string }>`
    select m.email from group_members m join groups g on g.email = m.group_email and g.organization_id = m.organization_id
    where g.incident_id = ${id} and g.kind = 'tactical' and m.email = ${caller.actor.email}`.execute(ctx.db);
  assert.equal(rows.length, 1);
  assert.ok(!(await peopleOf(ctx, id)).some((who) => who.startsWith(caller.actor.email)));
});

test('a deleted incident takes its children along, and what was made outside is removed after the answer', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openIncident(ctx, project);
  await runJobs(ctx);
  assert.equal((await send(ctx, 'DELETE', `/${id}`)).text, 'null');
  for (const table of ['events', 'participants', 'tickets', 'conversations', 'documents'] as const) {
    const left = await ctx.db.selectFrom(table).select('id').where('incident_id', '=', id).execute();
    assert.deepEqual(left, [], table);
  }
  assert.ok((await runJobs(ctx)) >= 4);
  const jobs = await ctx.db
    .selectFrom('jobs')
    .select(['status', 'last_error'])
    .where('name', '=', 'remove-outside')
    .where('organization_id', '=', ctx.tenant.id)
    .execute();
  assert.ok(jobs.length >= 4);
  assert.deepEqual(
    jobs.filter((job) => job.status !== 'done'),
    [],
  );
});

test('months are foretold from four months of history on', async () => {
  const { ctx, project, clock } = await anOrganization();
  const forecast = async () => (await send(ctx, 'GET', '/metric/forecast')).json<{ categories: string[]; series: { data: number[] }[] }>();
  await openIncident(ctx, project);
  assert.deepEqual(await forecast(), {
    categories: [],
    series: [
      { name: 'Predicted', data: [] },
      { name: 'Actual', data: [] },
    ],
  });
  clock.set('2026-09-15T00:00:00Z');
  const { categories, series } = await forecast();
  assert.deepEqual([categories[0], categories.length], ['2026-06', 12]);
  assert.deepEqual([series[0]?.data.length, series[1]?.data], [12, [0, 0, 0]]);
});
