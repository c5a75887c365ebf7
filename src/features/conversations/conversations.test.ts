import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { describe, test } from 'vitest';
import { asUser, inject, runJobs } from '../../../test/harness.ts';
import { aRoom, aRoomOf, reading, saying, timelineOf } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { openIncident } from '../incidents/fixtures.ts';
import { updateIncident } from '../incidents/index.ts';
import { BARE, KINDS } from '../participants/fixtures.ts';
import { isAfterHours } from './after-hours.ts';
import { postNotice } from './index.ts';
import { jobs } from './jobs.ts';

const kindOf = (kind: string) => (error: unknown) => (error as { kind?: string }).kind === kind;
const messagePath = ({ kind, id }: SubjectRef, messageId: number | undefined) => `/{organization}/${kind}s/${id}/messages/${messageId}`;
const onlyNotices = { jobs, flows: [] };

describe.each(KINDS)('%s: notices in the room', (kind) => {
  test('the same key is said once, however often it is asked for', async () => {
    const { ctx, subject } = await aRoomOf(kind);
    for (const text of ['First', 'Again']) await transaction(ctx, (tx) => postNotice(tx, subject, { text, key: 'once', pinned: true }));
    await runJobs(ctx, onlyNotices);
    const said = (await reading(ctx, subject)).filter((one) => ['First', 'Again'].includes(one.body));
    assert.deepEqual(
      said.map(({ body, kind: spoken, author, pinned }) => ({ body, kind: spoken, author, pinned })),
      [{ body: 'First', kind: 'notice', author: null, pinned: true }],
    );
  });

  test('a notice for one person is read by that person alone', async () => {
    const { ctx, subject, lead } = await aRoomOf(kind);
    const email = lead.actor.email.toUpperCase();
    await transaction(ctx, (tx) => postNotice(tx, subject, { text: 'For you', key: 'you', onlyTo: email }));
    await runJobs(ctx, onlyNotices);
    assert.ok((await reading(lead, subject)).some((one) => one.body === 'For you'));
    assert.ok(!(await reading(ctx, subject)).some((one) => one.body === 'For you'));
  });
});

test('a notice waits for the room', async () => {
  const { ctx, project, clock } = await aRoom();
  const id = await openIncident(ctx, project);
  await transaction(ctx, (tx) => postNotice(tx, { kind: 'incident', id }, { text: 'Early', key: 'early' }));
  await runJobs(ctx);
  clock.advance(60_000);
  await runJobs(ctx);
  assert.ok((await reading(ctx, id)).some((one) => one.body === 'Early'));
});

