import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { enqueue } from '../../core/jobs.ts';

/** The job of the costs that brings the figures of a type's open incidents up to date. */
export const RECALCULATE_JOB = 'recalculate-costs';

/**
 * Keeps which cost model a type had until now, before another takes over: what was done until then stays costed as it was.
 * Called before `incident_types.cost_model_id` is written; a model that is not enabled counts as none.
 *
 * @param nextModelId the model the type is about to have; null for the classic calculation
 */
export async function changeCostModelOfType(tx: Context, typeId: number, nextModelId: number | null): Promise<void> {
  const { rows } = await sql<{ from: number | null; to: number | null }>`
    select (select m.id from cost_models m where m.id = t.cost_model_id and m.enabled) as "from",
      (select m.id from cost_models m where m.id = ${nextModelId} and m.enabled) as "to"
    from incident_types t where t.id = ${typeId} and t.organization_id = ${tx.tenant.id}`.execute(tx.db);
  const [change] = rows;
  if (!change || change.from === change.to) return;
  await keepChange(tx, [typeId], change.from, change.to);
  await enqueue(tx, RECALCULATE_JOB, { incident_type_ids: [typeId] });
}

/** A model that is switched on or off begins or ends to count for every type that has it. */
export async function switchCostModel(tx: Context, modelId: number, enabled: boolean): Promise<void> {
  const typeIds = await typesWith(tx, modelId);
  if (typeIds.length) await keepChange(tx, typeIds, enabled ? null : modelId, enabled ? modelId : null);
}

/** Brings the figures that depend on the model up to date. */
export async function recalculateForModel(tx: Context, modelId: number): Promise<void> {
  const typeIds = await typesWith(tx, modelId);
  if (typeIds.length) await enqueue(tx, RECALCULATE_JOB, { incident_type_ids: typeIds });
}

async function typesWith(tx: Context, modelId: number): Promise<number[]> {
  const types = await tx.db
    .selectFrom('incident_types')
    .select('id')
    .where('cost_model_id', '=', modelId)
    .where('organization_id', '=', tx.tenant.id)
    .execute();
  return types.map((type) => type.id);
}

async function keepChange(tx: Context, typeIds: number[], from: number | null, to: number | null) {
  await sql`
    insert into incident_type_cost_models (organization_id, incident_type_id, cost_model_id, changed_at)
    select ${tx.tenant.id}::int, type, ${from}::int, '-infinity'::timestamptz from unnest(${typeIds}::int[]) as type
      where not exists (select 1 from incident_type_cost_models h where h.incident_type_id = type)
    union all
    select ${tx.tenant.id}::int, type, ${to}::int, ${tx.now()}::timestamptz from unnest(${typeIds}::int[]) as type`.execute(tx.db);
}
