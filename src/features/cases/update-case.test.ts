import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, HOUR, runJobs } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import { openIncident, peopleOf } from '../incidents/fixtures.ts';
import { updateIncident } from '../incidents/index.ts';
import type { ChangeCase } from './case.ts';
import { openCase } from './fixtures.ts';
import { getCaseJson } from './reads.ts';
import { getCase } from './store.ts';
import { updateCase } from './update-case.ts';

async function anOpenOne() {
  const { ctx, project, clock } = await anOrganization();
  const reporter = await asUser(ctx, 'Member');
  const id = await openCase(reporter, project);
  return { ctx, project, clock, reporter, id, update: (input: ChangeCase, who = reporter) => updateCase(who, id, input) };
}

const changesOf = async (ctx: Context, id: number) => {
  const events = await ctx.db
    .selectFrom('events')
    .select(['description', 'type', 'details'])
    .where('case_id', '=', id)
    .where('description', 'like', '%changed the%')
    .orderBy('id')
    .execute();
  return events;
};

const refused = (kind: AppError['kind'], field?: string) => (error: unknown) =>
  error instanceof AppError && error.kind === kind && (field === undefined || error.problems[0]?.loc.join('.') === `body.${field}`);

test('what is sent changes, what is not stays, and each change is told in the editor’s name', async () => {
  const { ctx, id, update } = await anOpenOne();
  await update({ title: 'Odd sign-in of Ada', case_severity: { name: 'High' }, case_priority: { name: 'Medium' } });
  const row = await getCase(ctx, id);
  assert.deepEqual([row.title, row.description], ['Odd sign-in of Ada', 'Ada from a new country']);
  const events = await changesOf(ctx, id);
  assert.deepEqual(
    events.map((event) => event.type),
    ['Field updated', 'Assessment updated', 'Assessment updated'],
  );
  assert.match(events[1]?.description ?? '', /severity from Undetermined to High/);
});

test('sending the same again changes nothing and says nothing', async () => {
  const { ctx, id, update } = await anOpenOne();
  const { title, description, status, visibility } = await getCase(ctx, id);
  await update({ title, description, status, visibility, case_type: { name: 'Default' }, case_priority: null, resolution: null });
  assert.deepEqual(await changesOf(ctx, id), []);
});

test('a type, priority or severity that the project does not have is refused by name', async () => {
  const { ctx, id, update } = await anOpenOne();
  for (const key of ['case_type', 'case_priority', 'case_severity'] as const)
    await assert.rejects(update({ title: 'New', [key]: { name: 'Nowhere' } }), refused('invalid', key));
  assert.equal((await getCase(ctx, id)).title, 'Odd sign-in');
});

test('people who are not named stay; naming another hands the case over', async () => {
  const { ctx, id, reporter, update } = await anOpenOne();
  const admin = await asUser(ctx, 'Admin');
  await update({ title: 'Other' }, admin);
  const before = [`${reporter.actor.email}: Reporter`, `${reporter.actor.email}: Assignee`];
  assert.deepEqual(await peopleOf(ctx, id, 'case'), before);
  await update({ assignee: { individual: { email: 'ada@example.com' } } }, admin);
  const row = await getCase(ctx, id);
  assert.deepEqual([row.assignee_email, row.reporter_email], ['ada@example.com', reporter.actor.email]);
  assert.deepEqual(await peopleOf(ctx, id, 'case'), [`${reporter.actor.email}: Reporter`, 'ada@example.com: Assignee']);
});

test('a closed case changes hands only when it is open again', async () => {
  const { ctx, id, update } = await anOpenOne();
  const assignee = { individual: { email: 'ada@example.com' } };
  await update({ status: 'Closed' });
  await assert.rejects(update({ assignee }), refused('conflict'));
  await update({ status: 'Triage', assignee });
  assert.equal((await getCase(ctx, id)).assignee_email, 'ada@example.com');
});

test('the assignee and closing in one request', async () => {
  const { ctx, id, update } = await anOpenOne();
  await update({ assignee: { individual: { email: 'ada@example.com' } }, status: 'Closed' });
  const row = await getCase(ctx, id);
  assert.deepEqual([row.status, row.assignee_email], ['Closed', 'ada@example.com']);
});

