import cluster from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { MetricProvider, MetricTags } from '../../plugin-sdk/metrics.ts';

/** From an answer out of memory to a job that talks to somebody slow, seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

type Options = {
  host: string;
  port: number;
  /** on every measurement */
  tags: MetricTags;
  /** one of several processes that share a port gives its numbers to the process that has started it */
  part: 'whole' | 'one of many' | 'first of many';
};

/** `server.call.elapsed` → `tocsin_server_call_elapsed`. */
const nameOf = (name: string, ending: string) => `tocsin_${name.replace(/\.counter$/, '').replaceAll(/\W/g, '_')}${ending}`;

/**
 * Offers the measurements to a Prometheus at `http://host:port/metrics`.
 * @source https://prometheus.io/docs/instrumenting/exposition_formats/
 * @throws Error with the system's code when the address cannot be used
 */
export async function prometheus({ host, port, tags, part }: Options): Promise<MetricProvider> {
  const registry = new Registry();
  registry.setDefaultLabels(tags);
  const isOneOfMany = part === 'one of many';
  if (part !== 'first of many') collectDefaultMetrics({ register: registry, prefix: 'tocsin_' });
  const takers = { ...takersOf(registry) };
  if (isOneOfMany) {
    AggregatorRegistry.setRegistries(registry);
    // Answers the first process from now on.
    new AggregatorRegistry();
    return { ...takers, stop: async () => registry.clear() };
  }
  const others = part === 'first of many' ? new AggregatorRegistry() : undefined;
  const server = createServer(async (request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') return void response.writeHead(404).end();
    // What the others measure is not measured here, so no name appears twice.
    const theirs = others && cluster.workers ? await others.clusterMetrics().catch(() => '') : '';
    response.writeHead(200, { 'content-type': registry.contentType }).end((await registry.metrics()) + theirs);
  });
  server.listen(port, host);
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    registry.clear();
  };
  return { ...takers, stop };
}

/** Families are made by the first measurement; every later one has the same tags. */
function takersOf(registry: Registry): Omit<MetricProvider, 'stop'> {
  const families = new Map<string, Counter | Gauge | Histogram>();
  function family<F extends Counter | Gauge | Histogram>(name: string, make: () => F): F {
    const known = families.get(name);
    if (known) return known as F;
    const made = make();
    families.set(name, made);
    return made;
  }
  const described = (name: string, ending: string, tags: MetricTags) => ({
    name: nameOf(name, ending),
    help: name,
    labelNames: Object.keys(tags),
    registers: [registry],
  });
  return {
    counter: (name, value, tags) => family(name, () => new Counter(described(name, '_total', tags))).inc(tags, value),
    timer: (name, seconds, tags) =>
      family(name, () => new Histogram({ ...described(name, '_seconds', tags), buckets: BUCKETS })).observe(tags, seconds),
    gauge: (name, value, tags) => family(name, () => new Gauge(described(name, '', tags))).set(tags, value),
  };
}
