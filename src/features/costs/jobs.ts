import { sql } from 'kysely';
import { transaction } from '../../core/db.ts';
import { eachOrganization } from '../../core/each-organization.ts';
import { job } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { RECALCULATE_JOB } from '../cost-models/index.ts';
import { recalculate } from './recalculate.ts';

/** Brings the figures of the types' incidents up to date after their cost model changed. */
const recalculateCosts = job<{ incident_type_ids: number[] }>({
  name: RECALCULATE_JOB,
  run: async (_ctx, { incident_type_ids }) => {
    return async (tx) => {
      const { rows } = await sql<{ id: number }>`
        select id from incidents where organization_id = ${tx.tenant.id} and incident_type_id = any(${incident_type_ids}) and status <> 'Closed'`.execute(
        tx.db,
      );
      await recalculate(
        tx,
        rows.map((row) => row.id),
      );
    };
  },
});

/** Publishes the cost of every open incident, and of those closed a short while ago once more: one statement for each organization. */
const publishCosts = job({
  name: 'publish-costs',
  timeoutMs: 300_000,
  run: async (ctx) => {
    await eachOrganization(ctx, (inside) => transaction(inside, (tx) => recalculate(tx, 'open')));
    return undefined;
  },
});

export const jobs = [recalculateCosts, publishCosts];

export const schedules: Schedule[] = [{ name: 'publish-costs', cron: '*/5 * * * *', job: 'publish-costs' }];
