import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { text as readStream } from 'node:stream/consumers';
import { type Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '../config/config.ts';
import { requireCurrentSchema } from '../database/migrate.ts';
import { runUntilSignal } from '../stages.ts';
import { StartupError, systemCode } from '../startup-error.ts';
import { withProgress } from './progress.ts';
import { printTable, say } from './with-system.ts';

type PerformanceOptions = {
  numInstances: number;
  numWorkers: number;
  apiEndpoint?: string;
  apiToken?: string;
  apiTokenFile?: string;
  project: string;
  json?: boolean;
};

/** A server that takes longer has failed, whatever it answers. */
const ANSWER_MS = 60_000;

const positive = (text: string): number => {
  const number = Number(text);
  if (!/^\d{1,7}$/.test(text) || number < 1) throw new InvalidArgumentError('Give a whole number from 1 to 9999999.');
  return number;
};

export function addSignalCommands(program: Command) {
  const signals = program.command('signals').description('alerts that come in');
  signals
    .command('process')
    .description('looks at alerts until stopped, and at nothing else: a worker for storms, beside the usual ones; any number of processes')
    .action(processSignals);
  signals
    .command('perf-test')
    .description('posts alerts to a server and says how fast it takes them; they stay there')
    .option('--num-instances <number>', 'how many', positive, 1)
    .option('--num-workers <number>', 'how many at the same time', positive, 1)
    .option('--api-endpoint <url>', 'where to; default: the organization `default` of this installation')
    .option('--api-token-file <path>', 'token of a user, from a file; - reads it from standard input')
    .option('--api-token <text>', 'visible in the process list: prefer the file')
    .option('--project <name>', 'whose default definition takes them', 'Test')
    .option('--json', 'machine-readable')
    .action(perfTest);
}

async function processSignals() {
  await runUntilSignal(async (stages) => {
    const config = await loadConfig();
    const [{ wire }, { startWorker }, { PROCESS_JOB, PROCESS_WAITING_JOB, queueWaiting }] = await Promise.all([
      import('../wire.ts'),
      import('../run.ts'),
      import('../../features/signals/index.ts'),
    ]);
    const wired = await wire(config, stages, { migrations: 'never' });
    await requireCurrentSchema(wired.database.url);
    const definitions = await queueWaiting(wired.system);
    stages.add('the worker', startWorker(wired, config, [PROCESS_JOB, PROCESS_WAITING_JOB]));
    say(`Looking at alerts; those of ${definitions} definitions were waiting.`);
    return wired.system.log;
  });
}

async function tokenOf({ apiToken, apiTokenFile }: PerformanceOptions): Promise<string> {
  if (apiTokenFile === '-') return (await readStream(process.stdin)).trim();
  if (apiTokenFile === undefined && apiToken !== undefined) return apiToken;
  if (apiTokenFile === undefined)
    throw new StartupError('Give the token of a user with --api-token-file, or - and the token on standard input.');
  try {
    return readFileSync(apiTokenFile, 'utf8').trim();
  } catch (cause) {
    throw new StartupError(`${apiTokenFile} cannot be read (${systemCode(cause)}); correct the path or its permissions.`, { cause });
  }
}

async function perfTest(options: PerformanceOptions) {
  const token = await tokenOf(options);
  const endpoint = options.apiEndpoint ?? `${(await loadConfig()).uiUrl}/api/v1/default/signals/instances`;
  if (!URL.canParse(endpoint)) throw new StartupError(`${endpoint} is no address; correct --api-endpoint.`);
  const { numInstances, numWorkers, project, json = false } = options;
  const times: number[] = [];
  const failures = new Map<string, number>();
  const began = performance.now();
  await withProgress('Posting', json, async (update) => {
    let next = 0;
    const worker = async () => {
      while (next < numInstances) {
        next += 1;
        const start = performance.now();
        const failure = await post(endpoint, token, project);
        if (failure === undefined) times.push(performance.now() - start);
        else failures.set(failure, (failures.get(failure) ?? 0) + 1);
        update(next, numInstances);
      }
    };
    await Promise.all(Array.from({ length: Math.min(numWorkers, numInstances) }, worker));
  });
  const seconds = (performance.now() - began) / 1000;
  printTable([summary(times, seconds, numInstances)], json);
  for (const [failure, count] of failures) process.stderr.write(`${count} failed: ${failure}\n`);
  if (failures.size) process.exitCode = 1;
}

/** @returns why it was not taken in, or undefined */
async function post(endpoint: string, token: string, project: string): Promise<string | undefined> {
  const raw = { id: randomUUID(), name: 'Performance test', variant: 'performance-test', action: 'generated', asset: [{ id: 'test' }] };
  try {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ raw, project: { name: project } }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const body = await answer.text();
    return answer.ok ? undefined : `${answer.status} ${reasonIn(body)}`.trim();
  } catch (error) {
    const { cause, message } = error as Error;
    return `no answer (${systemCode(cause) ?? (cause as Error | undefined)?.message ?? message})`;
  }
}

function reasonIn(body: string): string {
  try {
    const { detail } = JSON.parse(body) as { detail?: string | { msg: string }[] };
    return typeof detail === 'string' ? detail : (detail?.map(({ msg }) => msg).join(' ') ?? '');
  } catch {
    // A proxy speaks: its status says enough.
    return '';
  }
}

function summary(times: number[], seconds: number, sent: number) {
  const sorted = times.toSorted((a, b) => a - b);
  const rounded = (number: number) => Math.round(number * 10) / 10;
  const percentile = (share: number) => rounded(sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? 0);
  return {
    sent,
    taken: times.length,
    failed: sent - times.length,
    seconds: rounded(seconds),
    per_second: rounded(times.length / seconds),
    p50_ms: percentile(0.5),
    p95_ms: percentile(0.95),
    p99_ms: percentile(0.99),
  };
}
