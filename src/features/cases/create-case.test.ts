import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asSystem, asUser, runJobs } from '../../../test/harness.ts';
import { AppError } from '../../core/errors.ts';
import { aServiceWith, flowOf, peopleOf } from '../incidents/fixtures.ts';
import { STATUSES } from './case.ts';
import { createCase } from './create-case.ts';
import { openCase, withTarget } from './fixtures.ts';
import { getCase } from './store.ts';

const refused = (field: string) => (error: unknown) =>
  error instanceof AppError && error.kind === 'invalid' && error.problems.some((problem) => problem.loc.join('.') === `body.${field}`);

test('title, description and project open a case: named, assigned to whoever reports it, with a pinned beginning', async () => {
  const { ctx, tenant, project } = await anOrganization();
  const caller = await asUser(ctx, 'Member');
  const id = await createCase(caller, { title: 'Odd sign-in', description: 'Ada', project: { name: 'default' } });
  const row = await getCase(ctx, id);
  assert.equal(row.name, `dispatch-${tenant.slug}-default-${id}`);
  assert.deepEqual([row.status, row.visibility, row.dedicated_channel, row.project_id], ['New', 'Open', true, project.id]);
  assert.deepEqual(await peopleOf(ctx, id, 'case'), [`${caller.actor.email}: Reporter`, `${caller.actor.email}: Assignee`]);
  const [first] = await ctx.db.selectFrom('events').select(['pinned', 'details']).where('case_id', '=', id).orderBy('id').execute();
  assert.equal(first?.pinned, true);
  assert.equal((first?.details as { title: string } | undefined)?.title, 'Odd sign-in');
  const history = await ctx.db.selectFrom('case_status_changes').select('status').where('case_id', '=', id).execute();
  assert.deepEqual(history, [{ status: 'New' }]);
});

test('everything that is made for it is made, once, and shown', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project);
  await runJobs(ctx);
  assert.deepEqual(
    Object.entries(await flowOf(ctx, id, 'case')).filter(([, status]) => status !== 'done'),
    [['page-assignee', 'skipped: The priority Low pages nobody.']],
  );
  for (const table of ['tickets', 'storages', 'conversations', 'documents', 'groups'] as const) {
    const made = await ctx.db.selectFrom(table).select('weblink').where('case_id', '=', id).execute();
    assert.equal(made.length, 1, table);
  }
  const { rows } = await sql<{ content: string }>`
    select v.content from cases s join document_versions v on v.document_id = s.case_document_id where s.id = ${id}
    order by v.version desc limit 1`.execute(ctx.db);
  assert.match(rows[0]?.content ?? '', /Odd sign-in[\s\S]*What was reported[\s\S]*Ada from a new country/);
  assert.equal(await runJobs(ctx), 0);
});

/** Where a case is talked about, by what its type names and what the request says. */
const CHANNELS: { target: string | null; dedicated?: boolean | null; namesType: boolean; expected: boolean | 'refused' }[] = [
  { target: null, namesType: false, expected: true },
  { target: null, namesType: true, expected: 'refused' },
  { target: null, dedicated: false, namesType: false, expected: 'refused' },
  { target: null, dedicated: true, namesType: true, expected: true },
  { target: 'security', namesType: false, expected: false },
  { target: 'security', dedicated: null, namesType: true, expected: false },
  { target: 'security', dedicated: true, namesType: false, expected: true },
];

for (const { target, dedicated, namesType, expected } of CHANNELS)
  test(`a type with ${target ? 'a' : 'no'} channel${namesType ? ', named,' : ''} and dedicated_channel ${dedicated}: ${expected}`, async () => {
    const { ctx, project } = await anOrganization();
    await withTarget(ctx, project, target);
    const opening = createCase(ctx, {
      title: 'Odd sign-in',
      project: { id: project.id },
      ...(dedicated !== undefined && { dedicated_channel: dedicated }),
      ...(namesType && { case_type: { name: 'Default' } }),
    });
    if (expected === 'refused') await assert.rejects(opening, refused('case_type'));
    else assert.equal((await getCase(ctx, await opening)).dedicated_channel, expected);
  });

