import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, inject, runJobs } from '../../../test/harness.ts';
import { aRoom, reading, timelineOf } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { openIncident, peopleOf } from '../incidents/fixtures.ts';
import { updateIncident } from '../incidents/index.ts';
import { jobs } from './jobs.ts';

type Person = { id: number; individual: { email: string } };
type Task = {
  id: number;
  status: string;
  description: string;
  assignees: Person[];
  owner: Person;
  creator: Person;
  incident: { id: number; name: string };
  project: { id: number; name: string };
  resolve_by: string;
  resolved_at: string | null;
  weblink: string;
  priority: string;
  source: string;
  ticket: { resource_id: string; weblink: string } | null;
};

const post = (ctx: Context, body: object) => inject(ctx, { method: 'POST', path: '/{organization}/tasks', body });
const put = (ctx: Context, id: number, body: object) => inject(ctx, { method: 'PUT', path: `/{organization}/tasks/${id}`, body });
const listing = async (ctx: Context, query = '') =>
  (await inject(ctx, { method: 'GET', path: `/{organization}/tasks?itemsPerPage=50${query}` })).json<{ total: number; items: Task[] }>();
const to = (...emails: string[]) => emails.map((email) => ({ individual: { email } }));

async function aTask(more: object = {}) {
  const room = await aRoom();
  const answer = await post(room.commander, { incident: { id: room.incidentId }, description: 'Restart it', ...more });
  assert.equal(answer.status, 200, answer.text);
  return { ...room, task: answer.json<Task>() };
}

describe('a new task', () => {
  test('is its creator’s, owned by the commander, due in a day', async () => {
    const { task, commander, incidentId, tenant, project } = await aTask();
    const { email } = commander.actor;
    assert.deepEqual(
      [task.assignees, [task.owner], [task.creator]].map((people) => people.map((one) => one.individual.email)),
      [[email], [email], [email]],
    );
    assert.deepEqual([task.status, task.priority, task.source], ['Open', 'Low', 'Incident']);
    assert.equal(task.resolve_by, '2026-01-06T09:00:00.000000Z');
    assert.equal(task.weblink, `https://tocsin.test/${tenant.slug}/tasks`);
    assert.deepEqual([task.incident.id, task.project.name], [incidentId, project.name]);
  });

  test('of a review is due in a week', async () => {
    const { task } = await aTask({ source: 'Post Incident Review' });
    assert.equal(task.resolve_by, '2026-01-12T09:00:00.000000Z');
  });

  test('makes its people take part, and tells them and the room', async () => {
    const { ctx, incidentId, task } = await aTask({
      assignees: to('ada@example.com', 'grace@example.com'),
      owner: to('boss@example.com')[0],
    });
    await runJobs(ctx);
    assert.deepEqual(
      task.assignees.map((one) => one.individual.email),
      ['ada@example.com', 'grace@example.com'],
    );
    assert.equal(task.owner.individual.email, 'boss@example.com');
    for (const name of ['ada', 'grace', 'boss']) assert.ok((await peopleOf(ctx, incidentId)).includes(`${name}@example.com: Observer`));
    expect((await reading(ctx, incidentId)).map((one) => one.body).join()).toContain(`New task #${task.id}`);
    const told = await ctx.db
      .selectFrom('messages')
      .select('only_to')
      .where('body', 'like', `%Task #${task.id}%`)
      .where('only_to', 'is not', null)
      .execute();
    assert.deepEqual(told.map((one) => one.only_to).sort(), ['ada@example.com', 'grace@example.com']);
    assert.ok((await timelineOf(ctx, incidentId)).some((one) => one.endsWith('created a task: Restart it')));
  });

  test.each([
    ['without an incident', () => ({ incident: { name: 'x' }, description: 'Restart it' }), 403],
    ['of an incident that is not there', () => ({ incident: { id: 2_000_000_000 }, description: 'Restart it' }), 403],
    ['without words', (id: number) => ({ incident: { id } }), 422],
    [
      'for somebody without an address',
      (id: number) => ({ incident: { id }, description: 'Restart it', assignees: [{ individual: { name: 'Ada' } }] }),
      422,
    ],
    ['without a body', () => ({}), 422],
  ])('%s is refused', async (_what, body, status) => {
    const { commander, incidentId } = await aRoom();
    assert.equal((await post(commander, body(incidentId))).status, status);
  });

  test('is added by who leads or reported it, not by others', async () => {
    const { ctx, incidentId, outsider } = await aRoom();
    const body = { incident: { id: incidentId }, description: 'Restart it' };
    assert.equal((await post(outsider, body)).status, 403);
    assert.equal((await post(ctx, body)).status, 200);
  });

  test('from outside is known by its id there', async () => {
    const { commander, incidentId } = await aTask({ resource_id: 'comment-1' });
    const again = await post(commander, { incident: { id: incidentId }, description: 'Restart it', resource_id: 'comment-1' });
    assert.equal(again.status, 409);
  });
});

