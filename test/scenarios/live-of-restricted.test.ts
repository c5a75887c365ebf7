import assert from 'node:assert/strict';
import { test } from 'vitest';
import { audiences } from '../../src/app/audiences.ts';
import type { Context } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';
import { createLive, type Note } from '../../src/core/live.ts';
import { BARE, KINDS } from '../../src/features/participants/fixtures.ts';
import { addParticipant } from '../../src/features/participants/index.ts';
import { addEvent } from '../../src/features/timeline/index.ts';
import { anOrganization, aSystem, asUser } from '../harness.ts';

/** Longer than the last time a listener looks again after a note. */
const PATIENCE_MS = 5000;

async function until(condition: () => boolean) {
  const end = performance.now() + PATIENCE_MS;
  while (!condition() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(condition(), 'nothing was heard in time');
}

const happened = { description: 'Something happened', started_at: '2026-01-05T09:00:00Z' };

test.each(KINDS)('live updates of a restricted %s reach those who see it, at once or after a gap, and nobody else', async (kind) => {
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
    const restricted = await BARE[kind](ctx, project.id, { visibility: 'Restricted' });
    await transaction(ctx, (tx) => addParticipant(tx, restricted, { email: participant.actor.email }));
    await addEvent(ctx, restricted, happened);
    const open = await BARE[kind](ctx, project.id);
    await addEvent(ctx, open, happened);
    const isOf =
      ({ id }: { id: number }) =>
      (note: Note) =>
        note.kind === kind && note.id === id;
    const hears = (who: Context, subject: { id: number }) => (heard.get(who.actor.email) ?? []).some(isOf(subject));
    await until(() => [ctx, outsider, participant].every((who) => hears(who, open)));
    assert.equal(hears(ctx, restricted), true);
    assert.equal(hears(participant, restricted), true);
    assert.equal(hears(outsider, restricted), false);
    const missed = async (who: Context) => (await live.missed(who, before))?.some(isOf(restricted));
    assert.equal(await missed(participant), true);
    assert.equal(await missed(outsider), false);
  } finally {
    await live.stop();
  }
});