test('whoever is on call for the type has the case; whoever the reporter names goes before', async () => {
  const { ctx, project } = await anOrganization();
  const service = await aServiceWith(ctx, project.id, 'ada@example.com');
  await sql`update case_types set oncall_service_id = ${service} where project_id = ${project.id}`.execute(ctx.db);
  assert.ok((await peopleOf(ctx, await openCase(ctx, project), 'case')).includes('ada@example.com: Assignee'));
  const named = await openCase(ctx, project, { assignee: { individual: { email: 'grace@example.com' } } });
  assert.ok((await peopleOf(ctx, named, 'case')).includes('grace@example.com: Assignee'));
});

test('a priority that pages wakes the assignee before anything else is made, through their service', async () => {
  const { ctx, project } = await anOrganization();
  const service = await aServiceWith(ctx, project.id, 'ada@example.com');
  await sql`update case_types set oncall_service_id = ${service} where project_id = ${project.id}`.execute(ctx.db);
  const id = await openCase(ctx, project, { case_priority: { name: 'Critical' } });
  await runJobs(ctx);
  const pages = await ctx.db.selectFrom('pages').select(['email', 'service_id']).where('case_id', '=', id).execute();
  assert.deepEqual(pages, [{ email: 'ada@example.com', service_id: service }]);
  const { rows } = await sql<{ first: boolean }>`
    select (select min(finished_at) from jobs where case_id = ${id} and step = 'page-assignee')
      <= (select min(finished_at) from jobs where case_id = ${id} and step <> 'page-assignee') as first`.execute(ctx.db);
  assert.equal(rows[0]?.first, true);
});

test('a type without on-call and a missing plug-in keep nobody from being paged', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project, {
    case_priority: { name: 'Critical' },
    assignee: { individual: { email: 'grace@example.com' } },
  });
  await runJobs(ctx);
  const pages = await ctx.db.selectFrom('pages').select('email').where('case_id', '=', id).execute();
  assert.deepEqual(pages, [{ email: 'grace@example.com' }]);
});

test('a security event that pages nobody asks its assignee for what it lacks', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project, { event: true, assignee: { individual: { email: 'ada@example.com' } } });
  await runJobs(ctx);
  const { rows } = await sql<{ body: string; only_to: string | null }>`
    select m.body, m.only_to from messages m join conversations c on c.id = m.conversation_id where c.case_id = ${id}`.execute(ctx.db);
  assert.ok(rows.some(({ body, only_to }) => only_to === 'ada@example.com' && /title, priority, type/.test(body)));
  assert.ok(rows.some(({ body, only_to }) => only_to === null && /engage-oncall/.test(body)));
  const paged = await openCase(ctx, project, { event: true, case_priority: { name: 'Critical' } });
  await runJobs(ctx);
  assert.match((await flowOf(ctx, paged, 'case'))['ask-for-details'] ?? '', /^skipped/);
});

for (const status of STATUSES)
  test(`a case may be ${status} from the beginning`, async () => {
    const { ctx, project } = await anOrganization();
    const id = await openCase(ctx, project, { status });
    const row = await getCase(ctx, id);
    const set = (['triage_at', 'escalated_at', 'stable_at', 'closed_at'] as const).filter((key) => row[key] !== null);
    const expected = {
      New: [],
      Triage: ['triage_at'],
      Escalated: ['triage_at', 'escalated_at'],
      Stable: ['triage_at', 'stable_at'],
      Closed: ['triage_at', 'closed_at'],
    };
    assert.deepEqual(set, expected[status]);
    const incidents = await ctx.db.selectFrom('case_incidents').select('incident_id').where('case_id', '=', id).execute();
    assert.equal(incidents.length, status === 'Escalated' ? 1 : 0);
    await runJobs(ctx);
    const flow = await flowOf(ctx, id, 'case');
    assert.equal(flow['create-ticket'], 'done');
    const room = await ctx.db.selectFrom('conversations').select('archived_at').where('case_id', '=', id).executeTakeFirstOrThrow();
    assert.equal(room.archived_at !== null, status === 'Closed');
    if (status === 'Closed') assert.ok(!('welcome-people' in flow) && !('page-assignee' in flow));
  });