test('a new assignee stands above the room', async () => {
  const { ctx, id, update } = await anOpenOne();
  await runJobs(ctx);
  await update({ assignee: { individual: { email: 'ada@example.com' } } });
  await runJobs(ctx);
  const room = await ctx.db.selectFrom('conversations').select('topic').where('case_id', '=', id).executeTakeFirstOrThrow();
  assert.match(room.topic ?? '', /Assigned to: ada@example.com/);
});

test('a member who only watches changes nothing', async () => {
  const { ctx, id, update } = await anOpenOne();
  await assert.rejects(update({ title: 'Mine' }, await asUser(ctx, 'Member')), refused('forbidden'));
  assert.equal((await getCase(ctx, id)).title, 'Odd sign-in');
});

test('lists become what is sent; a list that is not sent stays, or goes with a whole-object update', async () => {
  const { ctx, project, id, reporter, update } = await anOpenOne();
  const other = await openCase(ctx, project);
  const incident = await openIncident(ctx, project);
  const linksOf = async () => {
    const { tags, related, duplicates, incidents } = JSON.parse(await getCaseJson(ctx, id)) as Record<
      string,
      { id: number; name: string }[]
    >;
    return [tags?.map((tag) => tag.name), ...[related, duplicates, incidents].map((list) => list?.map((one) => one.id))];
  };
  await update({
    tags: [{ name: 'a', tag_type: { name: 'Host' } }],
    related: [{ id: other }],
    duplicates: [{ id: other }],
    incidents: [{ id: incident }],
  });
  assert.deepEqual(await linksOf(), [['a'], [other], [other], [incident]]);
  assert.deepEqual((await changesOf(ctx, id)).at(-1)?.details, { added: ['Host/a'], removed: [] });
  await update({ title: 'Other' });
  assert.deepEqual(await linksOf(), [['a'], [other], [other], [incident]]);
  await updateCase(reporter, id, { title: 'Other' }, { listsReplaced: true });
  assert.deepEqual(await linksOf(), [[], [], [], []]);
});

