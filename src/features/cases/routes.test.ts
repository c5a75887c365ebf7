import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asSystem, asUser, inject, MINUTE, runJobs } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { openIncident, peopleOf } from '../incidents/fixtures.ts';
import { addParticipant } from '../participants/index.ts';
import { routes as participantRoutes } from '../participants/routes.ts';
import { ACTIONS } from './case.ts';
import { createCase } from './create-case.ts';
import { openCase } from './fixtures.ts';
import { routes as ownRoutes } from './routes.ts';
import { theCase } from './store.ts';

const routes = [...ownRoutes, ...participantRoutes];

type Case = Record<string, unknown> & { id: number; title: string; allowed_actions: string[] };
type Page = { total: number; items: Case[] };
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const send = (ctx: Context, method: Method, path: string, body?: unknown, headers?: Record<string, string>) =>
  inject(ctx, { method, path: `/{organization}/cases${path}`, body, ...(headers && { headers }) }, routes);

const list = async (ctx: Context, query = '') => (await send(ctx, 'GET', query)).json<Page>();
const filter = (spec: unknown) => `?filter=${encodeURIComponent(JSON.stringify(spec))}`;

/** An alert that belongs to the case, with an entity. */
async function anAlert(ctx: Context, projectId: number, caseId: number) {
  await sql`
    with signal as (
        insert into signals (organization_id, project_id, name, owner, external_id, created_at, updated_at)
        values (${ctx.tenant.id}, ${projectId}, 'Odd country', 'sec', ${`odd-${caseId}`}, ${ctx.now()}, ${ctx.now()}) returning id),
      tag_type as (
        insert into tag_types (organization_id, project_id, name, created_at, updated_at)
        values (${ctx.tenant.id}, ${projectId}, ${`Kind ${caseId}`}, ${ctx.now()}, ${ctx.now()}) returning id),
      tag as (
        insert into tags (organization_id, project_id, tag_type_id, name, created_at, updated_at)
        select ${ctx.tenant.id}, ${projectId}, id, ${`identity ${caseId}`}, ${ctx.now()}, ${ctx.now()} from tag_type returning id),
      tagged as (insert into signal_tags (signal_id, tag_id) select signal.id, tag.id from signal, tag),
      instance as (
        insert into signal_instances (organization_id, project_id, signal_id, case_id, raw, filter_action, created_at, updated_at)
        select ${ctx.tenant.id}, ${projectId}, signal.id, ${caseId}, '{"user":"ada"}', 'none', ${ctx.now()}, ${ctx.now()} from signal returning id),
      type as (
        insert into entity_types (organization_id, project_id, name, created_at, updated_at)
        values (${ctx.tenant.id}, ${projectId}, ${`User ${caseId}`}, ${ctx.now()}, ${ctx.now()}) returning id),
      entity as (
        insert into entities (organization_id, project_id, entity_type_id, name, value, created_at, updated_at)
        select ${ctx.tenant.id}, ${projectId}, type.id, ${`ada ${caseId}`}, 'ada', ${ctx.now()}, ${ctx.now()} from type returning id)
    insert into signal_instance_entities (signal_instance_id, entity_id) select instance.id, entity.id from instance, entity`.execute(
    ctx.db,
  );
}

test('three fields over HTTP; the answer is the page, and reads the same again', async () => {
  const { ctx, project } = await anOrganization();
  const created = await send(ctx, 'POST', '', { title: ' Odd sign-in ', description: 'Ada', project: { name: 'default' } });
  assert.equal(created.status, 200, created.text);
  const made = created.json<Case>();
  assert.equal(made.title, 'Odd sign-in');
  assert.equal((made.project as { id: number }).id, project.id);
  assert.deepEqual(made.allowed_actions, [...ACTIONS]);
  assert.deepEqual((await send(ctx, 'GET', `/${made.id}`)).json(), made);
});

test('what is wrong with a new case is said all at once', async () => {
  const { ctx } = await anOrganization();
  const answer = await send(ctx, 'POST', '', {
    title: ' ',
    description: '',
    status: 'Burning',
    resolution_reason: 'x',
    project: { name: 'default' },
  });
  assert.equal(answer.status, 422);
  const fields = answer.json<{ detail: { loc: string[] }[] }>().detail.map((problem) => problem.loc.join('.'));
  assert.deepEqual(fields.sort(), ['body.description', 'body.resolution_reason', 'body.status', 'body.title']);
});

