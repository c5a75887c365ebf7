import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { enqueue } from '../../core/jobs.ts';
import { extractEntities } from '../entities/index.ts';
import { engage } from './engage.ts';
import { filterInstance, type Verdict } from './filter-instance.ts';
import { PROCESS_WAITING_JOB } from './job-names.ts';
import { openCase } from './open-case.ts';
import { startWorkflows } from './start-workflows.ts';
import { tellRepeated } from './tell-repeated.ts';
import { longestWaiting, takeDefinition, type Waiting } from './waiting.ts';

/** One job looks at no more than so many alerts; each alert has a job of its own. */
const MOST_AT_ONCE = 100;
/** Where so many fail, the rest is left to their own jobs: a definition that cannot work must not be tried for each of a storm's alerts. */
const MOST_FAILURES = 3;
const SLOT_MS = 1000;

type Failures = Map<string, unknown>;

/**
 * Looks at the waiting alerts of a definition, the oldest first, each in a transaction of its own: what is found in it, what the filters
 * say, the case and everything that is set going with it happen together or not at all.
 *
 * @param own looked at in any case, last
 * @returns why an alert could not be looked at, by its id: it goes on waiting, and holds up none of the others
 */
export async function processWaiting(ctx: Context, signalId: number, own?: string): Promise<Failures> {
  const failed: Failures = new Map();
  for (let count = 0; count < MOST_AT_ONCE && failed.size < MOST_FAILURES; count += 1) {
    const outcome = await processNext(ctx, signalId, failed);
    if (outcome === 'none') return failed;
    if (outcome === 'taken') break;
  }
  const last = own === undefined || failed.has(own) ? 'none' : await processNext(ctx, signalId, failed, own);
  if (failed.size < MOST_FAILURES || last === 'taken') await transaction(ctx, (tx) => lookAgain(tx, signalId));
  return failed;
}

type Outcome = 'looked at' | 'none' | 'taken';

/** @param only this one; default: the one that has waited longest */
async function processNext(ctx: Context, signalId: number, failed: Failures, only?: string): Promise<Outcome> {
  let instance: Waiting | undefined;
  try {
    return await transaction(ctx, async (tx) => {
      if (!(await takeDefinition(tx, signalId))) return 'taken';
      instance = await longestWaiting(tx, signalId, { except: [...failed.keys()], only });
      if (!instance) return 'none';
      await lookAt(tx, instance);
      return 'looked at';
    });
  } catch (error) {
    if (!instance) throw error;
    failed.set(instance.id, error);
    return 'looked at';
  }
}

/**
 * Somebody else has the definition's alerts, and may have counted them before the last came: they are looked at again in the next
 * second, by one job however many ask for it.
 */
async function lookAgain(tx: Context, signalId: number) {
  const slot = Math.floor(tx.now().getTime() / SLOT_MS) + 1;
  const options = { key: `${PROCESS_WAITING_JOB}-${signalId}-${slot}`, runAt: new Date(slot * SLOT_MS) };
  await enqueue(tx, PROCESS_WAITING_JOB, { signal_id: signalId }, options);
}

async function lookAt(tx: Context, instance: Waiting) {
  await extractEntities(tx, instance);
  const verdict = await filterInstance(tx, instance);
  await settle(tx, instance, verdict);
  if (verdict.action === 'deduplicate') await tellRepeated(tx, verdict.caseId);
  const caseId = verdict.action === 'none' ? await openCase(tx, instance) : undefined;
  if (caseId !== undefined) {
    await engage(tx, instance, caseId);
    await startWorkflows(tx, instance, caseId);
  }
  announce(tx, { kind: 'signal', id: instance.signal_id }, 'instances');
}

async function settle(tx: Context, { id }: Waiting, verdict: Verdict) {
  const caseId = verdict.action === 'deduplicate' ? verdict.caseId : null;
  await sql`
    update signal_instances set filter_action = ${verdict.action}, case_id = ${caseId}, updated_at = ${tx.now()} where id = ${id}`.execute(
    tx.db,
  );
}
