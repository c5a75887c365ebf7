import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterAll, beforeAll, test } from 'vitest';
import { anInstallation, type Installation, LONG } from '../installation.ts';

let place: Installation;

beforeAll(async () => {
  place = await anInstallation();
}, LONG);
afterAll(() => place.remove());

type Listed = { name: string; period: string; next_run: string; last_run: string | null; outcome: string | null; error: string | null };

const list = async () => JSON.parse((await place.tocsin(['scheduler', 'list', '--json'])).out) as Listed[];
const named = async (name: string) => (await list()).find((one) => one.name === name);

/** Starts the scheduler, waits for what it says and stops it. */
async function startAndStop(...parameters: string[]) {
  const child = place.start(['scheduler', 'start', ...parameters]);
  const exited = once(child, 'exit');
  const [said] = await Promise.race([once(child.stdout, 'data'), exited.then(() => Promise.reject(new Error('it ended')))]);
  child.kill('SIGTERM');
  return { said: String(said), code: (await exited)[0] as number };
}

test('what the clock starts is listed with its next run; nothing has run yet', { timeout: LONG }, async () => {
  const daily = await named('send-daily-reports');
  assert.deepEqual([daily?.period, daily?.last_run, daily?.outcome], ['0 18 * * *', null, null]);
  assert.match(daily?.next_run ?? '', /T18:00:00Z$/);
  assert.match((await place.tocsin(['scheduler', 'list'])).out, /^name +period +next_run +last_run +outcome/);
});

test('a job runs here and now, and the list says what became of it', { timeout: LONG }, async () => {
  const { code, out, err } = await place.tocsin(['scheduler', 'run', 'publish-costs', 'forget-live-notes', '--json']);
  assert.equal(code, 0, err);
  const rows = JSON.parse(out) as { name: string; outcome: string }[];
  assert.deepEqual(rows.map(({ name, outcome }) => `${name} ${outcome}`).sort(), ['forget-live-notes done', 'publish-costs done']);
  assert.equal((await named('publish-costs'))?.outcome, 'done');
});

test('a job that fails ends with 1 and its reason, and is not tried again behind our back', { timeout: LONG }, async () => {
  await place.query('alter table tasks rename to tasks_away');
  try {
    const { code, out } = await place.tocsin(['scheduler', 'run', 'remind-overdue-tasks']);
    assert.deepEqual([code, /remind-overdue-tasks +failed .*relation "tasks" does not exist/.test(out)], [1, true], out);
  } finally {
    await place.query('alter table tasks_away rename to tasks');
  }
  const listed = await named('remind-overdue-tasks');
  assert.deepEqual([listed?.outcome, /"tasks" does not exist/.test(listed?.error ?? '')], ['failed', true]);
});

test('unknown names are usage errors that list the known ones', { timeout: LONG }, async () => {
  for (const words of ['run nonsense', 'start nonsense', 'start --exclude nonsense']) {
    const { code, err } = await place.tocsin(['scheduler', ...words.split(' ')]);
    assert.deepEqual([code, /no periodic job nonsense; there is .*publish-costs.*sync-workflows/.test(err)], [2, true], err);
  }
  const { code, err } = await place.tocsin(['scheduler', 'start', 'publish-costs', '--exclude', 'publish-costs']);
  assert.deepEqual([code, err], [2, 'error: nothing is left to do: everything is excluded.\n']);
});

test('the scheduler starts with chosen jobs, and eagerly queues them at once', { timeout: LONG }, async () => {
  const jobs = () => place.query<{ name: string }>(`select name from jobs where status = 'ready' order by name`);
  const few = await startAndStop('remind-to-triage', 'remind-of-reports', '--exclude', 'remind-of-reports', '--eager');
  assert.deepEqual([few.said, few.code], ['The scheduler runs: remind-to-triage.\n', 0]);
  assert.deepEqual(await jobs(), [{ name: 'remind-to-triage' }]);
  assert.equal((await named('remind-to-triage'))?.outcome, 'waits for a worker');
  const all = await startAndStop('--eager');
  assert.deepEqual([all.said, all.code], ['The scheduler runs.\n', 0]);
  const queued = new Set((await jobs()).map(({ name }) => name));
  for (const { name } of await list()) assert.ok(queued.has(name), name);
});