test('two tags of an exclusive type are refused', async () => {
  const { ctx, project, update } = await anOpenOne();
  await sql`
    insert into tag_types (organization_id, project_id, name, exclusive, created_at, updated_at)
    values (${ctx.tenant.id}, ${project.id}, 'Cause', true, ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
  const tags = ['a', 'b'].map((name) => ({ name, tag_type: { name: 'Cause' } }));
  await assert.rejects(update({ tags }), refused('invalid'));
});

test('a case is neither its own duplicate nor related to itself', async () => {
  const { id, update } = await anOpenOne();
  await assert.rejects(update({ duplicates: [{ id }] }), refused('invalid'));
  await assert.rejects(update({ related: [{ id }] }), refused('invalid'));
});

test('links to what is restricted are neither shown to be added nor lost by a list without them', async () => {
  const { ctx, project, id, reporter } = await anOpenOne();
  const hiddenCase = await openCase(ctx, project, { visibility: 'Restricted' });
  const hiddenIncident = await openIncident(ctx, project, { visibility: 'Restricted' });
  for (const input of [{ duplicates: [{ id: hiddenCase }] }, { related: [{ id: hiddenCase }] }, { incidents: [{ id: hiddenIncident }] }])
    await assert.rejects(updateCase(reporter, id, input), refused('invalid'));
  await updateCase(ctx, id, { related: [{ id: hiddenCase }], incidents: [{ id: hiddenIncident }] });
  await updateCase(reporter, id, { related: [], incidents: [] });
  const read = JSON.parse(await getCaseJson(ctx, id)) as Record<string, unknown[]>;
  assert.deepEqual([read.related, read.incidents], [[], []]);
  assert.equal((await ctx.db.selectFrom('case_related').select('related_id').where('case_id', '=', id).execute()).length, 1);
  assert.equal((await ctx.db.selectFrom('case_incidents').select('incident_id').where('case_id', '=', id).execute()).length, 1);
});

test('an incident cannot be linked to a restricted case that its editor does not see', async () => {
  const { ctx, project } = await anOrganization();
  const hidden = await openCase(ctx, project, { visibility: 'Restricted' });
  const commander = await asUser(ctx, 'Member');
  const incident = await openIncident(commander, project);
  await assert.rejects(updateIncident(commander, incident, { cases: [{ id: hidden }] }), refused('invalid'));
});

test('notes are written, kept and signed by whoever changed them last', async () => {
  const { ctx, id, reporter, update } = await anOpenOne();
  const notes = async () =>
    (JSON.parse(await getCaseJson(ctx, id)) as { case_notes: { content: string; last_updated_by: { email: string } } }).case_notes;
  await update({ case_notes: { content: 'First look' } });
  assert.deepEqual([(await notes()).content, (await notes()).last_updated_by.email], ['First look', reporter.actor.email]);
  const admin = await asUser(ctx, 'Admin');
  await update({ title: 'Other', case_notes: { content: 'First look' } }, admin);
  assert.equal((await notes()).last_updated_by.email, reporter.actor.email);
  await update({ case_notes: { content: 'Second look' } }, admin);
  assert.deepEqual([(await notes()).content, (await notes()).last_updated_by.email], ['Second look', admin.actor.email]);
  assert.deepEqual((await changesOf(ctx, id)).filter(({ description }) => description.includes('notes')).length, 2);
});

test('lines of costs are those that were sent, beside what is calculated', async () => {
  const { ctx, project, id, update } = await anOpenOne();
  const { rows } = await sql<{ id: number }>`
    insert into case_cost_types (organization_id, project_id, name, created_at, updated_at)
    values (${ctx.tenant.id}, ${project.id}, 'Travel', ${ctx.now()}, ${ctx.now()}) returning id`.execute(ctx.db);
  await update({ case_costs: [{ amount: 12.5, case_cost_type: { id: rows[0]?.id, name: 'Travel' } }], status: 'Triage' });
  const read = JSON.parse(await getCaseJson(ctx, id)) as { total_cost_new: number; case_costs: { amount: number; calculated: boolean }[] };
  assert.equal(read.total_cost_new, 12.5);
  assert.equal(read.case_costs.filter((line) => !line.calculated).length, 1);
});

test('times that people may correct are corrected; an echoed one does not undo a transition', async () => {
  const { ctx, clock, id, update } = await anOpenOne();
  await update({ reported_at: '2026-01-01T10:00:00.000000Z', triage_at: '2026-01-01T11:00:00.000000Z' });
  const untouched = await getCase(ctx, id);
  assert.deepEqual([untouched.reported_at.toISOString(), untouched.triage_at], ['2026-01-01T10:00:00.000Z', null]);
  clock.advance(HOUR);
  await update({ status: 'Stable', stable_at: '2020-01-01T00:00:00.000000Z' });
  assert.equal((await getCase(ctx, id)).stable_at?.getTime(), ctx.now().getTime());
  await update({ stable_at: '2026-01-02T00:00:00.000000Z' });
  assert.equal((await getCase(ctx, id)).stable_at?.toISOString(), '2026-01-02T00:00:00.000Z');
});

test('of a case in its own channel those who asked to be told hear what changed, of one in a thread they do not', async () => {
  const { ctx, project } = await anOrganization();
  await sql`
    insert into notifications (organization_id, project_id, name, type, target, enabled, created_at, updated_at)
    values (${ctx.tenant.id}, ${project.id}, 'Everybody', 'email', 'all@example.com', true, ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
  const mailsOf = async (id: number) =>
    (await ctx.db.selectFrom('mails').select(['to', 'subject']).where('case_id', '=', id).execute()).filter(({ to }) =>
      to.includes('all@example.com'),
    );
  const dedicated = await openCase(ctx, project);
  await sql`update case_types set conversation_target = 'security' where project_id = ${project.id}`.execute(ctx.db);
  const threaded = await openCase(ctx, project, { dedicated_channel: false });
  await runJobs(ctx);
  for (const id of [dedicated, threaded]) await updateCase(ctx, id, { case_priority: { name: 'High' } });
  await runJobs(ctx);
  assert.equal((await mailsOf(dedicated)).length, 2);
  assert.deepEqual(await mailsOf(threaded), []);
});

test('the ticket, the document and the topic follow a change of priority', async () => {
  const { ctx, id, update } = await anOpenOne();
  await runJobs(ctx);
  await update({ case_priority: { name: 'High' } });
  await runJobs(ctx);
  const room = await ctx.db.selectFrom('conversations').select('topic').where('case_id', '=', id).executeTakeFirstOrThrow();
  assert.match(room.topic ?? '', /Priority: High/);
  const { rows } = await sql<{ content: string }>`
    select v.content from cases s join document_versions v on v.document_id = s.case_document_id where s.id = ${id}
    order by v.version desc limit 1`.execute(ctx.db);
  assert.match(rows[0]?.content ?? '', /Priority \| [^|]*High/);
});
