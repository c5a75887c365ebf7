import { sql } from 'kysely';
import { translated } from '../../core/constraints.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { isUuid, VISIBLE } from './users-store.ts';

export type GroupContent = { displayName: string; externalId: string | null /** uids of users */; members: string[] };
export type DirectoryGroup = GroupContent & { id: number; uid: string };

/** Reads a group and keeps others from changing it until the transaction ends. @throws not_found */
export async function lockGroup(tx: Context, uid: string): Promise<DirectoryGroup> {
  if (!isUuid(uid)) throw notFound('group');
  const { rows } = await sql<DirectoryGroup>`
    select g.id, g.uid, g.display_name as "displayName", g.external_id as "externalId", coalesce((
      select array_agg(d.uid::text order by d.id) from directory_group_members gm join ${VISIBLE} on d.id = gm.directory_user_id
      where gm.directory_group_id = g.id), '{}') as members
    from directory_groups g where g.organization_id = ${tx.tenant.id} and g.uid = ${uid}::uuid for update of g`.execute(tx.db);
  if (!rows[0]) throw notFound('group');
  return rows[0];
}

const collisions = {
  directory_groups_display_name_key: () => conflict('displayName: the directory has another group of this name.', 'displayName'),
};
const judged = <T>(work: () => Promise<T>) => translated({ noun: 'group', table: 'directory_groups', collisions }, work);

export const insertGroup = (tx: Context, { displayName, externalId }: GroupContent): Promise<{ id: number; uid: string }> =>
  judged(() =>
    tx.db
      .insertInto('directory_groups')
      .values({
        organization_id: tx.tenant.id,
        display_name: displayName,
        external_id: externalId,
        created_at: tx.now(),
        updated_at: tx.now(),
      })
      .returning(['id', 'uid'])
      .executeTakeFirstOrThrow(),
  );

export async function updateGroup(tx: Context, id: number, { displayName, externalId }: GroupContent): Promise<void> {
  await judged(() =>
    tx.db
      .updateTable('directory_groups')
      .set({ display_name: displayName, external_id: externalId, updated_at: tx.now() })
      .where('id', '=', id)
      .execute(),
  );
}

export async function deleteGroup(tx: Context, id: number): Promise<void> {
  await tx.db.deleteFrom('directory_groups').where('id', '=', id).execute();
}

/** @returns by uid the ids of those who are users of this directory */
export async function findUsers({ db, tenant }: Context, uids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ uid: string; id: number }>`
    select d.uid, d.id from ${VISIBLE} where d.organization_id = ${tenant.id} and d.uid = any(${uids.filter(isUuid)}::uuid[])`.execute(db);
  return new Map(rows.map(({ uid, id }) => [uid, id]));
}

export async function addToGroup(tx: Context, groupId: number, users: readonly number[]): Promise<void> {
  await sql`
    insert into directory_group_members (directory_group_id, directory_user_id, organization_id)
    select ${groupId}, u, ${tx.tenant.id} from unnest(${[...users]}::int[]) u on conflict do nothing`.execute(tx.db);
}

export async function removeFromGroup(tx: Context, groupId: number, users: readonly number[]): Promise<void> {
  await sql`delete from directory_group_members where directory_group_id = ${groupId} and directory_user_id = any(${[...users]}::int[])`.execute(
    tx.db,
  );
}
