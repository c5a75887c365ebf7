import { sql } from 'kysely';
import type { Context } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';
import { recalculate } from '../../src/features/costs/index.ts';
import type { Measured, Server } from './throughput.ts';

/** What the calculation of costs reads. */
const COST_TABLES = [
  'incidents',
  'projects',
  'incident_cost_types',
  'incident_costs',
  'incident_status_changes',
  'incident_type_changes',
  'incident_types',
  'incident_type_cost_models',
  'cost_models',
  'cost_model_activities',
  'participants',
  'participant_roles',
  'participant_activities',
];

/** Takes back what it measured. */
class Undo extends Error {}

/** Time of one request after another, by turns with the other one. */
export async function pagePairs(server: Server, page: string, first: string, runs: number): Promise<Measured[]> {
  for (const path of [page, first, page, first, page, first, page, first, page, first, page, first]) await timeOf(server, path);
  const pairs: Measured[] = [];
  for (let run = 0; run < runs; run += 1) pairs.push({ measured: await timeOf(server, page), limit: await timeOf(server, first) });
  return pairs;
}

async function timeOf({ port, headers }: Server, path: string): Promise<number> {
  const [name = '', value = ''] = headers.trim().split(': ');
  const began = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { [name]: value, 'accept-encoding': 'identity' } });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return performance.now() - began;
}

/** Recalculating every incident as the schedule does, beside reading once, row by row, each table it reads. */
export async function costPairs(ctx: Context, runs: number): Promise<{ pairs: Measured[]; changed: number }> {
  const pairs: Measured[] = [];
  let changed = 0;
  for (let run = 0; run <= runs; run += 1) {
    const limit = await scanMs(ctx);
    const began = performance.now();
    await transaction(ctx, async (tx) => {
      changed = await recalculate(tx, 'all');
      pairs.push({ measured: performance.now() - began, limit });
      throw new Undo();
    }).catch(onlyUndo);
  }
  // The first turn only fills the caches.
  return { pairs: pairs.slice(1), changed };
}

function onlyUndo(error: unknown) {
  if (!(error instanceof Undo)) throw error;
}

async function scanMs(ctx: Context): Promise<number> {
  return ctx.db.transaction().execute(async (db) => {
    await sql`select set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_indexscan', 'off', true),
      set_config('enable_indexonlyscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`.execute(db);
    const began = performance.now();
    // A row that is counted by one of its columns has to be looked at.
    for (const table of COST_TABLES) await sql`select count(organization_id) from ${sql.table(table)}`.execute(db);
    return performance.now() - began;
  });
}
