import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { test } from 'vitest';
import { anOrganization, asSystem, asUser, DAY, HOUR, inject, runJobs, type TestOrganization } from '../../../test/harness.ts';
import { transaction } from '../../core/db.ts';
import { aCostedIncident } from '../costs/fixtures.ts';
import { openIncident } from '../incidents/fixtures.ts';
import { notifySubject } from './notify-subject.ts';
import { sendDailyReports, sendWeeklyReports } from './reports.ts';
import { routes } from './routes.ts';

type Given = { name?: string; type?: string; target?: string; enabled?: boolean; filters?: { id: number }[] };

async function aNotification({ ctx, project }: TestOrganization, given: Given = {}) {
  const body = { name: 'Everybody', type: 'email', target: 'all@example.com', enabled: true, project: { name: project.name }, ...given };
  const answer = await inject(ctx, { method: 'POST', path: '/{organization}/notifications', body }, routes);
  assert.equal(answer.status, 200, answer.text);
  return answer.json<{ id: number; filters: unknown[] }>();
}

async function aFilter({ ctx, project }: TestOrganization, expression: unknown, enabled = true): Promise<{ id: number }> {
  const { rows } = await sql<{ id: number }>`
    insert into search_filters (organization_id, project_id, name, expression, enabled, created_at, updated_at)
    values (${ctx.tenant.id}, ${project.id}, 'filter-' || gen_random_uuid(), ${JSON.stringify(expression)}::jsonb, ${enabled}, ${ctx.now()}, ${ctx.now()})
    returning id`.execute(ctx.db);
  return rows[0] as { id: number };
}

const active = [{ or: [{ model: 'Incident', field: 'status', op: '==', value: 'Active' }] }];
const anyTitle = [{ or: [{ model: 'Incident', field: 'title', op: 'ilike', value: '%disk%' }] }];
const closed = [{ or: [{ model: 'Incident', field: 'status', op: '==', value: 'Closed' }] }];
const restricted = [{ or: [{ model: 'Incident', field: 'visibility', op: '==', value: 'Restricted' }] }];

const mailsOf = ({ ctx }: TestOrganization) =>
  ctx.db.selectFrom('mails').select(['to', 'subject', 'text']).where('organization_id', '=', ctx.tenant.id).orderBy('id').execute();

async function anIncident(place: TestOrganization, visibility: 'Open' | 'Restricted' = 'Open') {
  const facts = aCostedIncident(place.ctx, place.project.id, place.ctx.now());
  const id = await facts.make();
  await facts.status(id, 'Active', 0);
  await sql`update incidents set visibility = ${visibility}, description = 'The disk of db1 is full' where id = ${id}`.execute(
    place.ctx.db,
  );
  return { id, facts };
}

const tell = ({ ctx }: TestOrganization, id: number, occasion: 'created' | 'updated' = 'created') =>
  transaction(ctx, (tx) =>
    notifySubject(tx, { kind: 'incident', id }, occasion, occasion === 'updated' ? { severity: { from: 'Low', to: 'High' } } : {}),
  );

test('a notification without filters hears of every incident, once', async () => {
  const place = await anOrganization();
  await aNotification(place);
  const { id } = await anIncident(place);
  await tell(place, id);
  await tell(place, id);
  const [mail, ...more] = await mailsOf(place);
  assert.deepEqual(mail?.to, ['all@example.com']);
  assert.match(mail?.text ?? '', /The disk of db1 is full/);
  assert.equal(more.length, 0);
});

test('two matching filters are one message; disabled filters and notifications are none', async () => {
  const place = await anOrganization();
  const filters = [await aFilter(place, active), await aFilter(place, anyTitle)];
  await aNotification(place, { filters });
  await aNotification(place, { target: 'closed@example.com', filters: [await aFilter(place, closed)] });
  await aNotification(place, { target: 'disabled-filter@example.com', filters: [await aFilter(place, active, false)] });
  await aNotification(place, { target: 'disabled@example.com', enabled: false });
  const { id } = await anIncident(place);
  await tell(place, id);
  assert.deepEqual(
    (await mailsOf(place)).map((mail) => mail.to),
    [['all@example.com']],
  );
});

test('of a restricted incident only those hear who asked for restricted ones, and not what happened', async () => {
  const place = await anOrganization();
  await aNotification(place);
  await aNotification(place, { target: 'secret@example.com', filters: [await aFilter(place, restricted)] });
  const { id } = await anIncident(place, 'Restricted');
  await tell(place, id);
  const [mail, ...more] = await mailsOf(place);
  assert.deepEqual([mail?.to, more.length], [['secret@example.com'], 0]);
  assert.doesNotMatch(`${mail?.subject} ${mail?.text}`, /disk/i);
});

