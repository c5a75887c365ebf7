import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, runJobs } from '../../../test/harness.ts';
import { AppError } from '../../core/errors.ts';
import { createIncident } from './create-incident.ts';
import { aRolePolicy, aServiceWith, flowOf, openIncident, peopleOf } from './fixtures.ts';
import { getIncident } from './store.ts';

const refused = (field: string) => (error: unknown) =>
  error instanceof AppError && error.kind === 'invalid' && error.problems.some((problem) => problem.loc.join('.') === `body.${field}`);

test('two fields open an incident: named, led by whoever reports it, with a pinned beginning', async () => {
  const { ctx, tenant, project } = await anOrganization();
  const caller = await asUser(ctx, 'Member');
  const id = await openIncident(caller, project);
  const row = await getIncident(ctx, id);
  assert.equal(row.name, `dispatch-${tenant.slug}-default-${id}`);
  assert.deepEqual([row.status, row.visibility], ['Active', 'Open']);
  assert.deepEqual(await peopleOf(ctx, id), [`${caller.actor.email}: Reporter`, `${caller.actor.email}: Incident Commander`]);
  const [first] = await ctx.db
    .selectFrom('events')
    .select(['description', 'pinned', 'details'])
    .where('incident_id', '=', id)
    .orderBy('id')
    .execute();
  assert.equal(first?.pinned, true);
  assert.equal((first?.details as { title: string } | undefined)?.title, 'Disk full');
  const history = await ctx.db.selectFrom('incident_status_changes').select('status').where('incident_id', '=', id).execute();
  assert.deepEqual(history, [{ status: 'Active' }]);
});

test('everything that is made for it is made, once, and shown', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openIncident(ctx, project);
  await runJobs(ctx);
  const flow = await flowOf(ctx, id);
  assert.deepEqual(
    Object.entries(flow).filter(([, status]) => status !== 'done'),
    [['page-commander', 'skipped: The priority Low pages nobody.']],
  );
  for (const table of ['tickets', 'storages', 'conferences', 'conversations'] as const) {
    const made = await ctx.db.selectFrom(table).select('weblink').where('incident_id', '=', id).execute();
    assert.equal(made.length, 1, table);
  }
  const groups = await ctx.db.selectFrom('groups').select('kind').where('incident_id', '=', id).orderBy('kind').execute();
  assert.deepEqual(groups, [{ kind: 'notifications' }, { kind: 'tactical' }]);
  const documents = await ctx.db.selectFrom('documents').select('resource_type').where('incident_id', '=', id).execute();
  assert.deepEqual(documents, [{ resource_type: 'dispatch-incident-document' }]);
  assert.equal(await runJobs(ctx), 0);
});

test('the role policies fill the roles', async () => {
  const { ctx, project } = await anOrganization();
  await aRolePolicy(ctx, project.id, { role: 'Liaison', email: 'liaison@example.com' });
  await aRolePolicy(ctx, project.id, { role: 'Scribe', email: 'scribe@example.com' });
  await aRolePolicy(ctx, project.id, { role: 'Incident Commander', serviceId: await aServiceWith(ctx, project.id, 'ada@example.com') });
  const id = await openIncident(ctx, project);
  assert.deepEqual((await peopleOf(ctx, id)).slice(1), [
    'ada@example.com: Incident Commander',
    'liaison@example.com: Liaison',
    'scribe@example.com: Scribe',
  ]);
});

test('whoever the reporter names leads, whatever the policy says', async () => {
  const { ctx, project } = await anOrganization();
  await aRolePolicy(ctx, project.id, { role: 'Incident Commander', email: 'ada@example.com' });
  const id = await openIncident(ctx, project, { commander_email: 'grace@example.com' });
  assert.ok((await peopleOf(ctx, id)).includes('grace@example.com: Incident Commander'));
});

test('a priority that pages wakes the commander before anything else is made', async () => {
  const { ctx, project } = await anOrganization();
  await sql`update incident_priorities set page_commander = true where project_id = ${project.id} and name = 'High'`.execute(ctx.db);
  await aRolePolicy(ctx, project.id, { role: 'Incident Commander', serviceId: await aServiceWith(ctx, project.id, 'ada@example.com') });
  const id = await openIncident(ctx, project, { incident_priority: { name: 'High' } });
  await runJobs(ctx);
  const pages = await ctx.db.selectFrom('pages').select(['email', 'title', 'id']).where('incident_id', '=', id).execute();
  assert.deepEqual(
    pages.map((page) => page.email),
    ['ada@example.com'],
  );
  const { rows } = await sql<{ first: boolean }>`
    select (select min(finished_at) from jobs where incident_id = ${id} and step = 'page-commander')
      <= (select min(finished_at) from jobs where incident_id = ${id} and step <> 'page-commander') as first`.execute(ctx.db);
  assert.equal(rows[0]?.first, true);
});

