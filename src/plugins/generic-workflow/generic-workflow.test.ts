import { afterEach, expect, test } from 'vitest';
import type { Capabilities } from '../../plugin-sdk/capabilities.ts';
import type { PluginError } from '../../plugin-sdk/failure.ts';
import type { Host } from '../../plugin-sdk/host.ts';
import { readAnswer } from './answer.ts';
import { type FakeEngine, startFakeEngine } from './fake.ts';
import { genericWorkflowPlugin } from './index.ts';

let engine: FakeEngine | undefined;
afterEach(() => engine?.stop());

const soon = () => AbortSignal.timeout(5000);
const call = { workflowId: 'restart', instanceId: 17 };
const KEY = 'workflow-instance-17';
const start = { ...call, parameters: { shard: '7', workflowInstanceId: 17 } };

async function anEngine(changed: Partial<FakeEngine['configuration']> = {}) {
  engine = await startFakeEngine();
  const host = { fetch: globalThis.fetch } as Host;
  const plugin = genericWorkflowPlugin.create({ ...engine.configuration, ...changed }, host) as Capabilities['workflow'];
  return { engine, plugin };
}

const failureOf = (work: Promise<unknown>): Promise<PluginError> =>
  work.then(
    () => expect.fail('it went well'),
    (error) => error,
  );

test('a run is started with what people entered, under its key', async () => {
  const { engine, plugin } = await anEngine();
  const run = await plugin.run(KEY, start, soon());
  expect(engine.started).toEqual([{ workflow_id: 'restart', params: start.parameters, key: KEY }]);
  expect(run).toEqual({ resource_id: KEY, resource_type: 'generic-workflow-run', status: 'Created', weblink: null, artifacts: [] });
});

test('an engine that says nothing of the run it starts has started it', async () => {
  const { engine, plugin } = await anEngine();
  engine.sayOnly('OK');
  expect(await plugin.run(KEY, start, soon())).toMatchObject({ resource_id: KEY, status: undefined });
});

test('a run whose answer was lost is found, and trying again starts no second one', async () => {
  const { engine, plugin } = await anEngine();
  expect(await plugin.find(KEY, call, soon())).toBeUndefined();
  engine.failNext('cut');
  expect((await failureOf(plugin.run(KEY, start, soon()))).retry).toBe(true);
  expect(await plugin.find(KEY, call, soon())).toMatchObject({ status: 'Created' });
  await plugin.run(KEY, start, soon());
  expect(engine.started).toHaveLength(1);
});

test('the engine is asked by tags and by the number of the run', async () => {
  const { engine, plugin } = await anEngine();
  await plugin.find(KEY, call, soon());
  expect([...(engine.queries[0] ?? [])]).toEqual([
    ['workflow_id', 'restart'],
    ['workflow_instance_id', '17'],
    ['tags', 'workflowId:restart'],
    ['tags', 'workflowInstanceId:17'],
  ]);
});

test('how far a run is, where it is and what it has made are read', async () => {
  const { engine, plugin } = await anEngine();
  engine.tell(17, {
    status: 'completed',
    weblink: 'https://ci.example/812',
    artifacts: [{ name: 'Report', weblink: 'https://ci.example/report' }],
  });
  const run = { resource_id: 'r-17', resource_type: '', weblink: null };
  expect(await plugin.get(run, call, soon())).toEqual({
    resource_id: 'r-17',
    resource_type: 'generic-workflow-run',
    status: 'Completed',
    weblink: 'https://ci.example/812',
    artifacts: [{ name: 'Report', weblink: 'https://ci.example/report', description: null, resource_id: null }],
  });
});

test.each([
  [401, false, /authorization header/],
  [403, false, /authorization header/],
  [404, false, /has this workflow/],
  [302, false, /final address/],
  [429, true, /again later/],
  [503, true, /again later/],
])('answer %d: worth trying again is %s, the remedy is named and the secret is not', async (status, retry, remedy) => {
  const { engine, plugin } = await anEngine();
  engine.failNext(status);
  const failure = await failureOf(plugin.run(KEY, start, soon()));
  expect([failure.retry, failure.message]).toEqual([retry, expect.stringMatching(remedy)]);
  expect(failure.message).not.toContain('of-tests');
});

test('a wrong secret is refused, and neither the right nor the wrong one is repeated', async () => {
  const { plugin } = await anEngine({ auth_header: 'Bearer mistyped' });
  const failure = await failureOf(plugin.find(KEY, call, soon()));
  expect([failure.retry, failure.message]).toEqual([false, expect.not.stringMatching(/mistyped|of-tests/)]);
});

test('a page in place of JSON is no run that was never started', async () => {
  const { engine, plugin } = await anEngine();
  engine.sayOnly('<html>Sign in</html>');
  expect((await failureOf(plugin.find(KEY, call, soon()))).message).toMatch(/no JSON/);
});

test('an answer without end is given up', async () => {
  const { engine, plugin } = await anEngine();
  engine.sayOnly('x'.repeat(2_000_000));
  expect((await failureOf(plugin.find(KEY, call, soon()))).message).toMatch(/more than 1 MB/);
});

test('an engine that is not there, or takes too long, is tried again', async () => {
  const { engine, plugin } = await anEngine();
  const late = await failureOf(plugin.run(KEY, start, AbortSignal.abort()));
  expect([late.retry, late.message]).toEqual([true, expect.stringMatching(/in time/)]);
  await engine.stop();
  const gone = await failureOf(plugin.run(KEY, start, soon()));
  expect([gone.retry, gone.message]).toEqual([true, expect.stringMatching(/cannot be reached \(ECONNREFUSED\)/)]);
});

test.each([undefined, '', '{}', 'null', '[]', '7', 'OK'])('%s says nothing of a run', (text) => {
  expect(readAnswer(text, 'id')).toBeUndefined();
});

test('what makes no sense is left out, the rest stays', () => {
  const artifacts = [
    { name: 'Script', weblink: 'javascript:alert(1)' },
    { weblink: 'https://ci.example/log' },
    { description: 'neither name nor link' },
    'text',
    null,
    { name: 12, resource_id: 4, description: 'zero\0byte' },
  ];
  expect(readAnswer(JSON.stringify({ status: 'Sleeping', weblink: 'file:///etc/passwd', artifacts }), 'id')).toMatchObject({
    status: undefined,
    weblink: null,
    artifacts: [
      { name: 'Script', weblink: null },
      { name: 'https://ci.example/log', weblink: 'https://ci.example/log' },
      { name: '12', resource_id: '4', description: 'zerobyte', weblink: null },
    ],
  });
});
