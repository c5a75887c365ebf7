import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { enqueue, type SubjectRef } from '../../core/jobs.ts';

/** The job of the costs that brings the figures of the open subjects of some types up to date. */
export const RECALCULATE_JOB = 'recalculate-costs';

type Kind = SubjectRef['kind'];
const KINDS: readonly Kind[] = ['incident', 'case'];

/** Types of incidents or of cases whose costs changed. */
export type Recalculation = { kind: Kind; type_ids: number[] };

const typesOf = (kind: Kind) => sql.table(`${kind}_types`);
const column = (kind: Kind) => sql.ref(`${kind}_type_id`);
const historyOf = (kind: Kind) => sql.table(`${kind}_type_cost_models`);

/**
 * Keeps which cost model a type had until now, before another takes over: what was done until then stays costed as it was.
 * Called before the `cost_model_id` of the type is written; a model that is not enabled counts as none.
 *
 * @param type an incident type or a case type
 * @param nextModelId the model the type is about to have; null for none
 */
export async function changeCostModelOfType(tx: Context, type: { kind: Kind; id: number }, nextModelId: number | null): Promise<void> {
  const { rows } = await sql<{ from: number | null; to: number | null }>`
    select (select m.id from cost_models m where m.id = t.cost_model_id and m.enabled) as "from",
      (select m.id from cost_models m where m.id = ${nextModelId} and m.enabled) as "to"
    from ${typesOf(type.kind)} t where t.id = ${type.id} and t.organization_id = ${tx.tenant.id}`.execute(tx.db);
  const [change] = rows;
  if (!change || change.from === change.to) return;
  await keepChange(tx, { kind: type.kind, type_ids: [type.id] }, change.from, change.to);
  await recalculateTypes(tx, { kind: type.kind, type_ids: [type.id] });
}

/** A model that is switched on or off begins or ends to count for every type that has it. */
export async function switchCostModel(tx: Context, modelId: number, enabled: boolean): Promise<void> {
  for (const types of await typesWith(tx, modelId)) await keepChange(tx, types, enabled ? null : modelId, enabled ? modelId : null);
}

/** Brings the figures that depend on the model up to date. */
export async function recalculateForModel(tx: Context, modelId: number): Promise<void> {
  for (const types of await typesWith(tx, modelId)) await recalculateTypes(tx, types);
}

const recalculateTypes = (tx: Context, types: Recalculation) => enqueue(tx, RECALCULATE_JOB, types);

/** @returns the types that have the model, kind by kind, without kinds of which there is none */
async function typesWith(tx: Context, modelId: number): Promise<Recalculation[]> {
  const found: Recalculation[] = [];
  for (const kind of KINDS) {
    const { rows } = await sql<{ id: number }>`
      select id from ${typesOf(kind)} where cost_model_id = ${modelId} and organization_id = ${tx.tenant.id} order by id`.execute(tx.db);
    if (rows.length) found.push({ kind, type_ids: rows.map((row) => row.id) });
  }
  return found;
}

async function keepChange(tx: Context, { kind, type_ids }: Recalculation, from: number | null, to: number | null) {
  await sql`
    insert into ${historyOf(kind)} (organization_id, ${column(kind)}, cost_model_id, changed_at)
    select ${tx.tenant.id}::int, type, ${from}::int, '-infinity'::timestamptz from unnest(${type_ids}::int[]) as type
      where not exists (select 1 from ${historyOf(kind)} h where h.${column(kind)} = type)
    union all
    select ${tx.tenant.id}::int, type, ${to}::int, ${tx.now()}::timestamptz from unnest(${type_ids}::int[]) as type`.execute(tx.db);
}
