import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { asUser, inject, runJobs } from '../../../test/harness.ts';
import { aRoom, reading, saying, timelineOf } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { openIncident } from '../incidents/fixtures.ts';
import { updateIncident } from '../incidents/index.ts';
import { isAfterHours } from './after-hours.ts';
import { postNotice } from './index.ts';

const kindOf = (kind: string) => (error: unknown) => (error as { kind?: string }).kind === kind;

describe('notices', () => {
  test('the same key is said once, however often it is asked for', async () => {
    const { ctx, incidentId, subject } = await aRoom();
    for (const text of ['First', 'Again']) await transaction(ctx, (tx) => postNotice(tx, subject, { text, key: 'once', pinned: true }));
    await runJobs(ctx);
    const said = (await reading(ctx, incidentId)).filter((one) => ['First', 'Again'].includes(one.body));
    assert.deepEqual(
      said.map(({ body, kind, author, pinned }) => ({ body, kind, author, pinned })),
      [{ body: 'First', kind: 'notice', author: null, pinned: true }],
    );
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

  test('a notice for one person is read by that person alone', async () => {
    const { ctx, incidentId, subject, commander } = await aRoom();
    const email = commander.actor.email.toUpperCase();
    await transaction(ctx, (tx) => postNotice(tx, subject, { text: 'For you', key: 'you', onlyTo: email }));
    await runJobs(ctx);
    assert.ok((await reading(commander, incidentId)).some((one) => one.body === 'For you'));
    assert.ok(!(await reading(ctx, incidentId)).some((one) => one.body === 'For you'));
  });
});

describe('messages', () => {
  test('who talks takes part, and the third message makes a participant of who watched', async () => {
    const { ctx, incidentId, outsider } = await aRoom();
    for (const text of ['One', 'Two', 'Three']) await saying(outsider, incidentId, text);
    const roles = await ctx.db
      .selectFrom('participant_roles as r')
      .innerJoin('participants as p', 'p.id', 'r.participant_id')
      .innerJoin('individual_contacts as i', 'i.id', 'p.individual_contact_id')
      .select('r.role')
      .where('p.incident_id', '=', incidentId)
      .where('i.email', '=', outsider.actor.email)
      .where('r.renounced_at', 'is', null)
      .execute();
    assert.deepEqual(roles, [{ role: 'Participant' }]);
    const facts = await ctx.db
      .selectFrom('participant_activities as a')
      .innerJoin('plugin_events as e', 'e.id', 'a.plugin_event_id')
      .select('e.slug')
      .where('a.incident_id', '=', incidentId)
      .execute();
    assert.deepEqual(
      facts.map((one) => one.slug),
      Array(3).fill('tocsin-war-room-activity'),
    );
  });

  test('newest come first, page by page, and those younger than a known one alone', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    for (const text of ['One', 'Two', 'Three']) await saying(commander, incidentId, text);
    const page = await reading(ctx, incidentId, '?itemsPerPage=2');
    assert.deepEqual(
      page.map((one) => one.body),
      ['Three', 'Two'],
    );
    const [third, second] = page;
    assert.deepEqual(
      (await reading(ctx, incidentId, `?after=${second?.id}`)).map((one) => one.id),
      [third?.id],
    );
  });

  test('its author corrects a message, nobody else', async () => {
    const { incidentId, commander, outsider } = await aRoom();
    const { message } = await saying(commander, incidentId, 'The disk is full');
    const path = `/{organization}/incidents/${incidentId}/messages/${message?.id}`;
    const corrected = await inject(commander, { method: 'PATCH', path, body: { body: 'The disk was full' } });
    assert.equal(corrected.json().body, 'The disk was full');
    assert.ok(corrected.json().edited_at);
    assert.equal((await inject(outsider, { method: 'PATCH', path, body: { body: 'Nonsense' } })).status, 403);
    assert.equal((await inject(outsider, { method: 'PATCH', path, body: { pinned: true } })).json().pinned, true);
  });

  test('a decision is in the timeline for as long as it is one', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    const { message } = await saying(commander, incidentId, 'Fail over to the other site');
    const path = `/{organization}/incidents/${incidentId}/messages/${message?.id}`;
    for (const decision of [true, true]) await inject(commander, { method: 'PATCH', path, body: { decision } });
    const decided = 'Decision: Fail over to the other site';
    assert.equal((await timelineOf(ctx, incidentId)).filter((one) => one === decided).length, 1);
    await inject(commander, { method: 'PATCH', path, body: { decision: false } });
    assert.ok(!(await timelineOf(ctx, incidentId)).includes(decided));
  });

  test('a message of another incident is not there', async () => {
    const { ctx, project, incidentId, commander } = await aRoom();
    const other = await openIncident(commander, project);
    await runJobs(ctx);
    const { message } = await saying(commander, other, 'Elsewhere');
    const path = `/{organization}/incidents/${incidentId}/messages/${message?.id}`;
    assert.equal((await inject(commander, { method: 'PATCH', path, body: { pinned: true } })).status, 404);
  });
});