describe('a change', () => {
  test('that resolves it is dated once', async () => {
    const { commander, task, clock, ctx, incidentId } = await aTask();
    const resolved = (await put(commander, task.id, { ...task, status: 'Resolved' })).json<Task>();
    assert.equal(resolved.resolved_at, '2026-01-05T09:00:00.000000Z');
    clock.advance(HOUR);
    const same = (await put(commander, task.id, { ...resolved, description: 'Restarted' })).json<Task>();
    assert.deepEqual([same.resolved_at, same.description], ['2026-01-05T09:00:00.000000Z', 'Restarted']);
    const reopened = (await put(commander, task.id, { ...same, status: 'Open' })).json<Task>();
    assert.equal(reopened.resolved_at, null);
    await runJobs(ctx);
    const said = (await reading(ctx, incidentId)).map((one) => one.body).join('\n');
    expect(said).toContain(`Task #${task.id} is resolved`);
    expect(said).toContain(`Task #${task.id} is open again`);
  });

  test('leaves alone what it does not name', async () => {
    const { commander, task } = await aTask({ assignees: to('ada@example.com') });
    const changed = (await put(commander, task.id, { priority: 'High', assignees: [] })).json<Task>();
    assert.deepEqual([changed.priority, changed.description, changed.assignees.length], ['High', 'Restart it', 1]);
  });

  test('replaces people', async () => {
    const { commander, task, ctx, incidentId } = await aTask({ assignees: to('ada@example.com') });
    const changed = (await put(commander, task.id, { assignees: to('grace@example.com'), owner: to('ada@example.com')[0] })).json<Task>();
    assert.deepEqual([changed.assignees[0]?.individual.email, changed.owner.individual.email], ['grace@example.com', 'ada@example.com']);
    assert.ok((await peopleOf(ctx, incidentId)).includes('grace@example.com: Observer'));
  });

  test('is for who leads or reported it', async () => {
    const { outsider, task } = await aTask();
    assert.equal((await put(outsider, task.id, { status: 'Resolved' })).status, 403);
    assert.equal((await put(outsider, 2_000_000_000, { status: 'Resolved' })).status, 403);
    assert.equal((await inject(outsider, { method: 'DELETE', path: `/{organization}/tasks/${task.id}` })).status, 403);
  });

  test('a closed incident takes follow-up work without bringing people back', async () => {
    const { ctx, commander, incidentId } = await aRoom();
    await updateIncident(commander, incidentId, { status: 'Closed' });
    const answer = await post(ctx, { incident: { id: incidentId }, description: 'Write it up', assignees: to(commander.actor.email) });
    assert.equal(answer.status, 200, answer.text);
    assert.ok(!(await peopleOf(ctx, incidentId)).some((one) => one.startsWith(commander.actor.email)));
  });

  test('a task is deleted', async () => {
    const { commander, task } = await aTask();
    assert.equal((await inject(commander, { method: 'DELETE', path: `/{organization}/tasks/${task.id}` })).status, 200);
    assert.equal((await listing(commander)).total, 0);
  });
});