test('the same Idempotency-Key is the same case', async () => {
  const { ctx } = await anOrganization();
  const press = async () =>
    (await send(ctx, 'POST', '', { title: 'Odd sign-in', project: { name: 'default' } }, { 'idempotency-key': 'one press' })).json<Case>()
      .id;
  assert.equal(await press(), await press());
});

for (const given of [{ description: 'Ada' }, {}])
  test(`a read object put back is the same object, ${given.description ? 'with everything in it' : 'also without a description'}`, async () => {
    const { ctx, project, clock } = await anOrganization();
    const other = await openCase(ctx, project);
    const incident = await openIncident(ctx, project);
    const made = await send(ctx, 'POST', '', {
      title: 'Odd sign-in',
      project: { id: project.id },
      tags: [{ name: 'db-1', tag_type: { name: 'Host' } }],
      ...given,
    });
    const { id } = made.json<Case>();
    await anAlert(ctx, project.id, id);
    const links = { related: [{ id: other }], duplicates: [{ id: other }], incidents: [{ id: incident }] };
    await send(ctx, 'PATCH', `/${id}`, { ...links, case_notes: { content: 'Seen' }, status: 'Closed', resolution_reason: 'Benign' });
    await runJobs(ctx);
    const before = (await send(ctx, 'GET', `/${id}`)).json<Case>();
    clock.advance(MINUTE);
    const answer = await send(ctx, 'PUT', `/${id}`, before);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual({ ...answer.json<Case>(), updated_at: null }, { ...before, updated_at: null });
    assert.equal((before.related as unknown[]).length, 1);
    const posted = await send(ctx, 'POST', '', { ...before, dedicated_channel: true });
    assert.equal(posted.status, 200, posted.text);
  });

test('a whole-object update empties the lists it lacks, a change of parts does not', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project, { tags: [{ name: 'db-1', tag_type: { name: 'Host' } }] });
  const tags = (answer: { json<T>(): T }) => answer.json<{ tags: unknown[] }>().tags.length;
  assert.equal(tags(await send(ctx, 'PATCH', `/${id}`, { title: 'Other' })), 1);
  assert.equal(tags(await send(ctx, 'PUT', `/${id}`, { title: 'Other' })), 0);
});

test('lists are paged, filtered by the words of the language and sorted', async () => {
  const { ctx, project } = await anOrganization();
  const first = await openCase(ctx, project, { title: 'Alpha', assignee: { individual: { email: 'ada@example.com' } } });
  const second = await openCase(ctx, project, { title: 'Beta', tags: [{ name: 'db-1', tag_type: { name: 'Host' } }] });
  await sql`
    insert into case_types (organization_id, project_id, name) values (${ctx.tenant.id}, ${project.id}, 'Phishing')`.execute(ctx.db);
  await send(ctx, 'PATCH', `/${second}`, { case_type: { name: 'Phishing' } });
  await anAlert(ctx, project.id, second);
  const incident = await openIncident(ctx, project, { title: 'Linked' });
  const hidden = await openIncident(ctx, project, { title: 'Hidden', visibility: 'Restricted' });
  await send(ctx, 'PATCH', `/${first}`, { incidents: [{ id: incident }, { id: hidden }] });
  const { rows } = await sql<{ id: number }>`
    insert into case_cost_types (organization_id, project_id, name, created_at, updated_at)
    values (${ctx.tenant.id}, ${project.id}, 'Travel', ${ctx.now()}, ${ctx.now()}) returning id`.execute(ctx.db);
  await send(ctx, 'PATCH', `/${second}`, { case_costs: [{ amount: 100, case_cost_type: { id: rows[0]?.id } }] });
  const ids = (page: Page) => page.items.map((item) => item.id);
  const cases: [string, number[]][] = [
    [filter([{ model: 'Assignee', field: 'email', value: 'ada@example.com' }]), [first]],
    [filter([{ model: 'Participant', field: 'email', value: 'ada@example.com' }]), [first]],
    [
      filter([
        { model: 'Assignee', field: 'email', value: 'ada@example.com' },
        { model: 'Participant', field: 'email', value: ctx.actor.email },
      ]),
      [first],
    ],
    [filter([{ model: 'Tag', field: 'name', value: 'db-1' }]), [second]],
    [filter([{ model: 'TagType', field: 'name', value: 'Host' }]), [second]],
    [filter([{ model: 'Project', field: 'name', value: 'default' }]), [first, second]],
    [filter([{ model: 'CasePriority', field: 'name', op: 'in', value: ['High'] }]), []],
    [filter([{ model: 'CaseType', field: 'name', value: 'Phishing' }]), [second]],
    [filter({ and: [{ or: [{ model: 'NotCaseType', field: 'name', value: 'Phishing' }] }] }), [first]],
    [filter([{ model: 'Incident', field: 'title', value: 'Linked' }]), [first]],
    [filter([{ model: 'Incident', field: 'title', value: 'Hidden' }]), []],
    [filter([{ model: 'Signal', field: 'name', value: 'Odd country' }]), [second]],
    [filter([{ model: 'SignalInstance', field: 'filter_action', value: 'none' }]), [second]],
    [filter([{ model: 'Entity', field: 'value', value: 'ada' }]), [second]],
    [filter([{ model: 'EntityType', field: 'name', op: 'ilike', value: 'user%' }]), [second]],
    ['?security_event_only=true', [first]],
    ['?sortBy[]=title&descending[]=true', [second, first]],
    ['?sortBy[]=assignee&descending[]=false', [first, second]],
    ['?sortBy[]=case_priority.view_order&descending[]=false', [first, second]],
    ['?sortBy[]=total_cost_new&descending[]=true', [second, first]],
    ['?q=alpha', [first]],
    ['?itemsPerPage=1&page=2', [second]],
  ];
  for (const [query, expected] of cases) {
    assert.deepEqual(ids(await list(ctx, query)), expected, decodeURIComponent(query));
    assert.deepEqual(ids((await send(ctx, 'GET', `/minimal${query}`)).json<Page>()), expected, `minimal ${decodeURIComponent(query)}`);
  }
});

