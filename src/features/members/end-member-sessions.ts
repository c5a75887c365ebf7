import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { ACCESS_CHANGED } from '../../core/live.ts';
import { endMemberSessions as end } from '../auth/index.ts';
import { requireMayActOn } from './member.ts';
import { lockMember } from './store.ts';

/**
 * Signs somebody out of every browser in which they are at work here. They stay a member and may sign in again.
 * @throws not_found no member; forbidden a member of the own rank or above
 */
export const endMemberSessions = (ctx: Context, userId: number, reason?: string): Promise<void> =>
  transaction(ctx, async (tx) => {
    const member = await lockMember(tx, userId);
    requireMayActOn(tx, member);
    const count = await end(tx, userId);
    if (!count) return;
    audit(tx, {
      action: 'session.ended',
      target: { kind: 'user', id: userId, name: member.email },
      changes: { count },
      ...(reason && { reason }),
    });
    announce(tx, { kind: ACCESS_CHANGED, id: userId }, 'signed-out');
  });
