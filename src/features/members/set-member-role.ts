import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { invalid } from '../../core/errors.ts';
import { enqueue } from '../../core/jobs.ts';
import { ACCESS_CHANGED } from '../../core/live.ts';
import type { Role } from '../../core/roles.ts';
import { INVITER_CHANGED } from './leaving.ts';
import { requireGrantable, requireMayActOn, requireOwnRoles } from './member.ts';
import { lockMember, requireAnotherOwner, setRole } from './store.ts';

export type NewRole = { userId: number; role: Role; isReadOnly: boolean };

/**
 * Gives a member another role; it counts from their next request on. Sessions go on.
 * @throws not_found no member; invalid somebody who only reads and administers
 * @throws forbidden a rank above the own, or a member of the own rank or above
 * @throws conflict the last Owner, or a directory manages the role
 */
export async function setMemberRole(ctx: Context, { userId, role, isReadOnly }: NewRole): Promise<void> {
  if (isReadOnly && role !== 'Member') throw invalid('role', `Who only reads is a Member; ${role} administers.`);
  await transaction(ctx, async (tx) => {
    const member = await lockMember(tx, userId);
    if (member.role === role && member.isReadOnly === isReadOnly) return;
    requireMayActOn(tx, member);
    requireGrantable(tx, role);
    requireOwnRoles(tx, member);
    if (member.role === 'Owner') await requireAnotherOwner(tx, userId);
    await setRole(tx, member, { role, isReadOnly });
    if (role === 'Member') await enqueue(tx, INVITER_CHANGED, { user_id: userId });
    audit(tx, {
      action: 'member.role_changed',
      target: { kind: 'user', id: userId, name: member.email },
      changes: { role: { from: member.role, to: role }, read_only: { from: member.isReadOnly, to: isReadOnly } },
    });
    announce(tx, { kind: ACCESS_CHANGED, id: userId }, 'role');
  });
}