test('a list shows the small form, the whole form, the one with people, or what is asked for', async () => {
  const { ctx, project } = await anOrganization();
  await openCase(ctx, project);
  const [small] = (await list(ctx)).items;
  assert.ok(small && !('participants' in small) && 'case_costs' in small);
  const [whole] = (await list(ctx, '?expand=true')).items;
  assert.ok(whole && 'participants' in whole && 'events' in whole);
  const [extras] = (await send(ctx, 'GET', '/minimal')).json<Page>().items;
  assert.ok(extras && 'participants' in extras && 'ticket' in extras && !('events' in extras));
  const [picked] = (await list(ctx, '?include[]=id&include[]=case_priority.name&include[]=participants[].individual.email')).items;
  assert.deepEqual(Object.keys(picked ?? {}).sort(), ['case_priority', 'id', 'participants']);
  assert.deepEqual(picked?.case_priority, { name: 'Low' });
});

test('a case shows its alerts with what they speak of', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project);
  await anAlert(ctx, project.id, id);
  type Alert = { raw: unknown; signal: { name: string }; entities: { value: string }[]; tags: { name: string }[] };
  const { signal_instances: alerts } = (await send(ctx, 'GET', `/${id}`)).json<{ signal_instances: Alert[] }>();
  assert.deepEqual(
    alerts.map(({ raw, signal, entities, tags }) => [raw, signal.name, entities[0]?.value, tags[0]?.name]),
    [[{ user: 'ada' }, 'Odd country', 'ada', `identity ${id}`]],
  );
});

const ON_A_HIDDEN_ONE: [Method, string, unknown][] = [
  ['GET', '', undefined],
  ['PUT', '', {}],
  ['PATCH', '', { title: 'x' }],
  ['PUT', '/escalate', {}],
  ['DELETE', '', undefined],
  ['POST', '/resources', undefined],
  ['POST', '/resources/conversation', undefined],
  ['POST', '/join', undefined],
  ['GET', '/participants', undefined],
  ['GET', '/participants/minimal', undefined],
  ['PUT', '/roles', { role: 'Assignee', email: 'ada@example.com' }],
];

test('a restricted case is in no list, count, filter or page of those who do not take part', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project, { visibility: 'Restricted', title: 'Secret' });
  const outsider = await asUser(ctx, 'Member');
  for (const query of ['', '?expand=true', '?include[]=id', '?q=secret', filter([{ field: 'visibility', value: 'Restricted' }])])
    for (const path of [query, `/minimal${query}`]) {
      const page = await list(outsider, path);
      assert.deepEqual([page.total, page.items], [0, []], path);
    }
  for (const [method, path, body] of ON_A_HIDDEN_ONE)
    assert.equal((await send(outsider, method, `/${id}${path}`, body)).status, 403, `${method} ${path}`);
  assert.equal((await list(ctx, '?q=secret')).total, 1);
  await transaction(ctx, (tx) => addParticipant(tx, theCase(id), { email: outsider.actor.email }));
  assert.equal((await list(outsider, '?q=secret')).total, 1);
  assert.deepEqual((await send(outsider, 'GET', `/${id}`)).json<Case>().allowed_actions, [
    'event',
    'message',
    'file',
    'document',
    'feedback',
  ]);
});

