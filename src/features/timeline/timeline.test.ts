import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { asUser, inject } from '../../../test/harness.ts';
import { aRoomOf } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { BARE, KINDS } from '../participants/fixtures.ts';
import { addParticipant, assignRole } from '../participants/index.ts';
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

const pathOf = ({ kind, id }: SubjectRef) => `/{organization}/${kind}s/${id}`;
const entriesOf = async (ctx: Context, subject: SubjectRef) =>
  (await inject(ctx, { method: 'GET', path: `${pathOf(subject)}/timeline?format=json` })).json<Entry[]>();
const adding = (ctx: Context, subject: SubjectRef, body: object) => inject(ctx, { method: 'POST', path: `${pathOf(subject)}/event`, body });
const correcting = (ctx: Context, subject: SubjectRef, body: object) =>
  inject(ctx, { method: 'PATCH', path: `${pathOf(subject)}/event`, body });
const deleting = (ctx: Context, subject: SubjectRef, uuid: string) =>
  inject(ctx, { method: 'DELETE', path: `${pathOf(subject)}/event/${uuid}` });
const added = { started_at: '2026-01-05T08:15:00Z', source: 'whoever', description: 'The first alarm' };

async function anEntry(kind: SubjectRef['kind']) {
  const room = await aRoomOf(kind);
  await adding(room.lead, room.subject, added);
  const entry = (await entriesOf(room.ctx, room.subject)).find((one) => one.description === added.description) as Entry;
  return { ...room, entry };
}

describe.each(KINDS)('%s: entries of the timeline', (kind) => {
  test('the caller is their source and owner, whatever the body says', async () => {
    const { entry, lead } = await anEntry(kind);
    const name = entry.owner;
    assert.deepEqual([entry.source, entry.type, entry.pinned], [name, 'Custom event', false]);
    expect(lead.actor.email.toLowerCase()).toContain(name.toLowerCase());
    expect(entry.details).toMatchObject({ created_by: name });
    assert.equal(entry.started_at, '2026-01-05T08:15:00.000Z');
  });

  test('details may be null', async () => {
    const { lead, subject } = await aRoomOf(kind);
    assert.equal((await adding(lead, subject, { ...added, details: null })).status, 200);
  });

  test('whoever does not take part keeps no timeline', async () => {
    const { outsider, subject } = await aRoomOf(kind);
    assert.equal((await adding(outsider, subject, added)).status, 403);
  });

  test('an entry is corrected with what is sent', async () => {
    const { ctx, subject, lead, entry } = await anEntry(kind);
    const body = { ...entry, description: 'The second alarm', started_at: '2026-01-05T08:20:00Z' };
    assert.equal((await correcting(lead, subject, body)).status, 200);
    const changed = (await entriesOf(ctx, subject)).find((one) => one.uuid === entry.uuid);
    assert.deepEqual([changed?.description, changed?.started_at], ['The second alarm', '2026-01-05T08:20:00.000Z']);
    expect(changed?.details).toMatchObject({ updated_by: entry.owner });
  });

  test('it cannot end before it starts', async () => {
    const { subject, lead, entry } = await anEntry(kind);
    assert.equal((await correcting(lead, subject, { uuid: entry.uuid, ended_at: '2026-01-05T08:00:00Z' })).status, 422);
  });

  test('an entry is deleted, once', async () => {
    const { subject, lead, entry } = await anEntry(kind);
    assert.equal((await deleting(lead, subject, entry.uuid)).status, 200);
    assert.equal((await deleting(lead, subject, entry.uuid)).status, 404);
  });

  test.each(KINDS)('an entry of another %s is out of reach', async (otherKind) => {
    const { project, ctx, subject, entry } = await anEntry(kind);
    const other = await BARE[otherKind](ctx, project.id);
    assert.equal((await deleting(ctx, other, entry.uuid)).status, 404);
    assert.equal((await correcting(ctx, other, { uuid: entry.uuid, description: 'Forged' })).status, 404);
    assert.equal((await deleting(ctx, other, 'no-uuid')).status, 422);
    assert.ok((await entriesOf(ctx, subject)).some((one) => one.description === added.description));
  });

  test('what Tocsin wrote is pinned, not rewritten', async () => {
    const { ctx, subject, lead } = await aRoomOf(kind);
    const entry = (await entriesOf(ctx, subject)).find((one) => one.type !== 'Custom event' && !one.pinned) as Entry;
    assert.equal((await correcting(lead, subject, { ...entry, pinned: true })).status, 200);
    assert.equal((await entriesOf(ctx, subject)).find((one) => one.uuid === entry.uuid)?.pinned, true);
    assert.equal((await correcting(lead, subject, { ...entry, description: 'Never happened' })).status, 409);
    assert.equal((await deleting(lead, subject, entry.uuid)).status, 409);
  });
});

test('the scribe keeps an incident’s timeline as well, an observer does not', async () => {
  const { ctx, subject, outsider } = await aRoomOf('incident');
  await transaction(ctx, (tx) => addParticipant(tx, subject, { email: outsider.actor.email }));
  assert.equal((await adding(outsider, subject, added)).status, 403);
  await transaction(ctx, (tx) => assignRole(tx, subject, { email: outsider.actor.email, role: 'Scribe' }));
  assert.equal((await adding(outsider, subject, added)).status, 200);
});

