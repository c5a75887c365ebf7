import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { figures } from './calculation.ts';
import type { Which } from './efforts.ts';

const WORK_MEMORY = '64MB';

/** Room for the sorts and hashes of a whole organization; single incidents or cases need none of it. */
export async function roomFor(tx: Context, which: Which): Promise<void> {
  if (typeof which === 'string') await sql`select set_config('work_mem', ${WORK_MEMORY}, true)`.execute(tx.db);
}

/** SQL text of everything an incident has cost: the calculated line and those people entered. */
export const TOTAL_COST = (alias: string) =>
  `(select coalesce(sum(tc.amount), 0)::float8 from incident_costs tc where tc.incident_id = ${alias}.id)`;

/**
 * Brings the calculated line of the incidents up to date, in one statement; a line that is right already is not written. A project
 * without a default cost type has no calculated lines.
 *
 * @returns how many lines changed
 */
export async function recalculate(tx: Context, which: Which): Promise<number> {
  if (Array.isArray(which) && !which.length) return 0;
  if (!tx.transaction) throw new Error('recalculate() belongs inside transaction()');
  await roomFor(tx, which);
  const { rows } = await sql<{ incident_id: number }>`
    with ${figures(tx, which)}
    insert into incident_costs as k (organization_id, project_id, incident_id, incident_cost_type_id, amount, calculated, created_at, updated_at)
    select f.organization_id, f.project_id, f.id, f.cost_type_id, f.amount, true, ${tx.now()}::timestamptz, ${tx.now()}::timestamptz
    from figures f left join incident_costs known on known.incident_id = f.id and known.calculated
    where known.id is null or known.amount <> f.amount or known.incident_cost_type_id <> f.cost_type_id
    on conflict (incident_id) where calculated do update
      set amount = excluded.amount, incident_cost_type_id = excluded.incident_cost_type_id, updated_at = excluded.updated_at
    returning k.incident_id`.execute(tx.db);
  for (const { incident_id } of rows) announce(tx, { kind: 'incident', id: incident_id }, 'cost');
  return rows.length;
}