/** Every operation with every role: what somebody gets who has no part in an open case. */
const MATRIX: [method: Method, path: string, body: unknown, member: number, admin: number][] = [
  ['GET', '', undefined, 200, 200],
  ['GET', '/minimal', undefined, 200, 200],
  ['POST', '', { title: 'A', project: { name: 'default' } }, 200, 200],
  ['GET', '/ID', undefined, 200, 200],
  ['GET', '/ID/participants', undefined, 200, 200],
  ['GET', '/ID/participants/minimal', undefined, 200, 200],
  ['PATCH', '/ID', { title: 'C' }, 403, 200],
  ['PUT', '/ID', { title: 'C' }, 403, 200],
  ['POST', '/ID/resources', undefined, 403, 200],
  ['POST', '/ID/resources/conversation', undefined, 403, 200],
  ['POST', '/ID/join', undefined, 200, 200],
  ['POST', '/ID/add/grace@example.com', undefined, 403, 200],
  ['DELETE', '/ID/remove/grace@example.com', undefined, 403, 200],
  ['PUT', '/ID/roles', { role: 'Observer', email: 'ada@example.com' }, 403, 200],
  ['POST', '/ID/flow/notify/retry', undefined, 403, 409],
  ['PUT', '/ID/escalate', {}, 403, 200],
  ['DELETE', '/ID', undefined, 403, 200],
];

for (const role of ['Member', 'Admin', 'Manager', 'Owner', undefined] as const)
  test(`${role ?? 'somebody without a role'}: every operation answers as their role allows`, async () => {
    const { ctx, project } = await anOrganization();
    const id = await openCase(ctx, project);
    await runJobs(ctx);
    const caller = await asUser(ctx, role);
    for (const [method, path, body, member, admin] of MATRIX) {
      const expected = role === undefined ? 404 : role === 'Member' ? member : admin;
      const answer = await send(caller, method, path.replace('ID', String(id)), body);
      assert.equal(answer.status, expected, `${method} ${path}: ${answer.text.slice(0, 300)}`);
    }
  });

test('assignee and reporter may do everything with their case', async () => {
  const { ctx, project } = await anOrganization();
  const [assignee, reporter] = [await asUser(ctx, 'Member'), await asUser(ctx, 'Member')];
  const id = await openCase(reporter, project, { assignee: { individual: { email: assignee.actor.email } } });
  for (const who of [assignee, reporter]) assert.deepEqual((await send(who, 'GET', `/${id}`)).json<Case>().allowed_actions, [...ACTIONS]);
  assert.equal((await send(assignee, 'DELETE', `/${id}`)).text, 'null');
});

test('a case that does not exist and one of another organization look like one that may not be seen', async () => {
  const { ctx, project, system } = await anOrganization();
  const other = await anOrganization(system);
  const id = await openCase(ctx, project);
  for (const path of [`/${id}`, '/2147483000']) assert.equal((await send(other.ctx, 'GET', path)).status, 403, path);
});

test('joining, leaving and the list of those who take part', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project);
  const caller = await asUser(ctx, 'Member');
  assert.equal((await send(caller, 'POST', `/${id}/join`)).text, 'null');
  assert.ok((await peopleOf(ctx, id, 'case')).includes(`${caller.actor.email}: Observer`));
  const emails = async (path: string) =>
    (await send(ctx, 'GET', `/${id}/participants${path}`)).json<{ individual: { email: string } }[]>().map((one) => one.individual.email);
  for (const path of ['', '?minimal=true', '/minimal']) assert.deepEqual(await emails(path), [ctx.actor.email, caller.actor.email], path);
  assert.equal((await send(ctx, 'DELETE', `/${id}/remove/${caller.actor.email}`)).text, 'null');
  assert.ok(!(await peopleOf(ctx, id, 'case')).some((who) => who.startsWith(caller.actor.email)));
  assert.equal((await send(ctx, 'POST', `/${id}/add/nobody`)).status, 422);
});

