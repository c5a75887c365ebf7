import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asUser, HOUR, runJobs } from '../../../test/harness.ts';
import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import { openIncident, peopleOf } from './fixtures.ts';
import type { ChangeIncident } from './incident.ts';
import { getIncident } from './store.ts';
import { updateIncident } from './update-incident.ts';

async function anOpenOne() {
  const { ctx, project, clock } = await anOrganization();
  const reporter = await asUser(ctx, 'Member');
  const id = await openIncident(reporter, project);
  return { ctx, project, clock, reporter, id, update: (input: ChangeIncident, who = reporter) => updateIncident(who, id, input) };
}

const eventsOf = async (ctx: Context, id: number, source = 'Incident Participant') =>
  ctx.db
    .selectFrom('events')
    .select(['description', 'type', 'details'])
    .where('incident_id', '=', id)
    .where('source', '=', source)
    .execute();

const refused = (kind: AppError['kind']) => (error: unknown) => error instanceof AppError && error.kind === kind;

test('what is sent changes, what is not stays, and each change is told in the editor’s name', async () => {
  const { ctx, id, update } = await anOpenOne();
  await update({ title: 'Disk nearly full', incident_severity: { name: 'High' } });
  const row = await getIncident(ctx, id);
  assert.deepEqual([row.title, row.description], ['Disk nearly full', 'No space left on db-1']);
  const events = await eventsOf(ctx, id);
  assert.deepEqual(
    events.map((event) => event.type),
    ['Field updated', 'Assessment updated'],
  );
  assert.match(events[1]?.description ?? '', /severity from Undetermined to High/);
});

test('sending the same again changes nothing and says nothing', async () => {
  const { ctx, id, update } = await anOpenOne();
  const row = await getIncident(ctx, id);
  await update({ title: row.title, description: row.description, status: row.status, visibility: row.visibility, incident_type: null });
  assert.deepEqual(await eventsOf(ctx, id), []);
});

test('a change of visibility is told', async () => {
  const { ctx, id, update } = await anOpenOne();
  await update({ visibility: 'Restricted' });
  assert.match((await eventsOf(ctx, id))[0]?.description ?? '', /visibility from Open to Restricted/);
});

test('lists become what is sent; a list that is not sent stays, or goes with a whole-object update', async () => {
  const { ctx, id, reporter, update } = await anOpenOne();
  const tags = async () => {
    const { rows } = await sql<{ name: string }>`
      select t.name from incident_tags l join tags t on t.id = l.tag_id where l.incident_id = ${id} order by 1`.execute(ctx.db);
    return rows.map((row) => row.name);
  };
  const host = { name: 'Host' };
  await update({
    tags: [
      { name: 'a', tag_type: host },
      { name: 'b', tag_type: host },
    ],
  });
  assert.deepEqual(await tags(), ['a', 'b']);
  await update({
    tags: [
      { name: 'b', tag_type: host },
      { name: 'c', tag_type: host },
    ],
  });
  assert.deepEqual(await tags(), ['b', 'c']);
  assert.deepEqual((await eventsOf(ctx, id)).at(-1)?.details, { added: ['Host/c'], removed: ['Host/a'] });
  await update({ title: 'Other' });
  assert.deepEqual(await tags(), ['b', 'c']);
  await updateIncident(reporter, id, { title: 'Other' }, { listsReplaced: true });
  assert.deepEqual(await tags(), []);
});