describe.each(KINDS)('%s: messages in the room', (kind) => {
  test('who talks takes part, and the third message makes a participant of who watched', async () => {
    const { ctx, subject, outsider } = await aRoomOf(kind);
    for (const text of ['One', 'Two', 'Three']) await saying(outsider, subject, text);
    const { rows: roles } = await sql<{ role: string }>`
      select r.role from participant_roles r join participants p on p.id = r.participant_id
      join individual_contacts i on i.id = p.individual_contact_id
      where ${sql.ref(`p.${kind}_id`)} = ${subject.id} and i.email = ${outsider.actor.email} and r.renounced_at is null`.execute(ctx.db);
    assert.deepEqual(roles, [{ role: 'Participant' }]);
    const { rows: facts } = await sql<{ slug: string }>`
      select e.slug from participant_activities a join plugin_events e on e.id = a.plugin_event_id
      where ${sql.ref(`a.${kind}_id`)} = ${subject.id}`.execute(ctx.db);
    assert.deepEqual(
      facts.map((one) => one.slug),
      Array(3).fill('tocsin-war-room-activity'),
    );
  });

  test('newest come first, page by page, and those younger than a known one alone', async () => {
    const { ctx, subject, lead } = await aRoomOf(kind);
    for (const text of ['One', 'Two', 'Three']) await saying(lead, subject, text);
    const page = await reading(ctx, subject, '?itemsPerPage=2');
    assert.deepEqual(
      page.map((one) => one.body),
      ['Three', 'Two'],
    );
    const [third, second] = page;
    assert.deepEqual(
      (await reading(ctx, subject, `?after=${second?.id}`)).map((one) => one.id),
      [third?.id],
    );
  });

  test('its author corrects a message, nobody else', async () => {
    const { subject, lead, outsider } = await aRoomOf(kind);
    const { message } = await saying(lead, subject, 'The disk is full');
    const path = messagePath(subject, message?.id);
    const corrected = await inject(lead, { method: 'PATCH', path, body: { body: 'The disk was full' } });
    assert.equal(corrected.json().body, 'The disk was full');
    assert.ok(corrected.json().edited_at);
    assert.equal((await inject(outsider, { method: 'PATCH', path, body: { body: 'Nonsense' } })).status, 403);
    assert.equal((await inject(outsider, { method: 'PATCH', path, body: { pinned: true } })).json().pinned, true);
  });

  test('a decision is in the timeline for as long as it is one', async () => {
    const { ctx, subject, lead } = await aRoomOf(kind);
    const { message } = await saying(lead, subject, 'Fail over to the other site');
    const path = messagePath(subject, message?.id);
    for (const decision of [true, true]) await inject(lead, { method: 'PATCH', path, body: { decision } });
    const decided = 'Decision: Fail over to the other site';
    assert.equal((await timelineOf(ctx, subject)).filter((one) => one === decided).length, 1);
    await inject(lead, { method: 'PATCH', path, body: { decision: false } });
    assert.ok(!(await timelineOf(ctx, subject)).includes(decided));
  });

  test.each(KINDS)('a message of another %s is not there', async (otherKind) => {
    const { ctx, project, subject, lead } = await aRoomOf(kind);
    const { message } = await saying(lead, subject, 'Elsewhere');
    const other = await BARE[otherKind](ctx, project.id);
    await ctx.db
      .insertInto('conversations')
      .values({
        organization_id: ctx.tenant.id,
        [`${otherKind}_id`]: other.id,
        channel_id: `room-${otherKind}-${other.id}`,
        created_at: ctx.now(),
        updated_at: ctx.now(),
      })
      .execute();
    const change = (place: SubjectRef) => inject(lead, { method: 'PATCH', path: messagePath(place, message?.id), body: { pinned: true } });
    assert.equal((await change(other)).status, 404);
    assert.equal((await change(subject)).status, 200);
  });
});

describe.each(KINDS)('%s: who may in the room', (kind) => {
  test('where it is restricted it is neither read nor written by who does not take part', async () => {
    const { ctx, path, outsider, lead } = await aRoomOf(kind, { visibility: 'Restricted' });
    const messages = `${path}/messages`;
    assert.equal((await inject(outsider, { method: 'GET', path: messages })).status, 403);
    assert.equal((await inject(outsider, { method: 'POST', path: messages, body: { body: 'Hello' } })).status, 403);
    assert.equal((await inject(outsider, { method: 'GET', path: `${path}/commands` })).status, 403);
    assert.equal((await inject(lead, { method: 'POST', path: messages, body: { body: 'Hello' } })).status, 200);
    assert.equal((await inject(ctx, { method: 'GET', path: messages })).status, 200);
  });

  test('where nobody joins by themselves only those who take part talk', async () => {
    const { ctx, project, subject, outsider, lead } = await aRoomOf(kind);
    await ctx.db.updateTable('projects').set({ allow_self_join: false }).where('id', '=', project.id).execute();
    await assert.rejects(saying(outsider, subject, 'Hello'), kindOf('forbidden'));
    assert.ok((await saying(lead, subject, 'Hello')).message);
    assert.equal((await reading(outsider, subject)).at(0)?.body, 'Hello');
  });

  test('nobody talks between the closing and the archiving', async () => {
    const { ctx, subject } = await aRoomOf(kind, { status: 'Closed' });
    await assert.rejects(saying(ctx, subject, 'Just one more thing'), kindOf('conflict'));
  });

  test('another organization sees nothing', async () => {
    const { path } = await aRoomOf(kind);
    const { ctx: other } = await aRoomOf(kind);
    const stranger = await asUser(other, 'Owner');
    assert.equal((await inject(stranger, { method: 'GET', path: `${path}/messages` })).status, 403);
  });
});

test('a closed room is read, not written', async () => {
  const { ctx, incidentId, commander } = await aRoom();
  await saying(commander, incidentId, 'Before');
  await updateIncident(ctx, incidentId, { status: 'Closed' });
  await runJobs(ctx);
  await assert.rejects(saying(ctx, incidentId, 'After'), kindOf('conflict'));
  assert.ok((await reading(ctx, incidentId)).some((one) => one.body === 'Before'));
});