test('an assignee who is removed has the case no longer, and may be given it again', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project, { assignee: { individual: { email: 'ada@example.com' } } });
  const assignee = async () => (await send(ctx, 'GET', `/${id}`)).json<{ assignee: { individual: { email: string } } | null }>().assignee;
  assert.equal((await send(ctx, 'DELETE', `/${id}/remove/ada@example.com`)).status, 200);
  assert.equal(await assignee(), null);
  assert.equal((await send(ctx, 'PUT', `/${id}/roles`, { role: 'Assignee', email: 'grace@example.com' })).status, 200);
  assert.equal((await assignee())?.individual.email, 'grace@example.com');
});

test('of a flood of alerts a case shows the newest', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project);
  await anAlert(ctx, project.id, id);
  await sql`
    insert into signal_instances (organization_id, project_id, signal_id, case_id, raw, created_at, updated_at)
    select organization_id, project_id, signal_id, case_id, jsonb_build_object('number', n), created_at + make_interval(secs => n), created_at
    from signal_instances, generate_series(1, 120) n where case_id = ${id}`.execute(ctx.db);
  const { signal_instances: alerts } = (await send(ctx, 'GET', `/${id}`)).json<{ signal_instances: { raw: { number: number } }[] }>();
  assert.deepEqual(
    alerts.map(({ raw }) => raw.number),
    Array.from({ length: 100 }, (_, index) => index + 21),
  );
});

test('reports that name the same new people the other way round do not stop each other', async () => {
  const { ctx, project } = await anOrganization();
  const pairs = Array.from({ length: 8 }, (_, index) => [`a${index}@example.com`, `b${index}@example.com`] as const);
  const person = (email: string) => ({ individual: { email } });
  const report = (reporter: string, assignee: string) => openCase(ctx, project, { reporter: person(reporter), assignee: person(assignee) });
  assert.equal(new Set(await Promise.all(pairs.flatMap(([a, b]) => [report(a, b), report(b, a)]))).size, 16);
});

test('escalating over HTTP answers with the incident, twice with the same', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project);
  const first = await send(ctx, 'PUT', `/${id}/escalate`, { title: 'Account taken over', description: 'It was not Ada' });
  assert.equal(first.status, 200, first.text);
  const incident = first.json<{ id: number; title: string; cases: { id: number }[] }>();
  assert.deepEqual([incident.title, incident.cases.map((one) => one.id)], ['Account taken over', [id]]);
  assert.equal((await send(ctx, 'PUT', `/${id}/escalate`, {})).json<{ id: number }>().id, incident.id);
});

test('what is missing is made when somebody asks, also what an alert did not ask for', async () => {
  const { ctx, project } = await anOrganization();
  const id = await createCase(asSystem(ctx), { title: 'Alert', project: { id: project.id } }, { alert: {} });
  const made = async () => {
    const tables = ['tickets', 'storages', 'groups', 'documents'] as const;
    const counts = await Promise.all(tables.map((table) => ctx.db.selectFrom(table).select('id').where('case_id', '=', id).execute()));
    return counts.map((rows) => rows.length);
  };
  await runJobs(ctx);
  assert.deepEqual(await made(), [1, 0, 0, 0]);
  for (let press = 0; press < 2; press += 1) {
    assert.equal((await send(ctx, 'POST', `/${id}/resources`)).status, 200);
    await runJobs(ctx);
    assert.deepEqual(await made(), [1, 1, 1, 1]);
  }
  const left = await ctx.db.selectFrom('jobs').select('step').where('case_id', '=', id).where('status', '=', 'waiting').execute();
  assert.deepEqual(left, []);
});

test('a deleted case takes its children along, and what was made outside is removed after the answer', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project);
  await runJobs(ctx);
  assert.equal((await send(ctx, 'DELETE', `/${id}`)).text, 'null');
  for (const table of ['events', 'participants', 'tickets', 'conversations', 'documents', 'case_costs'] as const)
    assert.deepEqual(await ctx.db.selectFrom(table).select('id').where('case_id', '=', id).execute(), [], table);
  assert.ok((await runJobs(ctx)) >= 4);
  const jobs = await ctx.db
    .selectFrom('jobs')
    .select('status')
    .where('name', '=', 'remove-outside')
    .where('organization_id', '=', ctx.tenant.id)
    .execute();
  assert.ok(jobs.length >= 4 && jobs.every((job) => job.status === 'done'));
});