describe('the list', () => {
  test('hides the tasks of incidents the caller may not see', async () => {
    const { ctx, commander, outsider, project } = await aRoom();
    const hidden = await openIncident(commander, project, { visibility: 'Restricted' });
    await post(commander, { incident: { id: hidden }, description: 'Secret' });
    assert.equal((await listing(outsider)).total, 0);
    assert.equal((await listing(commander)).total, 1);
    assert.equal((await listing(ctx)).total, 1);
  });

  test('shows only what is asked for', async () => {
    const { commander, task } = await aTask();
    const { items } = await listing(commander, '&include[]=id&include[]=incident.name&include[]=assignees[].individual.email');
    assert.deepEqual(items, [
      { id: task.id, incident: { name: task.incident.name }, assignees: [{ individual: { email: commander.actor.email } }] },
    ]);
  });

  test.each([
    ['status', [{ field: 'status', value: 'Resolved' }], 0],
    ['incident', [{ model: 'Incident', field: 'status', value: 'Active' }], 1],
    ['project', [{ model: 'Project', field: 'name', value: 'default' }], 1],
    ['type of the incident', [{ model: 'IncidentType', field: 'name', op: '!=', value: 'Nothing' }], 1],
    ['priority of the incident', [{ model: 'IncidentPriority', field: 'name', value: 'High' }], 0],
    ['owner', [{ model: 'Owner', field: 'name', op: 'is_not_null' }], 1],
  ])('is filtered by %s', async (_what, filter, expected) => {
    const { commander } = await aTask();
    assert.equal((await listing(commander, `&filter=${encodeURIComponent(JSON.stringify(filter))}`)).total, expected);
  });

  test('is sorted and searched', async () => {
    const { commander, incidentId } = await aTask();
    await post(commander, { incident: { id: incidentId }, description: 'Answer the press' });
    const sorted = await listing(commander, '&sortBy[]=description&descending[]=false');
    assert.deepEqual(
      sorted.items.map((one) => one.description),
      ['Answer the press', 'Restart it'],
    );
    assert.equal((await listing(commander, '&q=press')).total, 1);
    assert.equal((await listing(commander, '&sortBy[]=incident.name&descending[]=true')).total, 2);
  });
});

test('a task gets one ticket, however often it is asked for', async () => {
  const { commander, outsider, task } = await aTask();
  const path = `/{organization}/tasks/ticket/${task.id}`;
  const first = await inject(commander, { method: 'POST', path });
  const again = await inject(commander, { method: 'POST', path });
  assert.equal(first.status, 200, first.text);
  assert.deepEqual(first.json(), again.json());
  assert.ok((await listing(commander)).items[0]?.ticket?.resource_id);
  assert.equal((await inject(outsider, { method: 'POST', path })).status, 403);
});

describe('overdue', () => {
  const mailsTo = async (ctx: Context) =>
    await ctx.db
      .selectFrom('mails')
      .select(['to', 'text'])
      .where('organization_id', '=', ctx.tenant.id)
      .where('subject', 'like', '%should be done by now%')
      .orderBy('id')
      .execute();

  test('each person is reminded of all of theirs in one mail, once a day', async () => {
    const room = await aTask({ assignees: to('ada@example.com', 'grace@example.com') });
    const { ctx, clock, commander, incidentId } = room;
    await post(commander, { incident: { id: incidentId }, description: 'Answer the press', assignees: to('ada@example.com') });
    await runOverdue(ctx);
    assert.deepEqual(await mailsTo(ctx), []);
    clock.advance(DAY + HOUR);
    await runOverdue(ctx);
    const mails = await mailsTo(ctx);
    assert.deepEqual(
      mails.map((mail) => mail.to),
      [['ada@example.com'], ['grace@example.com']],
    );
    expect(mails[0]?.text).toContain('Restart it');
    expect(mails[0]?.text).toContain('Answer the press');
    clock.advance(HOUR);
    await runOverdue(ctx);
    assert.equal((await mailsTo(ctx)).length, 2);
    clock.advance(DAY);
    await runOverdue(ctx);
    assert.equal((await mailsTo(ctx)).length, 4);
  });

  test.each([
    ['that is resolved', { status: 'Resolved' }],
    ['without reminders', { reminders: false }],
  ])('nobody is reminded of a task %s', async (_what, change) => {
    const { ctx, clock, commander, task } = await aTask();
    await put(commander, task.id, change);
    clock.advance(2 * DAY);
    await runOverdue(ctx);
    assert.deepEqual(await mailsTo(ctx), []);
  });

  test('nobody is reminded for an incident that is over or of a type without reminders', async () => {
    const { ctx, clock, commander, incidentId, project } = await aTask();
    await updateIncident(commander, incidentId, { status: 'Stable' });
    await ctx.db.updateTable('incident_types').set({ exclude_from_reminders: true }).where('project_id', '=', project.id).execute();
    const other = await openIncident(commander, project);
    await post(commander, { incident: { id: other }, description: 'Restart it' });
    clock.advance(2 * DAY);
    await runOverdue(ctx);
    assert.deepEqual(await mailsTo(ctx), []);
  });
});

/** The job itself, once, for all organizations. */
async function runOverdue(ctx: Context) {
  const [job] = jobs;
  const finish = await job?.run(
    ctx,
    {},
    { id: 0, name: '', payload: {}, attempts: 1, subject: undefined, step: undefined },
    new AbortController().signal,
  );
  if (typeof finish === 'function') await transaction(ctx, finish);
}