test('a channel hears through the conversation plug-in, and the room of what changed', async () => {
  const place = await anOrganization();
  const { id: notificationId } = await aNotification(place, { type: 'conversation', target: 'C123' });
  const { id } = await anIncident(place);
  await tell(place, id, 'updated');
  const jobs = await place.ctx.db.selectFrom('jobs').select(['name', 'payload']).where('incident_id', '=', id).orderBy('id').execute();
  assert.deepEqual(
    jobs.map((one) => one.name),
    ['send-notification', 'post-message'],
  );
  const payload = jobs[0]?.payload as { channel: string; text: string; key: string };
  assert.equal(payload.channel, 'C123');
  assert.match(payload.text, /Severity: Low → \*\*High\*\*/);
  assert.match(payload.key, new RegExp(`^notification-${notificationId}-incident-${id}-`));
});

test('administrators write notifications, members read them', async () => {
  const place = await anOrganization();
  const { id } = await aNotification(place);
  const member = await asUser(place.ctx, 'Member');
  const path = `/{organization}/notifications/${id}`;
  assert.equal((await inject(member, { method: 'GET', path }, routes)).status, 200);
  assert.equal((await inject(member, { method: 'DELETE', path }, routes)).status, 403);
  assert.equal((await inject(place.ctx, { method: 'DELETE', path }, routes)).status, 200);
});

test('a notification by e-mail needs an address', async () => {
  const { ctx, project } = await anOrganization();
  const body = { name: 'Everybody', type: 'email', target: '#general', project: { name: project.name } };
  const answer = await inject(ctx, { method: 'POST', path: '/{organization}/notifications', body }, routes);
  assert.equal(answer.status, 422, answer.text);
});

test('the daily report lists each incident once, leaves out restricted and old ones, and is sent once a day', async () => {
  const place = await anOrganization();
  const { ctx, clock } = place;
  await aNotification(place, { filters: [await aFilter(place, anyTitle), await aFilter(place, active)] });
  await aNotification(place, {
    target: 'nothing@example.com',
    filters: [await aFilter(place, [{ field: 'title', op: '==', value: 'no' }])],
  });
  const seen = await anIncident(place);
  await anIncident(place, 'Restricted');
  const old = await anIncident(place);
  await old.facts.status(old.id, 'Closed', 1);
  clock.advance(2 * DAY);
  await sendDailyReports(asSystem(ctx), ctx.now());
  await sendDailyReports(asSystem(ctx), ctx.now());
  const [mail, ...more] = await mailsOf(place);
  assert.equal(more.length, 0);
  assert.match(mail?.subject ?? '', /^One incident on /);
  const { name } = await ctx.db.selectFrom('incidents').select('name').where('id', '=', seen.id).executeTakeFirstOrThrow();
  assert.equal((mail?.text ?? '').split(name).length >= 2, true);
});

test('a project that wants no daily report gets none', async () => {
  const place = await anOrganization();
  await aNotification(place);
  await anIncident(place);
  await sql`update projects set send_daily_reports = false where id = ${place.project.id}`.execute(place.ctx.db);
  await sendDailyReports(asSystem(place.ctx), place.ctx.now());
  assert.deepEqual(await mailsOf(place), []);
});

test('the weekly report goes to the chosen notification, with the reviewed incidents of the week or the word that there are none', async () => {
  const place = await anOrganization();
  const { ctx, clock, project } = place;
  const { id: notificationId } = await aNotification(place);
  await sql`update projects set send_weekly_reports = true, weekly_report_notification_id = ${notificationId} where id = ${project.id}`.execute(
    ctx.db,
  );
  await sendWeeklyReports(asSystem(ctx), ctx.now());
  const { id, facts } = await anIncident(place);
  await facts.review(id);
  await facts.status(id, 'Closed', 1);
  clock.advance(DAY + HOUR);
  await sendWeeklyReports(asSystem(ctx), ctx.now());
  const [none, one] = await mailsOf(place);
  assert.match(none?.text ?? '', /No incident/);
  assert.match(one?.text ?? '', /One incident closed/);
});

test('a channel of the built-in rooms hears what happens elsewhere, once', async () => {
  const place = await anOrganization();
  const { ctx, project } = place;
  const headquarters = await openIncident(ctx, project);
  await runJobs(asSystem(ctx));
  const room = await ctx.db
    .selectFrom('conversations')
    .select(['id', 'channel_id'])
    .where('incident_id', '=', headquarters)
    .executeTakeFirstOrThrow();
  await aNotification(place, { type: 'conversation', target: room.channel_id });
  const { id } = await anIncident(place);
  await tell(place, id);
  await runJobs(asSystem(ctx));
  await tell(place, id);
  await runJobs(asSystem(ctx));
  const heard = await ctx.db
    .selectFrom('messages')
    .select('body')
    .where('conversation_id', '=', room.id)
    .where('body', 'like', '%The disk of db1 is full%')
    .execute();
  assert.equal(heard.length, 1);
});