test('everybody who takes part keeps a case’s', async () => {
  const { ctx, subject, outsider } = await aRoomOf('case');
  await transaction(ctx, (tx) => addParticipant(tx, subject, { email: outsider.actor.email }));
  assert.equal((await adding(outsider, subject, added)).status, 200);
});

describe.each(KINDS)('%s: the timeline as a file', (kind) => {
  const download = (ctx: Context, subject: SubjectRef, query: string) =>
    inject(ctx, { method: 'GET', path: `${pathOf(subject)}/timeline?${query}` });

  test('no cell is a formula, and the clock is that of the zone', async () => {
    const { subject, lead } = await aRoomOf(kind);
    await adding(lead, subject, { ...added, description: '=HYPERLINK("http://evil")' });
    const answer = await download(lead, subject, 'format=csv&timezone=America/Los_Angeles');
    expect(answer.text).toContain('2026-01-05 00:15:00,"\'=HYPERLINK(""http://evil"")"');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${subject.name}-timeline.csv"`);
  });

  test('a bar or a line break does not break the table', async () => {
    const { subject, lead } = await aRoomOf(kind);
    await adding(lead, subject, { ...added, description: 'a | b\nc' });
    expect((await download(lead, subject, 'format=md')).text).toContain('| a \\| b c |');
  });

  test.each([
    ['format=csv&timezone=Mars/Olympus', 422],
    ['format=xls', 422],
  ])('%s is refused', async (query, status) => {
    const { ctx, subject } = await aRoomOf(kind);
    assert.equal((await download(ctx, subject, query)).status, status);
  });

  test('where it is restricted it is for those who take part', async () => {
    const { ctx, subject, lead, outsider } = await aRoomOf(kind, { visibility: 'Restricted' });
    assert.equal((await download(outsider, subject, 'format=csv')).status, 403);
    assert.equal((await download(lead, subject, 'format=csv')).status, 200);
    assert.equal((await download(await asUser(ctx, 'Admin'), subject, 'format=csv')).status, 200);
  });
});

const exporting = (ctx: Context, subject: SubjectRef, body: object) =>
  inject(ctx, { method: 'POST', path: `${pathOf(subject)}/exportTimeline`, body });

describe.each([
  ['incident', 'incidentDocument'],
  ['case', 'caseDocument'],
] as const)('%s: the timeline in the document', (kind, key) => {
  test('a second export replaces the first', async () => {
    const { ctx, subject, lead } = await anEntry(kind);
    for (const timezone of ['UTC', 'Asia/Tokyo'])
      assert.equal((await exporting(lead, subject, { timezone, [key]: true, 'Custom event': true })).status, 200);
    const { rows } = await sql<{ content: string }>`
      select v.content from document_versions v join documents d on d.id = v.document_id
      where ${sql.ref(`d.${kind}_id`)} = ${subject.id} order by v.version desc limit 1`.execute(ctx.db);
    const content = rows[0]?.content ?? '';
    assert.equal(content.split('The first alarm').length, 2);
    expect(content).toContain('## Timeline\n\n<!-- timeline -->\n| Time (Asia/Tokyo)');
    expect(content).not.toContain('Owner');
  });

  test.each([
    [{ timezone: 'UTC' }, 422],
    [{ timezone: 'Nowhere', [key]: true }, 422],
  ])('%j is refused', async (body, status) => {
    const { subject, lead, outsider } = await aRoomOf(kind);
    assert.equal((await exporting(lead, subject, body)).status, status);
    assert.equal((await exporting(outsider, subject, { [key]: true })).status, 403);
  });

  test('a document that does not exist yet is said', async () => {
    const { ctx, subject, lead } = await aRoomOf(kind);
    await sql`update ${sql.table(`${kind}s`)} set ${sql.ref(`${kind}_document_id`)} = null where id = ${subject.id}`.execute(ctx.db);
    const answer = await exporting(lead, subject, { [key]: true });
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining(`This ${kind} has no ${kind} document yet`)]);
  });
});

test('the review document of an incident is chosen by its own key', async () => {
  const { subject, lead } = await aRoomOf('incident');
  expect((await exporting(lead, subject, { reviewDocument: true })).text).toContain('no review document yet');
  expect((await exporting(lead, subject, { caseDocument: true })).text).toContain('Choose the incident document or the review document');
});

test('what people wrote around the table stays', () => {
  const first = withTimeline('# A\n\n## Timeline\n\nnotes\n\n## B\n', '| t |');
  assert.equal(first, '# A\n\n## Timeline\n\n<!-- timeline -->\n| t |\n<!-- /timeline -->\n\n\nnotes\n\n## B\n');
  assert.equal(withTimeline(first, '| u |'), first.replace('| t |', '| u |'));
  assert.equal(withTimeline('# A', '| t |'), '# A\n\n## Timeline\n\n<!-- timeline -->\n| t |\n<!-- /timeline -->\n');
});