test('two tags of an exclusive type are refused', async () => {
  const { ctx, project, update } = await anOpenOne();
  await sql`
    insert into tag_types (organization_id, project_id, name, exclusive, created_at, updated_at)
    values (${ctx.tenant.id}, ${project.id}, 'Cause', true, ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
  const tag_type = { name: 'Cause' };
  await assert.rejects(
    update({
      tags: [
        { name: 'a', tag_type },
        { name: 'b', tag_type },
      ],
    }),
    refused('invalid'),
  );
});

test('a severity that is not for stable incidents is refused for one, by name', async () => {
  const { ctx, project, id, update } = await anOpenOne();
  await sql`update incident_severities set allowed_for_stable_incidents = false where project_id = ${project.id} and "default"`.execute(
    ctx.db,
  );
  await assert.rejects(
    update({ status: 'Stable' }),
    (error) => error instanceof AppError && error.problems[0]?.loc.join('.') === 'body.incident_severity',
  );
  assert.equal((await getIncident(ctx, id)).status, 'Active');
  await update({ status: 'Stable', incident_severity: { name: 'Low' } });
  assert.equal((await getIncident(ctx, id)).status, 'Stable');
});

test('naming another commander hands the command over; naming nobody changes nobody', async () => {
  const { ctx, id, reporter, update } = await anOpenOne();
  await update({ commander: { individual: { email: 'ada@example.com' } }, reporter: null });
  assert.deepEqual(await peopleOf(ctx, id), [`${reporter.actor.email}: Reporter`, 'ada@example.com: Incident Commander']);
  await update({ commander: { individual: { email: 'ADA@example.com' } } });
  assert.equal((await peopleOf(ctx, id)).length, 2);
});

test('the new commander and closing in one request', async () => {
  const { ctx, id, update } = await anOpenOne();
  await update({ commander: { individual: { email: 'ada@example.com' } }, status: 'Closed' });
  const row = await getIncident(ctx, id);
  assert.deepEqual([row.status, row.commander_email], ['Closed', 'ada@example.com']);
});

test('a member who only watches changes nothing', async () => {
  const { ctx, id, update } = await anOpenOne();
  const other = await asUser(ctx, 'Member');
  await assert.rejects(update({ title: 'Mine' }, other), refused('forbidden'));
  assert.equal((await getIncident(ctx, id)).title, 'Disk full');
});

test('the ticket, the topic and those who asked to be told follow a change of priority', async () => {
  const { ctx, id, update } = await anOpenOne();
  await runJobs(ctx);
  await update({ incident_priority: { name: 'High' } });
  await runJobs(ctx);
  const room = await ctx.db.selectFrom('conversations').select('topic').where('incident_id', '=', id).executeTakeFirstOrThrow();
  assert.match(room.topic ?? '', /Priority: High/);
  const { rows } = await sql<{ body: string }>`
    select m.body from messages m join conversations c on c.id = m.conversation_id where c.incident_id = ${id} order by m.id desc limit 1`.execute(
    ctx.db,
  );
  assert.match(rows[0]?.body ?? '', /High/);
});

test('links to a restricted incident are neither shown to be added nor lost by a list without them', async () => {
  const { ctx, project, id, reporter } = await anOpenOne();
  const hidden = await openIncident(ctx, project, { visibility: 'Restricted' });
  await assert.rejects(updateIncident(reporter, id, { duplicates: [{ id: hidden }] }), refused('invalid'));
  await updateIncident(ctx, id, { duplicates: [{ id: hidden }] });
  await updateIncident(reporter, id, { duplicates: [] });
  const links = await ctx.db.selectFrom('incident_duplicates').select('duplicate_id').where('incident_id', '=', id).execute();
  assert.deepEqual(links, [{ duplicate_id: hidden }]);
});

test('an incident is no duplicate of itself', async () => {
  const { id, update } = await anOpenOne();
  await assert.rejects(update({ duplicates: [{ id }] }), refused('invalid'));
});

test('times that people may correct are corrected; an echoed one does not undo a transition', async () => {
  const { ctx, clock, id, update } = await anOpenOne();
  await update({ reported_at: '2026-01-01T10:00:00.000000Z' });
  assert.equal((await getIncident(ctx, id)).reported_at.toISOString(), '2026-01-01T10:00:00.000Z');
  clock.advance(HOUR);
  await update({ status: 'Stable', stable_at: '2020-01-01T00:00:00.000000Z' });
  assert.equal((await getIncident(ctx, id)).stable_at?.getTime(), ctx.now().getTime());
  await update({ stable_at: '2026-01-02T00:00:00.000000Z' });
  assert.equal((await getIncident(ctx, id)).stable_at?.toISOString(), '2026-01-02T00:00:00.000Z');
});
