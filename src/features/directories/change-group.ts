import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { applyMappings } from './apply-mappings.ts';
import {
  addToGroup,
  type DirectoryGroup,
  deleteGroup,
  findUsers,
  type GroupContent,
  insertGroup,
  lockGroup,
  removeFromGroup,
  updateGroup,
} from './groups-store.ts';
import { listMappings, replaceMappings } from './mappings-store.ts';
import { requireDirectory } from './require-directory.ts';
import { badRequest } from './scim/errors.ts';

/** @returns the id as the directory knows it @throws ScimError invalidValue a member that is no user of it; conflict a name that is taken */
export async function createGroup(ctx: Context, content: GroupContent): Promise<string> {
  requireDirectory(ctx);
  return transaction(ctx, async (tx) => {
    const { id, uid } = await insertGroup(tx, content);
    audit(tx, { action: 'scim.group_created', target: { kind: 'group', id: uid, name: content.displayName } });
    await setMembers(tx, { id, uid, members: [], displayName: content.displayName }, content.members);
    return uid;
  });
}

/**
 * Notes what the directory says of a group by now, and gives those who came in or left it what their groups say.
 * @param change what it is by what it was; throws ScimError
 * @throws not_found; ScimError invalidValue a member that is no user of the directory; conflict a name that is taken
 */
export async function changeGroup(ctx: Context, uid: string, change: (current: DirectoryGroup) => GroupContent): Promise<void> {
  requireDirectory(ctx);
  await transaction(ctx, async (tx) => {
    const current = await lockGroup(tx, uid);
    const content = change(current);
    if (content.displayName !== current.displayName || content.externalId !== current.externalId) {
      await updateGroup(tx, current.id, content);
      const changes = { name: { from: current.displayName, to: content.displayName } };
      audit(tx, { action: 'scim.group_updated', target: { kind: 'group', id: uid, name: content.displayName }, changes });
    }
    await setMembers(tx, current, content.members);
  });
}

/** Forgets a group, and what it gave. @throws not_found */
export async function removeGroup(ctx: Context, uid: string): Promise<void> {
  requireDirectory(ctx);
  await transaction(ctx, async (tx) => {
    const group = await lockGroup(tx, uid);
    const users = [...(await findUsers(tx, group.members)).values()];
    await deleteGroup(tx, group.id);
    audit(tx, { action: 'scim.group_deleted', target: { kind: 'group', id: uid, name: group.displayName } });
    const mappings = await listMappings(tx);
    const gone = mappings.find(({ groupId }) => groupId === uid);
    if (!gone) return;
    await replaceMappings(
      tx,
      mappings.filter((one) => one !== gone),
    );
    audit(tx, { action: 'group_mapping.changed', changes: { removed: gone } });
    await applyMappings(tx, { users, formerProjects: gone.projects.map(({ id }) => id) });
  });
}

type Group = Pick<DirectoryGroup, 'id' | 'uid' | 'members' | 'displayName'>;

async function setMembers(tx: Context, { id, uid, members, displayName }: Group, wanted: readonly string[]): Promise<void> {
  const [before, after] = [new Set(members), new Set(wanted.map((one) => one.toLowerCase()))];
  const [came, left] = [[...after].filter((one) => !before.has(one)), [...before].filter((one) => !after.has(one))];
  if (!came.length && !left.length) return;
  const known = await findUsers(tx, [...came, ...left]);
  const stranger = came.find((one) => !known.has(one));
  if (stranger !== undefined) throw badRequest('invalidValue', `members: there is no user ${stranger.slice(0, 100)} in this directory.`);
  const ids = (uids: string[]) => uids.flatMap((one) => known.get(one) ?? []);
  await addToGroup(tx, id, ids(came));
  await removeFromGroup(tx, id, ids(left));
  const target = { kind: 'group', id: uid, name: displayName };
  audit(tx, { action: 'scim.group_members_changed', target, changes: { added: ids(came).length, removed: ids(left).length } });
  if ((await listMappings(tx)).some(({ groupId }) => groupId === uid)) await applyMappings(tx, { users: ids([...came, ...left]) });
}
