import cluster, { type Address, type Worker } from 'node:cluster';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { StartupError } from '../startup-error.ts';

/** A process that ends at once each time must not keep the machine busy with starting it. */
const AGAIN_MS = 1000;

/**
 * Starts this command again, several times; the processes share the port. One that dies is replaced.
 * @param environment what they are told besides ours
 * @throws StartupError one of them does not come up; it has said why
 */
export async function startProcesses(count: number, environment: Record<string, string>, onLoss: (reason: string) => void) {
  const alive = new Set<Worker>();
  let stopping = false;

  function start(): Worker {
    const worker = cluster.fork(environment);
    alive.add(worker);
    worker.once('exit', (code, signal) => {
      alive.delete(worker);
      if (stopping || !worker.wasReady) return;
      onLoss(`A web server ended (${signal ?? code}); another one is started.`);
      void again();
    });
    worker.once('listening', () => {
      worker.wasReady = true;
    });
    return worker;
  }

  async function again(): Promise<void> {
    await wait(AGAIN_MS);
    if (stopping) return;
    await ready(start()).catch(again);
  }

  async function stop() {
    stopping = true;
    const ended = [...alive].map((worker) => once(worker, 'exit'));
    for (const worker of alive) worker.process.kill('SIGTERM');
    await Promise.all(ended);
  }

  try {
    const [address] = await Promise.all(Array.from({ length: count }, () => ready(start())));
    return { address: address as string, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

declare module 'node:cluster' {
  interface Worker {
    /** has listened once, so that its end is a loss and no failure to start */
    wasReady?: boolean;
  }
}

/** @returns the address it listens on */
function ready(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.once('listening', ({ address, port }: Address) => resolve(`${isIPv6(address) ? `[${address}]` : address}:${port}`));
    worker.once('exit', () => reject(new StartupError('A web server did not start.')));
  });
}
