import type { Command } from 'commander';
import { type LastRun, lastRuns, queueAtOnce, runByHandKey, type Schedule } from '../../core/schedule.ts';
import { loadConfig } from '../config/config.ts';
import { requireCurrentSchema } from '../database/migrate.ts';
import { runUntilSignal } from '../stages.ts';
import { withProgress } from './progress.ts';
import { printTable, say, withSystem } from './with-system.ts';

type StartOptions = { exclude: string[]; eager?: boolean };
type Json = { json?: boolean };

export function addSchedulerCommands(program: Command) {
  const scheduler = program.command('scheduler').description('periodic work');
  scheduler
    .command('list')
    .description('lists what the clock starts: period and times are UTC; what became of the last run')
    .option('--json', 'machine-readable')
    .action(list);
  scheduler
    .command('start')
    .description('queues periodic jobs until stopped; any number of processes queue each of them once')
    .argument('[names...]', 'only these')
    .option('--exclude <name>', 'not this one; may be repeated', (name: string, others: string[]) => [...others, name], [])
    .option('--eager', 'queues each of them once at the start')
    .action((names: string[], options: StartOptions, command: Command) => start(names, options, command));
  scheduler
    .command('run')
    .description('runs periodic jobs here and now, one after the other, each once; fails when one of them fails')
    .argument('<names...>', 'as `scheduler list` shows them')
    .option('--json', 'machine-readable')
    .action((names: string[], { json }: Json, command: Command) => run(names, json ?? false, command));
}

const iso = (at: Date | null) => at?.toISOString().replace(/\.\d+Z$/, 'Z') ?? null;

/** What the worker calls `ready` waits for one, or for its next attempt. */
const outcomeOf = ({ status, error }: LastRun) =>
  status === 'ready' ? (error ? 'failed, will be tried again' : 'waits for a worker') : status;

async function list({ json }: Json) {
  await withSystem(async (system) => {
    const { schedules } = await import('../work.ts');
    const runs = await lastRuns(system, schedules);
    const rows = runs.map((one, index) => ({
      name: one.name,
      period: schedules[index]?.cron ?? '',
      next_run: iso(one.next_run_at),
      last_run: iso(one.last_run_at),
      outcome: outcomeOf(one),
      seconds: one.seconds,
      error: one.error,
    }));
    printTable(rows, json ?? false);
  });
}

/** Unknown names are an error: a scheduler with nothing to do would look like one that works. */
async function chosen(names: string[], command: Command): Promise<Schedule[]> {
  const { schedules } = await import('../work.ts');
  const unknown = names.find((name) => !schedules.some((one) => one.name === name));
  if (unknown !== undefined) {
    const known = schedules.map(({ name }) => name).sort();
    command.error(`error: there is no periodic job ${unknown}; there is ${known.join(', ')}.`);
  }
  return schedules.filter(({ name }) => names.includes(name));
}

async function start(names: string[], { exclude, eager }: StartOptions, command: Command) {
  const { schedules } = await import('../work.ts');
  const wanted = names.length ? await chosen(names, command) : schedules;
  const unwanted = await chosen(exclude, command);
  const kept = wanted.filter((one) => !unwanted.includes(one));
  if (!kept.length) command.error('error: nothing is left to do: everything is excluded.');
  await runUntilSignal(async (stages) => {
    const config = await loadConfig();
    const [{ wire }, { startScheduler }] = await Promise.all([import('../wire.ts'), import('../run.ts')]);
    const wired = await wire(config, stages, { migrations: 'never' });
    await requireCurrentSchema(wired.database.url);
    if (eager) await queueAtOnce(wired.system, kept);
    stages.add('the scheduler', startScheduler(wired, kept));
    say(kept.length === schedules.length ? 'The scheduler runs.' : `The scheduler runs: ${kept.map(({ name }) => name).join(', ')}.`);
    return wired.system.log;
  });
}

async function run(names: string[], json: boolean, command: Command) {
  const wanted = await chosen(names, command);
  await withSystem(async (system, _config, pool) => {
    const [{ work }, { runNow }] = await Promise.all([import('../work.ts'), import('../../core/worker.ts')]);
    const rows: { name: string; outcome: string; seconds: number; error: string | null }[] = [];
    await withProgress('Running', json, async (update) => {
      for (const { name, job } of wanted) {
        update(rows.length, wanted.length);
        const began = performance.now();
        const { status, error } = await runNow(system, pool, work, job, runByHandKey(name, system.now()));
        rows.push({ name, outcome: status, seconds: Math.round((performance.now() - began) / 100) / 10, error });
      }
    });
    printTable(rows, json);
    if (rows.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
  });
}
