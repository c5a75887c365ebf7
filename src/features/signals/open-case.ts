import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { createCase } from '../cases/index.ts';
import type { Waiting } from './waiting.ts';

type Plan = {
  name: string;
  description: string | null;
  opens: boolean;
  case_type_id: number | null;
  case_priority_id: number | null;
  oncall_service_id: number | null;
  conversation_target: string | null;
};

/**
 * Opens the case of an alert and ties the alert to it. What the alert brings goes before what its definition says, and that before what
 * the case type says; whether the case is restricted is the type's to say.
 *
 * @returns undefined for a trial alert, a disabled definition, and one whose alerts are only kept
 */
export async function openCase(tx: Context, instance: Waiting): Promise<number | undefined> {
  const plan = await planFor(tx, instance);
  if (!plan.opens || instance.canary) return undefined;
  const caseId = await createCase(
    tx,
    {
      title: plan.name,
      description: plan.description,
      status: 'New',
      project: { id: instance.project_id },
      case_type: plan.case_type_id === null ? null : { id: plan.case_type_id },
      case_priority: plan.case_priority_id === null ? null : { id: plan.case_priority_id },
    },
    { alert: { oncallServiceId: plan.oncall_service_id, conversationTarget: plan.conversation_target } },
  );
  await sql`update signal_instances set case_id = ${caseId} where id = ${instance.id}`.execute(tx.db);
  return caseId;
}

async function planFor(tx: Context, { id }: Waiting): Promise<Plan> {
  const { rows } = await sql<Plan>`
    select s.name, nullif(s.description, '') as description, s.enabled and s.create_case as opens,
      coalesce(i.case_type_id, s.case_type_id) as case_type_id, coalesce(i.case_priority_id, s.case_priority_id) as case_priority_id,
      coalesce(i.oncall_service_id, s.oncall_service_id) as oncall_service_id,
      coalesce(i.conversation_target, s.conversation_target) as conversation_target
    from signal_instances i join signals s on s.id = i.signal_id where i.id = ${id}`.execute(tx.db);
  return rows[0] as Plan;
}
