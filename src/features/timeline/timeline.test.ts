import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { asUser, inject } from '../../../test/harness.ts';
import { aRoom } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { openIncident } from '../incidents/fixtures.ts';
import { assignRole } from '../participants/index.ts';
import { withTimeline } from './render.ts';

type Entry = {
  uuid: string;
  description: string;
  type: string;
  source: string;
  owner: string;
  pinned: boolean;
  started_at: string;
  details: object;
};

const entriesOf = async (ctx: Context, id: number) =>
  (await inject(ctx, { method: 'GET', path: `/{organization}/incidents/${id}/timeline?format=json` })).json<Entry[]>();
const eventPath = (id: number, uuid = '') => `/{organization}/incidents/${id}/event${uuid && `/${uuid}`}`;
const added = { started_at: '2026-01-05T08:15:00Z', source: 'whoever', description: 'The first alarm' };

async function anEntry() {
  const room = await aRoom();
  await inject(room.commander, { method: 'POST', path: eventPath(room.incidentId), body: added });
  const entry = (await entriesOf(room.ctx, room.incidentId)).find((one) => one.description === added.description) as Entry;
  return { ...room, entry };
}

describe('custom entries', () => {
  test('the caller is their source and owner, whatever the body says', async () => {
    const { entry, commander } = await anEntry();
    const name = entry.owner;
    assert.deepEqual([entry.source, entry.type, entry.pinned], [name, 'Custom event', false]);
    expect(commander.actor.email.toLowerCase()).toContain(name.toLowerCase());
    expect(entry.details).toMatchObject({ created_by: name });
    assert.equal(entry.started_at, '2026-01-05T08:15:00.000Z');
  });

  test('the scribe keeps the timeline as well, others do not', async () => {
    const { ctx, incidentId, outsider, subject } = await aRoom();
    assert.equal((await inject(outsider, { method: 'POST', path: eventPath(incidentId), body: added })).status, 403);
    await transaction(ctx, (tx) => assignRole(tx, subject, { email: outsider.actor.email, role: 'Scribe' }));
    assert.equal((await inject(outsider, { method: 'POST', path: eventPath(incidentId), body: added })).status, 200);
  });

  test('an entry is corrected with what is sent', async () => {
    const { ctx, incidentId, commander, entry } = await anEntry();
    const body = { ...entry, description: 'The second alarm', started_at: '2026-01-05T08:20:00Z' };
    assert.equal((await inject(commander, { method: 'PATCH', path: eventPath(incidentId), body })).status, 200);
    const changed = (await entriesOf(ctx, incidentId)).find((one) => one.uuid === entry.uuid);
    assert.deepEqual([changed?.description, changed?.started_at], ['The second alarm', '2026-01-05T08:20:00.000Z']);
    expect(changed?.details).toMatchObject({ updated_by: entry.owner });
  });

  test('it cannot end before it starts', async () => {
    const { incidentId, commander, entry } = await anEntry();
    const body = { uuid: entry.uuid, ended_at: '2026-01-05T08:00:00Z' };
    assert.equal((await inject(commander, { method: 'PATCH', path: eventPath(incidentId), body })).status, 422);
  });

  test('an entry is deleted, once', async () => {
    const { incidentId, commander, entry } = await anEntry();
    const remove = () => inject(commander, { method: 'DELETE', path: eventPath(incidentId, entry.uuid) });
    assert.equal((await remove()).status, 200);
    assert.equal((await remove()).status, 404);
  });

  test('an entry of another incident is out of reach', async () => {
    const { project, ctx, commander, entry } = await anEntry();
    const other = await openIncident(commander, project);
    assert.equal((await inject(commander, { method: 'DELETE', path: eventPath(other, entry.uuid) })).status, 404);
    const body = { uuid: entry.uuid, description: 'Forged' };
    assert.equal((await inject(commander, { method: 'PATCH', path: eventPath(other), body })).status, 404);
    assert.equal((await inject(ctx, { method: 'DELETE', path: eventPath(other, 'no-uuid') })).status, 422);
  });
});

