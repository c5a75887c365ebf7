import fc from 'fast-check';
import { knownBodies, type Wild, wildBody, wildList, wildPath, wildValue } from '../test/contract/anything.ts';
import type { Method } from '../test/contract/callers.ts';
import { house } from '../test/contract/requests.ts';
import { databasesOn } from '../test/database.ts';
import { anOrganization } from '../test/harness.ts';
import { startServer } from '../test/server.ts';

/*
 * `npm run fuzz`: for a minute (FUZZ_MS) whatever comes to mind is sent to every operation of a furnished organization. Fails on a 5xx, on
 * an answer that the contract does not document, and on one that takes longer than a second. FUZZ_SEED repeats a run.
 */

const DURATION_MS = Number(process.env.FUZZ_MS ?? 60_000);
const SLOWEST_MS = 1000;
const BATCH = 200;
const SHOWN = 10;
/** The first of each statement is planned and each code path compiled; nobody's answer is slow for that in a running server. */
const WARM_UP = 200;

type Asked = { request: Wild; ms: number; problem?: string };

/** Long texts shortened, so that what is odd about a body can be seen. */
const shortened = (_key: string, value: unknown) => (typeof value === 'string' && value.length > 40 ? `${value.slice(0, 40)}…` : value);
const shown = ({ name, path, body }: Wild) => `${name}  ${path}  ${JSON.stringify(body, shortened) ?? ''}`.slice(0, 600);

async function fuzz(seed: number) {
  const at = await house(await anOrganization());
  const bodies = await knownBodies(at);
  const anything = fc.oneof(wildList(at), wildBody(at), { weight: 3, arbitrary: wildValue(at, bodies) }, wildPath(bodies));
  const asked: Asked[] = [];
  const statuses = new Map<number, number>();

  const ask = async (request: Wild): Promise<Asked> => {
    const begin = performance.now();
    try {
      const answer = await at.owner.send(request.name.split(' ')[0] as Method, request.path, request.body);
      const ms = performance.now() - begin;
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      return { request, ms, ...(answer.status >= 500 && { problem: `${answer.status} ${answer.text}` }) };
    } catch (error) {
      return { request, ms: performance.now() - begin, problem: (error as Error).message };
    }
  };

  const end = performance.now() + DURATION_MS;
  for (let batch = 0; performance.now() < end; batch += 1) {
    for (const request of fc.sample(anything, { numRuns: BATCH, seed: seed + batch })) {
      asked.push(await ask(request));
      if (performance.now() >= end) break;
    }
  }
  return { asked, statuses };
}

function report({ asked, statuses }: Awaited<ReturnType<typeof fuzz>>): boolean {
  const failed = asked.filter(({ problem }) => problem);
  const slow = asked.slice(WARM_UP).filter(({ ms }) => ms > SLOWEST_MS);
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(`${asked.length} requests; ${counts.join(', ')}`);
  console.log('Slowest:');
  for (const { request, ms } of [...asked].sort((a, b) => b.ms - a.ms).slice(0, SHOWN))
    console.log(`${ms.toFixed(0).padStart(7)} ms  ${shown(request)}`);
  for (const { request, problem } of failed.slice(0, SHOWN)) console.error(`\nFailed: ${shown(request)}\n${problem?.slice(0, 1000)}`);
  if (failed.length || slow.length) console.error(`\n${failed.length} failed, ${slow.length} took longer than ${SLOWEST_MS} ms`);
  return failed.length + slow.length === 0;
}

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
console.log(`FUZZ_SEED=${seed}`);
const server = await startServer();
// Nobody else would stop the database.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop().finally(() => process.exit(130)));
let isFine = false;
try {
  databasesOn(server.url);
  isFine = report(await fuzz(seed));
} finally {
  await server.stop();
}
process.exit(isFine ? 0 : 1);
