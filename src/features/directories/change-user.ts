import { isDeepStrictEqual } from 'node:util';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { AppError } from '../../core/errors.ts';
import { lockOrganization, requireSeat } from '../invitations/index.ts';
import { reactivateMember, removeMember, suspendMember } from '../members/index.ts';
import type { UserContent } from './directory-user.ts';
import { requireDirectory } from './require-directory.ts';
import { type DirectoryUser, deleteDirectoryUser, lockDirectoryUser, updateDirectoryUser } from './users-store.ts';

/**
 * Notes what the directory says of somebody by now. `active: false` locks them out and ends their sessions before the answer.
 * @param change what it is by what it was; throws ScimError
 * @throws not_found; conflict a name that is taken, LAST_OWNER, SEAT_LIMIT
 * @source invitations.md 17, INV-54
 */
export async function changeDirectoryUser(ctx: Context, uid: string, change: (current: DirectoryUser) => UserContent): Promise<void> {
  requireDirectory(ctx);
  await transaction(ctx, async (tx) => {
    const current = await lockDirectoryUser(tx, uid);
    const content = change(current);
    const changed = (Object.keys(content) as (keyof UserContent)[]).filter((key) => !isDeepStrictEqual(content[key], current[key]));
    if (changed.length) await updateDirectoryUser(tx, current.id, content);
    await setActive(tx, current, content.active);
    const target = { kind: 'user', id: current.userId, name: content.userName };
    if (changed.length) audit(tx, { action: 'scim.user_updated', target, changes: { attributes: changed } });
  });
}

/** Whom an administrator has suspended a directory does not let in again by repeating itself. */
async function setActive(tx: Context, current: DirectoryUser, active: boolean): Promise<void> {
  const { userId, status } = current;
  if (!active && status === 'active') {
    await suspendMember(tx, userId, 'deactivated in the directory');
    audit(tx, { action: 'scim.user_deactivated', target: { kind: 'user', id: userId, name: current.userName } });
  }
  if (active && !current.active && status === 'suspended') {
    await requireSeat(tx, await lockOrganization(tx), 'members');
    await reactivateMember(tx, userId);
  }
}

/**
 * Removes somebody whom the directory has deleted; what they did stays, under their name. Whoever commands an open incident is locked out at once,
 * and removed when the directory asks again after somebody else has taken over.
 * @throws not_found; conflict LAST_OWNER, HANDOVER_REQUIRED
 * @source INV-57
 */
export async function removeDirectoryUser(ctx: Context, uid: string): Promise<void> {
  requireDirectory(ctx);
  try {
    await transaction(ctx, async (tx) => {
      const user = await lockDirectoryUser(tx, uid);
      await removeMember(tx, user.userId);
      await deleteDirectoryUser(tx, user.id);
      audit(tx, { action: 'scim.user_deleted', target: { kind: 'user', id: user.userId, name: user.userName } });
    });
  } catch (error) {
    if (error instanceof AppError && error.problems[0]?.type === 'HANDOVER_REQUIRED')
      await changeDirectoryUser(ctx, uid, (current) => ({ ...contentIn(current), active: false }));
    throw error;
  }
}

const contentIn = ({ userName, externalId, displayName, name, emails, active }: DirectoryUser): UserContent => ({
  userName,
  externalId,
  displayName,
  name,
  emails,
  active,
});
