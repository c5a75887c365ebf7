import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { ACCESS_CHANGED } from '../../core/live.ts';
import { endMembership } from './leaving.ts';
import { requireGrantable, requireMayActOn } from './member.ts';
import { lockMember, requireAnotherOwner, setStatus } from './store.ts';

/**
 * Locks somebody out of the organization; they stay a member. Nothing they hold makes it wait: security first.
 * @throws not_found no member; forbidden a member of the own rank or above; conflict LAST_OWNER
 */
export const suspendMember = (ctx: Context, userId: number, reason?: string): Promise<void> =>
  transaction(ctx, async (tx) => {
    const member = await lockMember(tx, userId);
    requireMayActOn(tx, member);
    if (member.status === 'suspended') return;
    if (member.role === 'Owner') await requireAnotherOwner(tx, userId);
    await endMembership(tx, member, { status: 'suspended', action: 'member.suspended', ...(reason && { reason }) });
  });

/** Lets somebody who was suspended in again, as what they were. @throws not_found; forbidden */
export const reactivateMember = (ctx: Context, userId: number): Promise<void> =>
  transaction(ctx, async (tx) => {
    const member = await lockMember(tx, userId);
    requireMayActOn(tx, member);
    requireGrantable(tx, member.role);
    if (member.status === 'active') return;
    await setStatus(tx, member, 'active');
    audit(tx, { action: 'member.reactivated', target: { kind: 'user', id: userId, name: member.email } });
    announce(tx, { kind: ACCESS_CHANGED, id: userId }, 'active');
  });
