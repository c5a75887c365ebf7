import assert from 'node:assert/strict';
import { afterEach, expect, test } from 'vitest';
import { runJobs } from '../../../test/harness.ts';
import { anEngine, aWorkflow } from '../../../test/scenarios/engine.ts';
import { aRoomOf, saying } from '../../../test/scenarios/room.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { KINDS } from '../participants/fixtures.ts';

const kindOf = (kind: string) => (error: unknown) => (error as { kind?: string }).kind === kind;
const engines: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((one) => one.stop()));
});

/** A room, and two workflows whose names begin alike. */
async function aScene(kind: SubjectRef['kind']) {
  const room = await aRoomOf(kind);
  const engine = await anEngine(room.ctx);
  engines.push(engine);
  const parameters = [
    { key: 'Shard_Name (of db)', value: '' },
    { key: 'speed', value: 'slow' },
  ];
  await aWorkflow(room.ctx, room.project, engine.instanceId, { parameters });
  await aWorkflow(room.ctx, room.project, engine.instanceId, { name: 'Restart', parameters: [] });
  return room;
}

test.each(KINDS)('%s: a workflow is run with what is named and what it has, and listed with its state', async (kind) => {
  const { ctx, lead, subject } = await aScene(kind);
  const { reply } = await saying(lead, subject, '/run-workflow restart the shards shard name (of db): db-1 reason: it hangs');
  expect(reply).toContain('Restart the shards is being started');
  const run = await ctx.db
    .selectFrom('workflow_instances')
    .select(['parameters', 'run_reason', 'incident_id', 'case_id'])
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirstOrThrow();
  assert.equal(run[`${kind}_id`], subject.id);
  assert.equal(run.run_reason, 'it hangs');
  expect(run.parameters).toEqual([
    { key: 'Shard_Name (of db)', value: 'db-1' },
    { key: 'speed', value: 'slow' },
  ]);
  await runJobs(ctx);
  const listed = (await saying(lead, subject, '/dispatch-list-workflows')).reply;
  expect(listed).toMatch(/^- \*\*\[?Restart the shards.* (Created|Running), from .*: it hangs$/);
});

test('without a name, or with a wrong one, it offers those there are', async () => {
  const { lead, subject } = await aScene('case');
  for (const text of ['/run-workflow', '/run-workflow Reboot', '/run-workflow Restartle'])
    expect((await saying(lead, subject, text)).reply).toContain('- Restart\n- Restart the shards (Shard_Name (of db), speed)');
  expect((await saying(lead, subject, '/run-workflow Restart the shards now')).reply).toContain(
    'Name the parameters of Restart the shards',
  );
  expect((await saying(lead, subject, '/run-workflow Restart now')).reply).toContain('Name the reason');
  expect((await saying(lead, subject, '/list-workflows')).reply).toBe('No workflow was run here.');
});

test('whoever may not change the case runs nothing', async () => {
  const { outsider, subject } = await aScene('case');
  await assert.rejects(saying(outsider, subject, '/run-workflow Restart'), kindOf('forbidden'));
});