test('a room that a case shares with its incident is one room, and browsers that show either hear of it', async () => {
  const { ctx, project, lead, subject } = await aRoomOf('case');
  const incident = await BARE.incident(ctx, project.id);
  await ctx.db.updateTable('conversations').set({ incident_id: incident.id }).where('case_id', '=', subject.id).execute();
  await saying(lead, subject, 'Said in the case');
  assert.equal((await reading(lead, incident)).at(0)?.body, 'Said in the case');
  const notes = await ctx.db
    .selectFrom('live_notes')
    .select(['kind', 'subject_id'])
    .where('organization_id', '=', ctx.tenant.id)
    .where(sql<boolean>`'messages' = any(topics)`)
    .execute();
  assert.deepEqual(notes.map(({ kind, subject_id }) => `${kind} ${subject_id}`).sort(), [`case ${subject.id}`, `incident ${incident.id}`]);
});

describe('a new case', () => {
  const triages = async (ctx: Context, { id }: SubjectRef) =>
    (await ctx.db.selectFrom('jobs').select('name').where('name', '=', 'triage-case').where('case_id', '=', id).execute()).length;

  test('is looked at from the first message on', async () => {
    const { ctx, subject, lead } = await aRoomOf('case');
    for (const text of ['One', 'Two']) await saying(lead, subject, text);
    assert.equal(await triages(ctx, subject), 1);
  });

  test('is not looked at for a notice or an answered command', async () => {
    const { ctx, subject, lead } = await aRoomOf('case');
    await transaction(ctx, (tx) => postNotice(tx, subject, { text: 'A notice' }));
    await runJobs(ctx, onlyNotices);
    await saying(lead, subject, '/help');
    assert.equal(await triages(ctx, subject), 0);
  });

  test('that became new again is looked at again', async () => {
    const { ctx, subject, lead } = await aRoomOf('case');
    await saying(lead, subject, 'One');
    await ctx.db
      .insertInto('case_status_changes')
      .values({ organization_id: ctx.tenant.id, case_id: subject.id, status: 'New', changed_at: ctx.now() })
      .execute();
    await saying(lead, subject, 'Two');
    assert.equal(await triages(ctx, subject), 2);
  });

  test('that was looked at already stays as it is', async () => {
    const { ctx, subject, lead } = await aRoomOf('case', { status: 'Stable' });
    await saying(lead, subject, 'One');
    assert.equal(await triages(ctx, subject), 0);
  });
});

describe('outside working hours', () => {
  test.each([
    ['2026-01-05T09:00:00Z', false],
    ['2026-01-05T16:59:59Z', false],
    ['2026-01-05T17:00:00Z', true],
    ['2026-01-06T08:59:59Z', true],
    ['2026-01-10T12:00:00Z', true],
    ['2026-01-11T12:00:00Z', true],
  ])('%s: %j', (at, expected) => assert.equal(isAfterHours(new Date(at)), expected));

  const noticesFor = async (ctx: Context, subject: SubjectRef) =>
    (await reading(ctx, subject)).filter((one) => one.body.startsWith('It is outside working hours'));

  test.each([
    ['incident', 'who is in command'],
    ['case', 'whose case this is'],
  ] as const)('%s: whoever writes is told once that those in charge may be away; they themselves never', async (kind, words) => {
    const { ctx, clock, subject, lead } = await aRoomOf(kind);
    clock.set('2026-01-05T22:00:00Z');
    for (const text of ['One', 'Two']) await saying(ctx, subject, text);
    await saying(lead, subject, 'Three');
    const [notice, another] = await noticesFor(ctx, subject);
    assert.ok(notice?.body.includes(words) && !another);
    assert.equal((await noticesFor(lead, subject)).length, 0);
  });

  test.each(KINDS)('%s: a priority may leave that out', async (kind) => {
    const { ctx, clock, project, subject } = await aRoomOf(kind);
    await sql`
      update ${sql.table(`${kind}_priorities`)} set disable_delayed_message_warning = true where project_id = ${project.id}`.execute(
      ctx.db,
    );
    clock.set('2026-01-05T22:00:00Z');
    await saying(ctx, subject, 'One');
    assert.equal((await noticesFor(ctx, subject)).length, 0);
  });
});
