import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cpuSeconds, fileOf, freePort, residentMb, type Started, startScript } from './processes.ts';
import { median } from './table.ts';

const START = fileOf('../../src/app/start.ts');
const SETTLE_MS = 8000;
const WATCH_MS = 20_000;
const ASK_EVERY_MS = 10;

export type Startup = { healthyMs: number; residentMb: number | undefined; cpuPercent: number | undefined };

/** Starts a fresh installation once to make it, then again and again; the last one is left alone and watched. */
export async function measureStartup(runs: number): Promise<Startup> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  try {
    const first = await start(dataDir);
    await first.process.stop();
    const times: number[] = [];
    for (let run = 1; run < runs; run += 1) {
      const { process: started, ms } = await start(dataDir);
      times.push(ms);
      await started.stop();
    }
    const last = await start(dataDir);
    times.push(last.ms);
    const idle = await watch(last.process);
    await last.process.stop();
    return { healthyMs: median(times), ...idle };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** From the start of the process to the first time it says that it is ready. */
async function start(dataDir: string): Promise<{ process: Started; ms: number }> {
  const port = await freePort();
  const began = performance.now();
  const started = startScript(START, [], { PATH: process.env.PATH, PORT: String(port), TOCSIN_DATA_DIR: dataDir }, /Tocsin is ready/);
  const ms = await healthy(port, began);
  return { process: await started, ms };
}

async function healthy(port: number, began: number): Promise<number> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/readiness`).catch(() => undefined);
    if (answer?.ok) return performance.now() - began;
    if (performance.now() - began > 120_000) throw new Error('The process did not become healthy within two minutes.');
    await wait(ASK_EVERY_MS);
  }
}

async function watch({ pid }: Started): Promise<Omit<Startup, 'healthyMs'>> {
  await wait(SETTLE_MS);
  const [before, began] = [cpuSeconds(pid), performance.now()];
  await wait(WATCH_MS);
  const after = cpuSeconds(pid);
  const used = before === undefined || after === undefined ? undefined : (after - before) / ((performance.now() - began) / 1000);
  return { residentMb: residentMb(pid), cpuPercent: used === undefined ? undefined : used * 100 };
}
