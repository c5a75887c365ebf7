import assert from 'node:assert/strict';
import { test } from 'vitest';
import { audiences } from '../../src/app/audiences.ts';
import type { Context } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';
import { createLive, type Note } from '../../src/core/live.ts';
import { openIncident } from '../../src/features/incidents/fixtures.ts';
import { updateIncident } from '../../src/features/incidents/index.ts';
import { addParticipant } from '../../src/features/participants/index.ts';
import { anOrganization, aSystem, asUser } from '../harness.ts';

/** Longer than the last time a listener looks again after a note. */
const PATIENCE_MS = 5000;

async function until(condition: () => boolean) {
  const end = performance.now() + PATIENCE_MS;
  while (!condition() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(condition(), 'nothing was heard in time');
}

test('live updates of a restricted incident reach those who see it, at once or after a gap, and nobody else', async () => {
  const system = await aSystem();
  const { ctx, project } = await anOrganization(system);
  const outsider = await asUser(ctx, 'Member');
  const participant = await asUser(ctx, 'Member');
  const live = createLive(system, system.pool, audiences);
  await live.start();
  try {
    const before = live.position();
    const heard = new Map<string, Note[]>();
    const listen = (who: Context) =>
      live.subscribe(who, {
        send: (note) => heard.set(who.actor.email, [...(heard.get(who.actor.email) ?? []), note]),
        end: () => undefined,
      });
    for (const who of [ctx, outsider, participant]) listen(who);
    const id = await openIncident(ctx, project, { visibility: 'Restricted' });
    await transaction(ctx, (tx) => addParticipant(tx, { kind: 'incident', id }, { email: participant.actor.email }));
    await updateIncident(ctx, id, { title: 'Changed' });
    const open = await openIncident(ctx, project);
    const hears = (who: Context, incidentId: number) =>
      (heard.get(who.actor.email) ?? []).some((note) => note.kind === 'incident' && note.id === incidentId);
    await until(() => [ctx, outsider, participant].every((who) => hears(who, open)));
    assert.equal(hears(ctx, id), true);
    assert.equal(hears(participant, id), true);
    assert.equal(hears(outsider, id), false);
    const missed = async (who: Context) => (await live.missed(who, before))?.some((note) => note.kind === 'incident' && note.id === id);
    assert.equal(await missed(participant), true);
    assert.equal(await missed(outsider), false);
  } finally {
    await live.stop();
  }
});
