import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import { anOrganization, inject } from '../../../test/harness.ts';
import { aRoom, aRoomOf } from '../../../test/scenarios/room.ts';
import type { Context } from '../../core/context.ts';
import { KINDS } from '../participants/fixtures.ts';
import { findParticipant } from '../participants/index.ts';

type Feedback = {
  id: number;
  rating: string;
  feedback: string | null;
  incident: { id: number } | null;
  participant: { id: number; individual: { email: string } } | null;
  project: { id: number };
};

const post = (ctx: Context, body: object) => inject(ctx, { method: 'POST', path: '/{organization}/feedback', body });
const at = (id: number) => `/{organization}/feedback/${id}`;
const listed = async (ctx: Context, query = '') =>
  (await inject(ctx, { method: 'GET', path: `/{organization}/feedback${query}` })).json<{ total: number; items: Feedback[] }>();

/** Feedback of the commander, in their own name or anonymously. */
async function someFeedback({ own = true } = {}) {
  const room = await aRoom();
  const me = await findParticipant(room.ctx, room.subject, room.commander.actor.email);
  const answer = await post(room.commander, {
    incident: { id: room.incidentId },
    feedback: 'Quick and calm',
    ...(own && { participant: { id: me?.id } }),
  });
  assert.equal(answer.status, 200, answer.text);
  return { ...room, given: answer.json<Feedback>() };
}

describe('giving feedback', () => {
  test('in one’s own name', async () => {
    const { given, incidentId, commander, project } = await someFeedback();
    assert.deepEqual([given.rating, given.feedback, given.incident?.id], ['Very satisfied', 'Quick and calm', incidentId]);
    assert.equal(given.participant?.individual.email, commander.actor.email);
    assert.equal(given.project.id, project.id);
  });

  test('anonymously', async () => {
    const { given } = await someFeedback({ own: false });
    assert.equal(given.participant, null);
  });

  test('not in somebody else’s name', async () => {
    const { given, incidentId, outsider } = await someFeedback();
    const body = { incident: { id: incidentId }, participant: { id: given.participant?.id }, rating: 'Very dissatisfied' };
    assert.equal((await post(outsider, body)).status, 403);
  });

  test.each([
    ['about nothing', () => ({ rating: 'Very satisfied' }), 422],
    ['with a rating of its own', (id: number) => ({ incident: { id }, rating: 'Superb' }), 422],
    ['on an incident that is not there', () => ({ incident: { id: 2_000_000_000 } }), 403],
  ])('%s is refused', async (_what, body, status) => {
    const { commander, incidentId } = await aRoom();
    assert.equal((await post(commander, body(incidentId))).status, status);
  });
});

test.each(KINDS)('%s: where it is restricted, its feedback is hidden with it', async (kind) => {
  const { ctx, lead, outsider, subject } = await aRoomOf(kind, { visibility: 'Restricted' });
  const body = { [kind]: { id: subject.id }, feedback: 'Quick and calm' };
  const given = (await post(lead, body)).json<Feedback>();
  assert.equal((await listed(outsider)).total, 0);
  assert.equal((await inject(outsider, { method: 'GET', path: at(given.id) })).status, 404);
  assert.equal((await post(outsider, body)).status, 403);
  assert.equal((await listed(lead)).total, 1);
  assert.equal((await listed(ctx)).total, 1);
});

test('it is found by its incident and its words', async () => {
  const { commander, incidentId } = await someFeedback();
  const filter = encodeURIComponent(JSON.stringify([{ model: 'Incident', field: 'id', value: incidentId }]));
  assert.equal((await listed(commander, `?filter=${filter}&sortBy[]=created_at&descending[]=true`)).total, 1);
  assert.equal((await listed(commander, '?q=calm')).total, 1);
  assert.equal((await listed(commander, '?q=panic')).total, 0);
});

test('its author and administrators change and delete it, others do not', async () => {
  const { ctx, commander, outsider, given } = await someFeedback();
  const change = { method: 'PUT', path: at(given.id), body: { ...given, rating: 'Somewhat satisfied' } } as const;
  assert.equal((await inject(outsider, change)).status, 403);
  assert.equal((await inject(commander, change)).json<Feedback>().rating, 'Somewhat satisfied');
  assert.equal((await inject(outsider, { method: 'DELETE', path: at(given.id) })).status, 403);
  assert.equal((await inject(ctx, { method: 'DELETE', path: at(given.id) })).status, 200);
  assert.equal((await inject(ctx, { method: 'GET', path: at(given.id) })).status, 404);
});

test('what was said anonymously is nobody’s to change but an administrator’s', async () => {
  const { commander, given, ctx } = await someFeedback({ own: false });
  assert.equal((await inject(commander, { method: 'DELETE', path: at(given.id) })).status, 403);
  assert.equal((await inject(ctx, { method: 'DELETE', path: at(given.id) })).status, 200);
});

test('another organization finds none of it', async () => {
  const { given } = await someFeedback();
  const { ctx: other } = await anOrganization();
  assert.equal((await inject(other, { method: 'GET', path: at(given.id) })).status, 404);
  assert.equal((await listed(other)).total, 0);
});
