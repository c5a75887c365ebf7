import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { commanded } from './holdings.ts';
import { endMembership } from './leaving.ts';
import { handoverRequired, requireMayActOn } from './member.ts';
import { lockMember, requireAnotherOwner } from './store.ts';

/**
 * Removes somebody from the organization; what they did stays, under their name.
 * @throws not_found no member; forbidden a member of the own rank or above
 * @throws conflict LAST_OWNER; HANDOVER_REQUIRED they command an open incident
 */
export const removeMember = (ctx: Context, userId: number): Promise<void> =>
  transaction(ctx, async (tx) => {
    requireMayActOn(tx, await lockMember(tx, userId));
    await remove(tx, userId, 'member.removed');
  });

/** Leaves the organization oneself. @throws conflict as for `removeMember` */
export const leaveOrganization = (ctx: Context): Promise<void> => transaction(ctx, (tx) => remove(tx, tx.actor.userId, 'member.left'));

async function remove(tx: Context, userId: number, action: string) {
  const member = await lockMember(tx, userId);
  if (member.role === 'Owner' && member.status === 'active') await requireAnotherOwner(tx, userId);
  const subjects = await commanded(tx, member.email);
  if (subjects.length) throw handoverRequired(subjects, member.email);
  await endMembership(tx, member, { status: 'removed', action });
}
