import assert from 'node:assert/strict';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Installation } from '../installation.ts';

type Server = { address: string; said: string; pid: number; stop(): Promise<number> };

/** Runs `server start` until the work with it is done. @returns what it said on standard error */
export async function serving(
  place: Installation,
  parameters: string[],
  work: (server: Server) => Promise<void>,
  environment: Record<string, string> = {},
): Promise<string> {
  const child = place.start(['server', 'start', '--port', '0', ...parameters], { environment });
  const exited = once(child, 'exit');
  const errors = text(child.stderr);
  const stop = async () => {
    child.kill('SIGTERM');
    return (await exited)[0] as number;
  };
  try {
    const early = exited.then(async () => Promise.reject(new Error(`It did not start: ${await errors}`)));
    early.catch(() => {});
    const [said] = await Promise.race([once(child.stdout, 'data'), early]);
    const address = /listening on (http\S+)\)/.exec(String(said))?.[1];
    assert.ok(address, String(said));
    await work({ address, said: String(said), pid: child.pid ?? 0, stop });
  } finally {
    await stop();
  }
  return errors;
}
