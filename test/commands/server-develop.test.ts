import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { anInstallation, type Installation, LONG } from '../installation.ts';

let place: Installation;

beforeAll(async () => {
  place = await anInstallation();
}, LONG);
afterAll(() => place.remove());

test('the server and the web application run from their sources, and end together', { timeout: 2 * LONG }, async () => {
  const port = String(await freePort());
  const child = place.start(['server', 'develop', '--log-level', 'warning'], { environment: { PORT: port } });
  const exited = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  try {
    while (!/Tocsin is ready/.test(said) || !/Local:/.test(said)) {
      assert.equal(child.exitCode, null, said);
      await wait(50);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: Vite prints in colours.
    const page = /Local:\s+(http:\S+?)\/?\s/.exec(said.replaceAll(/\u001b\[\d+m/g, ''))?.[1];
    assert.match(await (await fetch(`${page}/`)).text(), /<div id="root">/);
    assert.equal((await fetch(`${page}/api/v1/healthcheck`)).status, 200);
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
  await assert.rejects(fetch(`http://127.0.0.1:${port}/api/v1/healthcheck`));
});
