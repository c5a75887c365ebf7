import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { CASE_COST_TYPES } from '../organizations/index.ts';
import { caseFigures } from './case-calculation.ts';
import type { Which } from './efforts.ts';
import { roomFor } from './recalculate.ts';
import { MODEL_TYPES, type ModelType } from './shapes.ts';

/**
 * SQL text of everything a case has cost by one of its two figures. Lines people entered count in both, unless their cost type belongs to
 * the other figure.
 *
 * @param alias of the row of `cases`
 */
export const CASE_COST = (alias: string, model: ModelType) => {
  const other = MODEL_TYPES.find((name) => name !== model);
  return `(select coalesce(sum(tc.amount), 0)::float8 from case_costs tc join case_cost_types tt on tt.id = tc.case_cost_type_id
    where tc.case_id = ${alias}.id and tt.model_type is distinct from '${other}')`;
};

/**
 * Brings both calculated lines of the cases up to date, in one statement; a line that is right already is not written. The cost types
 * they belong to are made where a project lacks them.
 *
 * @returns how many lines changed
 */
export async function recalculateCases(tx: Context, which: Which): Promise<number> {
  if (Array.isArray(which) && !which.length) return 0;
  if (!tx.transaction) throw new Error('recalculateCases() belongs inside transaction()');
  await roomFor(tx, which);
  await ensureCostTypes(tx);
  const { rows } = await sql<{ case_id: number }>`
    with ${caseFigures(tx, which)}
    insert into case_costs as k (organization_id, project_id, case_id, case_cost_type_id, amount, calculated, created_at, updated_at)
    select f.organization_id, f.project_id, f.id, t.id, l.amount, true, ${tx.now()}::timestamptz, ${tx.now()}::timestamptz
    from figures f cross join lateral (values ('Classic', f.classic), ('New', f.new)) l (model_type, amount)
    join case_cost_types t on t.project_id = f.project_id and t.model_type = l.model_type
    left join case_costs known on known.case_id = f.id and known.case_cost_type_id = t.id and known.calculated
    where known.id is null or known.amount <> l.amount
    on conflict (case_id, case_cost_type_id) where calculated do update set amount = excluded.amount, updated_at = excluded.updated_at
    returning k.case_id`.execute(tx.db);
  for (const id of new Set(rows.map((row) => row.case_id))) announce(tx, { kind: 'case', id }, 'cost');
  return rows.length;
}

async function ensureCostTypes(tx: Context) {
  await sql`
    insert into case_cost_types (organization_id, project_id, name, description, category, model_type, editable, created_at, updated_at)
    select p.organization_id, p.id, t.name, t.description, t.category, t.model_type, t.editable, ${tx.now()}, ${tx.now()}
    from projects p cross join jsonb_to_recordset(${JSON.stringify(CASE_COST_TYPES)}::jsonb)
      as t (name text, description text, category text, model_type text, editable boolean)
    where p.organization_id = ${tx.tenant.id}
      and not exists (select 1 from case_cost_types known where known.project_id = p.id and known.model_type = t.model_type)
    on conflict do nothing`.execute(tx.db);
}