test('what Tocsin wrote is pinned, not rewritten', async () => {
  const { ctx, incidentId, commander } = await aRoom();
  const entry = (await entriesOf(ctx, incidentId)).find((one) => one.type !== 'Custom event' && !one.pinned) as Entry;
  const pin = await inject(commander, { method: 'PATCH', path: eventPath(incidentId), body: { ...entry, pinned: true } });
  assert.equal(pin.status, 200);
  assert.equal((await entriesOf(ctx, incidentId)).find((one) => one.uuid === entry.uuid)?.pinned, true);
  const forged = await inject(commander, {
    method: 'PATCH',
    path: eventPath(incidentId),
    body: { ...entry, description: 'Never happened' },
  });
  assert.equal(forged.status, 409);
  assert.equal((await inject(commander, { method: 'DELETE', path: eventPath(incidentId, entry.uuid) })).status, 409);
});

describe('the file', () => {
  const download = (ctx: Context, id: number, query: string) =>
    inject(ctx, { method: 'GET', path: `/{organization}/incidents/${id}/timeline?${query}` });

  test('no cell is a formula, and the clock is that of the zone', async () => {
    const { incidentId, commander } = await aRoom();
    await inject(commander, { method: 'POST', path: eventPath(incidentId), body: { ...added, description: '=HYPERLINK("http://evil")' } });
    const answer = await download(commander, incidentId, 'format=csv&timezone=America/Los_Angeles');
    expect(answer.text).toContain('2026-01-05 00:15:00,"\'=HYPERLINK(""http://evil"")"');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="dispatch-.*-timeline\.csv"$/);
  });

  test('a bar or a line break does not break the table', async () => {
    const { incidentId, commander } = await aRoom();
    await inject(commander, { method: 'POST', path: eventPath(incidentId), body: { ...added, description: 'a | b\nc' } });
    expect((await download(commander, incidentId, 'format=md')).text).toContain('| a \\| b c |');
  });

  test.each([
    ['format=csv&timezone=Mars/Olympus', 422],
    ['format=xls', 422],
  ])('%s is refused', async (query, status) => {
    const { ctx, incidentId } = await aRoom();
    assert.equal((await download(ctx, incidentId, query)).status, status);
  });

  test('a restricted incident’s is for those who take part', async () => {
    const { ctx, incidentId, commander, outsider } = await aRoom({ visibility: 'Restricted' });
    assert.equal((await download(outsider, incidentId, 'format=csv')).status, 403);
    assert.equal((await download(commander, incidentId, 'format=csv')).status, 200);
    assert.equal((await download(await asUser(ctx, 'Admin'), incidentId, 'format=csv')).status, 200);
  });
});

describe('in the document', () => {
  const exporting = (ctx: Context, id: number, body: object) =>
    inject(ctx, { method: 'POST', path: `/{organization}/incidents/${id}/exportTimeline`, body });

  test('a second export replaces the first', async () => {
    const { ctx, incidentId, commander } = await anEntry();
    for (const timezone of ['UTC', 'Asia/Tokyo'])
      assert.equal((await exporting(commander, incidentId, { timezone, incidentDocument: true, 'Custom event': true })).status, 200);
    const { content } = await ctx.db
      .selectFrom('document_versions as v')
      .innerJoin('incidents as i', 'i.incident_document_id', 'v.document_id')
      .select('v.content')
      .where('i.id', '=', incidentId)
      .orderBy('v.version', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    assert.equal(content.split('The first alarm').length, 2);
    expect(content).toContain('## Timeline\n\n<!-- timeline -->\n| Time (Asia/Tokyo)');
    expect(content).not.toContain('Owner');
  });

  test.each([
    [{ timezone: 'UTC' }, 422],
    [{ timezone: 'Nowhere', incidentDocument: true }, 422],
    [{ reviewDocument: true }, 409],
  ])('%j is refused', async (body, status) => {
    const { incidentId, commander, outsider } = await aRoom();
    assert.equal((await exporting(commander, incidentId, body)).status, status);
    assert.equal((await exporting(outsider, incidentId, { incidentDocument: true })).status, 403);
  });

  test('what people wrote around the table stays', () => {
    const first = withTimeline('# A\n\n## Timeline\n\nnotes\n\n## B\n', '| t |');
    assert.equal(first, '# A\n\n## Timeline\n\n<!-- timeline -->\n| t |\n<!-- /timeline -->\n\n\nnotes\n\n## B\n');
    assert.equal(withTimeline(first, '| u |'), first.replace('| t |', '| u |'));
    assert.equal(withTimeline('# A', '| t |'), '# A\n\n## Timeline\n\n<!-- timeline -->\n| t |\n<!-- /timeline -->\n');
  });
});