test('a commander without a service is paged by Tocsin itself', async () => {
  const { ctx, project } = await anOrganization();
  await sql`update incident_priorities set page_commander = true where project_id = ${project.id}`.execute(ctx.db);
  const id = await openIncident(ctx, project, { commander_email: 'grace@example.com' });
  await runJobs(ctx);
  const pages = await ctx.db.selectFrom('pages').select('email').where('incident_id', '=', id).execute();
  assert.deepEqual(pages, [{ email: 'grace@example.com' }]);
});

test('an incident that is over already gets its ticket and nothing else', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openIncident(ctx, project, { status: 'Closed' });
  const row = await getIncident(ctx, id);
  assert.deepEqual([row.stable_at, row.closed_at], [row.reported_at, row.reported_at]);
  assert.deepEqual(await peopleOf(ctx, id), []);
  await runJobs(ctx);
  assert.deepEqual(await flowOf(ctx, id), { 'create-ticket': 'done', 'update-ticket': 'done' });
});

test('one press of the button is one incident, also when it is sent twice at once', async () => {
  const { ctx, project } = await anOrganization();
  const press = (submission: string) =>
    createIncident(ctx, { title: 'Disk full', description: 'db-1', project: { id: project.id } }, { submission });
  const [a, b] = await Promise.all([press('one'), press('one')]);
  assert.equal(a, b);
  assert.equal(await press('one'), a);
  assert.notEqual(await press('two'), a);
});

test('reports that name the same new people the other way round do not stop each other', async () => {
  const { ctx, project } = await anOrganization();
  const pairs = Array.from({ length: 8 }, (_, index) => [`a${index}@example.com`, `b${index}@example.com`] as const);
  const report = (reporter: string, commander_email: string) =>
    openIncident(ctx, project, { reporter: { individual: { email: reporter } }, commander_email });
  const ids = await Promise.all(pairs.flatMap(([a, b]) => [report(a, b), report(b, a)]));
  assert.equal(new Set(ids).size, 16);
});

test('a restricted type makes its incidents restricted unless the reporter says otherwise', async () => {
  const { ctx, project } = await anOrganization();
  await sql`update incident_types set visibility = 'Restricted' where project_id = ${project.id}`.execute(ctx.db);
  assert.equal((await getIncident(ctx, await openIncident(ctx, project))).visibility, 'Restricted');
  assert.equal((await getIncident(ctx, await openIncident(ctx, project, { visibility: 'Open' }))).visibility, 'Open');
});

test('new tags are made with the incident', async () => {
  const { ctx, project } = await anOrganization();
  const id = await openIncident(ctx, project, { tags: [{ name: 'db-1', tag_type: { name: 'Host' } }] });
  const { rows } = await sql<{ name: string }>`
    select t.name from incident_tags l join tags t on t.id = l.tag_id where l.incident_id = ${id}`.execute(ctx.db);
  assert.deepEqual(rows, [{ name: 'db-1' }]);
});

const REFUSALS = [
  { what: 'no project and no reporter', input: { project: null }, field: 'project' },
  { what: 'a project that does not exist', input: { project: { name: 'nowhere' } }, field: 'project' },
  { what: 'a commander without an address', input: { commander_email: 'somebody' }, field: 'commander_email' },
  { what: 'a reporter without an address', input: { reporter: { individual: { email: 'x' } } }, field: 'reporter.individual.email' },
] as const;

for (const { what, input, field } of REFUSALS) {
  test(`${what}: refused by name, nothing is left behind`, async () => {
    const { ctx, project } = await anOrganization();
    await assert.rejects(openIncident(ctx, project, input), refused(field));
    const left = await ctx.db.selectFrom('incidents').select('id').where('organization_id', '=', ctx.tenant.id).execute();
    assert.deepEqual(left, []);
  });
}

test('somebody who is no member opens nothing', async () => {
  const { ctx, project } = await anOrganization();
  const stranger = await asUser(ctx, undefined);
  await assert.rejects(openIncident(stranger, project), (error) => error instanceof AppError && error.kind === 'forbidden');
});
