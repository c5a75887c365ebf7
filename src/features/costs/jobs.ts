import { sql } from 'kysely';
import { transaction } from '../../core/db.ts';
import { eachOrganization } from '../../core/each-organization.ts';
import { job } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { RECALCULATE_JOB, type Recalculation } from '../cost-models/index.ts';
import { recalculate } from './recalculate.ts';
import { recalculateCases } from './recalculate-cases.ts';

const RECALCULATE = { incident: recalculate, case: recalculateCases };

/** Brings the figures of the types' open subjects up to date after their cost model changed. */
const recalculateCosts = job<Recalculation>({
  name: RECALCULATE_JOB,
  run: async (_ctx, { kind, type_ids }) => {
    return async (tx) => {
      const { rows } = await sql<{ id: number }>`
        select id from ${sql.table(`${kind}s`)}
        where organization_id = ${tx.tenant.id} and ${sql.ref(`${kind}_type_id`)} = any(${type_ids}) and status <> 'Closed'`.execute(tx.db);
      await RECALCULATE[kind](
        tx,
        rows.map((row) => row.id),
      );
    };
  },
});

/**
 * Publishes the cost of every open incident and case, and of those closed a short while ago once more: one statement for each kind and
 * organization.
 */
const publishCosts = job({
  name: 'publish-costs',
  timeoutMs: 300_000,
  run: async (ctx) => {
    await eachOrganization(ctx, async (inside) => {
      await transaction(inside, (tx) => recalculate(tx, 'open'));
      await transaction(inside, (tx) => recalculateCases(tx, 'open'));
    });
    return undefined;
  },
});

export const jobs = [recalculateCosts, publishCosts];

export const schedules: Schedule[] = [{ name: 'publish-costs', cron: '*/5 * * * *', job: 'publish-costs' }];
