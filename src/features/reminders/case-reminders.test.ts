import assert from 'node:assert/strict';
import { test } from 'vitest';
import { anOrganization, asSystem, DAY, HOUR, type TestOrganization } from '../../../test/harness.ts';
import { openCase } from '../cases/fixtures.ts';
import { updateCase } from '../cases/index.ts';
import { remindToCloseCases, remindToTriage } from './case-reminders.ts';

/** Whom a case's room is to tell something, by the beginning of the key. */
async function reminders({ ctx }: TestOrganization, caseId: number, what: string): Promise<string[]> {
  const jobs = await ctx.db
    .selectFrom('jobs')
    .select('payload')
    .where('case_id', '=', caseId)
    .where('name', '=', 'post-message')
    .orderBy('id')
    .execute();
  const notices = jobs.map((one) => one.payload as { key: string; onlyTo?: string });
  return notices.filter(({ key }) => key.startsWith(`${what}-reminder`)).map(({ onlyTo }) => onlyTo ?? 'everybody');
}

const assignee = { individual: { email: 'ada@example.com' } };

test('a case that nobody has looked at for a day is remembered every day, until somebody does', async () => {
  const place = await anOrganization();
  const { ctx, clock, project } = place;
  const id = await openCase(ctx, project, { assignee });
  const remind = () => remindToTriage(asSystem(ctx), ctx.now());
  clock.advance(23 * HOUR);
  await remind();
  assert.deepEqual(await reminders(place, id, 'triage'), []);
  clock.advance(HOUR);
  await remind();
  await remind();
  assert.deepEqual(await reminders(place, id, 'triage'), ['ada@example.com']);
  clock.advance(DAY);
  await remind();
  assert.equal((await reminders(place, id, 'triage')).length, 2);
  await updateCase(ctx, id, { status: 'Triage' });
  clock.advance(DAY);
  await remind();
  assert.equal((await reminders(place, id, 'triage')).length, 2);
});

test('a security event that still has the title of its form is remembered in every status but closed', async () => {
  const place = await anOrganization();
  const { ctx, clock, project } = place;
  const id = await openCase(ctx, project, { assignee, title: 'Security Event Triage', status: 'Stable' });
  clock.advance(DAY);
  await remindToTriage(asSystem(ctx), ctx.now());
  assert.equal((await reminders(place, id, 'triage')).length, 1);
  await updateCase(ctx, id, { status: 'Closed' });
  clock.advance(DAY);
  await remindToTriage(asSystem(ctx), ctx.now());
  assert.equal((await reminders(place, id, 'triage')).length, 1);
});

for (const [status, expected] of [
  ['New', 0],
  ['Triage', 1],
  ['Escalated', 0],
  ['Stable', 1],
  ['Closed', 0],
] as const)
  test(`a case that has been ${status} for a week is ${expected ? '' : 'not '}asked about on Monday`, async () => {
    const place = await anOrganization();
    const { ctx, clock, project } = place;
    const id = await openCase(ctx, project, { assignee, status });
    clock.advance(6 * DAY);
    await remindToCloseCases(asSystem(ctx), ctx.now());
    assert.deepEqual(await reminders(place, id, 'close'), []);
    clock.advance(DAY);
    await remindToCloseCases(asSystem(ctx), ctx.now());
    await remindToCloseCases(asSystem(ctx), ctx.now());
    assert.equal((await reminders(place, id, 'close')).length, expected);
  });
