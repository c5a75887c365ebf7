import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { isOwnRotation, onCallNow } from '../oncall/index.ts';

/** Somebody known now, or whoever an outside on-call system will name when a step asks it. */
export type Wanted = { email?: string; askLater: boolean };

/**
 * Who is to have a case: whoever is on call for the service.
 * @param outside false inside a transaction: only the built-in rotation, which is a query, is asked
 */
export async function wantedFromService(ctx: Context, serviceId: number | null, { outside }: { outside: boolean }): Promise<Wanted> {
  if (serviceId === null) return { askLater: false };
  const { rows } = await sql<{ type: string }>`
    select type from services where id = ${serviceId} and organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  if (!rows[0]) return { askLater: false };
  if (!outside && !isOwnRotation(ctx, rows[0].type)) return { askLater: true };
  const person = await onCallNow(ctx, serviceId);
  return { askLater: false, ...(person && { email: person.email }) };
}

type Wishes = { dedicated: boolean; target: string | null; serviceId: number | null };

/** Where a case is talked about and who is on call for it: its first alert and that alert's definition go before its type. */
export async function wishesOf(ctx: Context, caseId: number): Promise<Wishes> {
  const { rows } = await sql<Wishes>`
    select s.dedicated_channel as dedicated, coalesce(a.conversation_target, t.conversation_target) as target,
      coalesce(a.oncall_service_id, t.oncall_service_id) as "serviceId"
    from cases s join case_types t on t.id = s.case_type_id
    left join lateral (
      select coalesce(i.conversation_target, d.conversation_target) as conversation_target,
        coalesce(i.oncall_service_id, d.oncall_service_id) as oncall_service_id
      from signal_instances i join signals d on d.id = i.signal_id where i.case_id = s.id order by i.created_at, i.id limit 1) a on true
    where s.id = ${caseId}`.execute(ctx.db);
  return rows[0] as Wishes;
}
