import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { work } from '../../src/app/work.ts';
import { Skip, type Step } from '../../src/core/jobs.ts';
import { createWorker, type Work } from '../../src/core/worker.ts';
import { systemOn } from './system.ts';

/*
 * A worker that kills itself once at each step it has not been killed at before, and ends by itself when nothing is left to do.
 * What it was killed at is in a file, so that its successor knows.
 */

/** started: the step is claimed. acted: the outside world has changed, the database has not. wrote: written, not committed. */
const POINTS = ['started', 'acted', 'wrote'] as const;
export type Point = (typeof POINTS)[number];

const [databaseUrl = '', dataDir = '', deaths = '', wanted = 'acted'] = process.argv.slice(2);
const IDLE_MS = 50;

const died = new Set(existsSync(deaths) ? readFileSync(deaths, 'utf8').split('\n') : []);

function pointOf(step: string): Point {
  if (wanted !== 'random') return wanted as Point;
  // Any spread will do, as long as a successor of this process comes to the same.
  const sum = [...`${step}${deaths}`].reduce((total, character) => total + character.charCodeAt(0), 0);
  return POINTS[sum % POINTS.length] as Point;
}

function dieOnce(step: string, point: Point) {
  if (died.has(step) || pointOf(step) !== point) return;
  appendFileSync(deaths, `${step}\n`);
  process.kill(process.pid, 'SIGKILL');
}

const deadly = (step: Step): Step => ({
  ...step,
  run: async (ctx, subject, signal, occasion) => {
    dieOnce(step.name, 'started');
    const outcome = await step.run(ctx, subject, signal, occasion);
    dieOnce(step.name, 'acted');
    if (outcome instanceof Skip) return outcome;
    return async (tx) => {
      await outcome?.(tx);
      dieOnce(step.name, 'wrote');
    };
  },
});

const deadlyWork: Work = { jobs: work.jobs, flows: work.flows.map((flow) => ({ ...flow, steps: flow.steps.map(deadly) })) };

const { system, pool, close } = systemOn(databaseUrl, dataDir);
const worker = createWorker(system, pool, deadlyWork);
worker.start();
while (await isBusy()) await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
await worker.stop();
await close();

async function isBusy(): Promise<boolean> {
  const { rows } = await sql<{ busy: boolean }>`
    select exists (select 1 from jobs where status in ('ready', 'running', 'waiting')) as busy`.execute(system.db);
  return rows[0]?.busy === true;
}
