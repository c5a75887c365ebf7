import type { Context } from '../../core/context.ts';
import { resolveRolePolicy } from '../incident-settings/index.ts';
import { isOwnRotation, onCallNext, onCallNow } from '../oncall/index.ts';
import type { ParticipantRole } from '../participants/index.ts';

export type Circumstances = { projectId: number; typeId: number; priorityId: number; tagIds: number[] };

/** Who a project's policy wants in a role: somebody known now, or whoever an outside on-call system will name. */
export type Wanted = { email?: string; serviceId?: number; next?: string; askLater: boolean };

/**
 * Applies the project's policy for a role.
 * @param outside false inside a transaction: only the built-in rotation, which is a query, is asked; others are left for a step
 */
export async function wantedInRole(
  ctx: Context,
  role: ParticipantRole,
  circumstances: Circumstances,
  { outside }: { outside: boolean },
): Promise<Wanted> {
  const policy = await resolveRolePolicy(ctx, { ...circumstances, role });
  if (!policy) return { askLater: false };
  if (!policy.service) return { askLater: false, ...(policy.email !== null && { email: policy.email }) };
  const { id, type } = policy.service;
  if (!outside && !isOwnRotation(ctx, type)) return { serviceId: id, askLater: true };
  const person = await onCallNow(ctx, id);
  if (!person) return { askLater: false };
  const next = policy.engage_next_oncall ? await onCallNext(ctx, id) : undefined;
  return { email: person.email, serviceId: id, askLater: false, ...(next && next.email !== person.email && { next: next.email }) };
}