test('a type may want its cases closed once they are made', async () => {
  const { ctx, project } = await anOrganization();
  await sql`update case_types set auto_close = true where project_id = ${project.id}`.execute(ctx.db);
  const id = await openCase(ctx, project);
  assert.equal((await getCase(ctx, id)).status, 'New');
  await runJobs(ctx);
  const row = await getCase(ctx, id);
  assert.deepEqual([row.status, row.resolution_reason], ['Closed', 'User Acknowledged']);
  assert.match(row.resolution, /Default/);
  const room = await ctx.db.selectFrom('conversations').select('archived_at').where('case_id', '=', id).executeTakeFirstOrThrow();
  assert.notEqual(room.archived_at, null);
});

test('an alert’s case needs no reporter and no channel, and gets no group, files and document', async () => {
  const { ctx, project } = await anOrganization();
  const service = await aServiceWith(ctx, project.id, 'ada@example.com');
  const given = { title: 'Alert', project: { id: project.id }, case_type: { name: 'Default' } };
  const id = await createCase(asSystem(ctx), given, { alert: { oncallServiceId: service } });
  assert.deepEqual(await peopleOf(ctx, id, 'case'), ['ada@example.com: Assignee']);
  assert.equal((await getCase(ctx, id)).dedicated_channel, true);
  const targeted = await createCase(asSystem(ctx), given, { alert: { conversationTarget: 'alerts' } });
  assert.equal((await getCase(ctx, targeted)).dedicated_channel, false);
  assert.deepEqual(await peopleOf(ctx, targeted, 'case'), []);
  await runJobs(ctx);
  for (const table of ['storages', 'groups', 'documents'] as const)
    assert.deepEqual(await ctx.db.selectFrom(table).select('id').where('case_id', '=', id).execute(), [], table);
  assert.equal((await ctx.db.selectFrom('tickets').select('id').where('case_id', '=', id).execute()).length, 1);
});

test('one press of the button is one case, also when it is sent twice at once, and none of an incident’s', async () => {
  const { ctx, project } = await anOrganization();
  const press = (submission: string) => createCase(ctx, { title: 'Odd sign-in', project: { id: project.id } }, { submission });
  const [a, b] = await Promise.all([press('one'), press('one')]);
  assert.equal(a, b);
  assert.equal(await press('one'), a);
  assert.notEqual(await press('two'), a);
});

test('a restricted type makes its cases restricted unless the reporter says otherwise', async () => {
  const { ctx, project } = await anOrganization();
  await sql`update case_types set visibility = 'Restricted' where project_id = ${project.id}`.execute(ctx.db);
  assert.equal((await getCase(ctx, await openCase(ctx, project))).visibility, 'Restricted');
  assert.equal((await getCase(ctx, await openCase(ctx, project, { visibility: 'Open' }))).visibility, 'Open');
});

test('new tags are made with the case', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openCase(ctx, project, { tags: [{ name: 'db-1', tag_type: { name: 'Host' } }] });
  const { rows } = await sql<{ name: string }>`
    select t.name from case_tags l join tags t on t.id = l.tag_id where l.case_id = ${id}`.execute(ctx.db);
  assert.deepEqual(rows, [{ name: 'db-1' }]);
});

const REFUSALS = [
  { what: 'no project and no reporter', input: { project: null }, field: 'project' },
  { what: 'a project that does not exist', input: { project: { name: 'nowhere' } }, field: 'project' },
  { what: 'an assignee without an address', input: { assignee: { individual: { email: 'x' } } }, field: 'assignee.individual.email' },
  { what: 'a resolver nobody knows', input: { resolved_by: { id: 2_000_000_000 } }, field: 'resolved_by' },
] as const;

for (const { what, input, field } of REFUSALS)
  test(`${what}: refused by name, nothing is left behind`, async () => {
    const { ctx, project } = await anOrganization();
    await assert.rejects(openCase(ctx, project, input), refused(field));
    assert.deepEqual(await ctx.db.selectFrom('cases').select('id').where('organization_id', '=', ctx.tenant.id).execute(), []);
  });

test('somebody who is no member opens nothing', async () => {
  const { ctx, project } = await anOrganization();
  const stranger = await asUser(ctx, undefined);
  await assert.rejects(openCase(stranger, project), (error) => error instanceof AppError && error.kind === 'forbidden');
});
