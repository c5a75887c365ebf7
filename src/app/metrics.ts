import cluster from 'node:cluster';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { System } from '../core/context.ts';
import { NO_METRICS } from '../core/metrics.ts';
import type { MetricProvider, Metrics } from '../plugin-sdk/metrics.ts';
import type { Config } from './config/config.ts';
import { StartupError, systemCode } from './startup-error.ts';
import { tagsOf } from './tags.ts';

const SAMPLE_MS = 15_000;

/** Which of the processes of a server this one is: where several share a port, one has started the others. */
export type Part = 'whole' | 'one of many' | 'first of many';

/**
 * Makes the configured providers; none is loaded where none is named.
 * @throws StartupError the address of the Prometheus endpoint cannot be used
 */
export async function createMetrics(config: Config, log: Logger, part: Part): Promise<{ metrics: Metrics; stop(): Promise<unknown> }> {
  if (!config.values.METRIC_PROVIDERS.length) return { metrics: NO_METRICS, stop: async () => undefined };
  const provider = await startPrometheus(config, part);
  return { metrics: cautious(provider, log), stop: () => provider.stop() };
}

async function startPrometheus({ values }: Config, part: Part): Promise<MetricProvider> {
  const { TOCSIN_METRICS_HOST: host, TOCSIN_METRICS_PORT: port } = values;
  const { prometheus } = await import('../plugins/prometheus/index.ts');
  try {
    return await prometheus({ host: host as string, port, tags: tagsOf(values.ENV_TAGS), part });
  } catch (cause) {
    const code = systemCode(cause);
    if (!code) throw cause;
    throw new StartupError(
      `The metrics cannot be offered at ${host}:${port} (${code}): set TOCSIN_METRICS_PORT to a free port for each process of this machine, TOCSIN_METRICS_HOST to an address it has.`,
      { cause },
    );
  }
}

/** A provider that fails fails nobody's request; it is said once, as it would be said with each request otherwise. */
function cautious(provider: Metrics, log: Logger): Metrics {
  let said = false;
  const attempt =
    (take: Metrics['counter']): Metrics['counter'] =>
    (name, value, tags) => {
      try {
        take(name, value, tags);
      } catch (error) {
        if (!said) log.warn({ err: error, metric: name }, 'a measurement could not be taken; others are not reported');
        said = true;
      }
    };
  return { counter: attempt(provider.counter), timer: attempt(provider.timer), gauge: attempt(provider.gauge) };
}

/** Jobs of all processes, and this one's connections. */
async function sample({ db, now, metrics }: System, pool: pg.Pool, part: Part) {
  if (part !== 'first of many') {
    const busy = pool.totalCount - pool.idleCount;
    metrics.gauge('database.connections', busy, { state: 'busy' });
    metrics.gauge('database.connections', pool.idleCount, { state: 'idle' });
    metrics.gauge('database.requests.waiting', pool.waitingCount, {});
  }
  if (part === 'one of many') return;
  const { rows } = await sql<{ ready: number; running: number; failed: number; late: number }>`
    select count(*) filter (where status = 'ready' and run_at <= ${now()})::int as ready,
      count(*) filter (where status = 'running')::int as running, count(*) filter (where status = 'failed')::int as failed,
      coalesce(extract(epoch from ${now()} - min(run_at) filter (where status = 'ready' and run_at <= ${now()})), 0)::float as late
    from jobs where status in ('ready', 'running', 'failed')`.execute(db);
  const [jobs] = rows;
  for (const status of ['ready', 'running', 'failed'] as const) metrics.gauge('job.count', jobs?.[status] ?? 0, { status });
  metrics.gauge('job.oldest.ready.seconds', jobs?.late ?? 0, {});
}

/** Looks from time to time at what nobody tells; not at all where nothing is measured. */
export function startSampling(system: System, pool: pg.Pool, part: Part): { stop(): Promise<unknown> } {
  if (system.metrics === NO_METRICS) return { stop: async () => undefined };
  const look = () => sample(system, pool, part).catch((error) => system.log.warn({ err: error }, 'the jobs could not be counted'));
  let last = look();
  const timer = setInterval(() => {
    last = look();
  }, SAMPLE_MS);
  const stop = async () => {
    clearInterval(timer);
    await last;
  };
  return { stop };
}

/** @param isStarter of several processes */
export const partOf = (isStarter: boolean): Part => (isStarter ? 'first of many' : cluster.isWorker ? 'one of many' : 'whole');