describe('who may', () => {
  test('a restricted incident is neither read nor written by who does not take part', async () => {
    const { ctx, incidentId, outsider, commander } = await aRoom({ visibility: 'Restricted' });
    const path = `/{organization}/incidents/${incidentId}/messages`;
    assert.equal((await inject(outsider, { method: 'GET', path })).status, 403);
    assert.equal((await inject(outsider, { method: 'POST', path, body: { body: 'Hello' } })).status, 403);
    assert.equal((await inject(commander, { method: 'POST', path, body: { body: 'Hello' } })).status, 200);
    assert.equal((await inject(ctx, { method: 'GET', path })).status, 200);
  });

  test('where nobody joins by themselves only those who take part talk', async () => {
    const { ctx, project, incidentId, outsider, commander } = await aRoom();
    await ctx.db.updateTable('projects').set({ allow_self_join: false }).where('id', '=', project.id).execute();
    await assert.rejects(saying(outsider, incidentId, 'Hello'), kindOf('forbidden'));
    assert.ok((await saying(commander, incidentId, 'Hello')).message);
    assert.equal((await reading(outsider, incidentId)).at(0)?.body, 'Hello');
  });

  test('a closed room is read, not written', async () => {
    const { ctx, incidentId, commander } = await aRoom();
    await saying(commander, incidentId, 'Before');
    await updateIncident(ctx, incidentId, { status: 'Closed' });
    await runJobs(ctx);
    await assert.rejects(saying(ctx, incidentId, 'After'), kindOf('conflict'));
    assert.ok((await reading(ctx, incidentId)).some((one) => one.body === 'Before'));
  });

  test('nobody talks between the closing and the archiving', async () => {
    const { ctx, incidentId } = await aRoom();
    await updateIncident(ctx, incidentId, { status: 'Closed' });
    await assert.rejects(saying(ctx, incidentId, 'Just one more thing'), kindOf('conflict'));
  });

  test('another organization sees nothing', async () => {
    const { incidentId } = await aRoom();
    const { ctx: other } = await aRoom();
    const stranger = await asUser(other, 'Owner');
    assert.equal((await inject(stranger, { method: 'GET', path: `/{organization}/incidents/${incidentId}/messages` })).status, 403);
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

  const noticesFor = async (ctx: Context, id: number) =>
    (await reading(ctx, id)).filter((one) => one.body.startsWith('It is outside working hours'));

  test('whoever writes is told once that the commander may be away; the commander never', async () => {
    const { ctx, clock, incidentId, commander } = await aRoom();
    clock.set('2026-01-05T22:00:00Z');
    for (const text of ['One', 'Two']) await saying(ctx, incidentId, text);
    await saying(commander, incidentId, 'Three');
    assert.equal((await noticesFor(ctx, incidentId)).length, 1);
    assert.equal((await noticesFor(commander, incidentId)).length, 0);
  });

  test('a priority may leave that out', async () => {
    const { ctx, clock, project, incidentId } = await aRoom();
    await ctx.db
      .updateTable('incident_priorities')
      .set({ disable_delayed_message_warning: true })
      .where('project_id', '=', project.id)
      .execute();
    clock.set('2026-01-05T22:00:00Z');
    await saying(ctx, incidentId, 'One');
    assert.equal((await noticesFor(ctx, incidentId)).length, 0);
  });
});
