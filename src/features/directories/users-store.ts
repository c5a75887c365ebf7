import { type RawBuilder, sql } from 'kysely';
import { translated } from '../../core/constraints.ts';
import type { Context } from '../../core/context.ts';
import { conflict, notFound } from '../../core/errors.ts';
import type { UserContent } from './directory-user.ts';

export type DirectoryUser = UserContent & { id: number; uid: string; userId: number; status: 'active' | 'suspended' };

/** `d` and `m`: those whom the directory sees. Who was removed, or came in again another way, is none of its business any more. */
export const VISIBLE = sql`directory_users d join organization_members m on m.id = d.member_id and m.managed_by_directory and m.status <> 'removed'`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

/** Reads somebody and keeps others from changing them until the transaction ends. @throws not_found */
export async function lockDirectoryUser(tx: Context, uid: string): Promise<DirectoryUser> {
  if (!isUuid(uid)) throw notFound('user');
  const { rows } = await sql<DirectoryUser>`
    select d.id, d.uid, d.user_name as "userName", d.external_id as "externalId", d.display_name as "displayName", d.name, d.emails, d.active,
      m.dispatch_user_id as "userId", m.status
    from ${VISIBLE} where d.organization_id = ${tx.tenant.id} and d.uid = ${uid}::uuid for update of d, m`.execute(tx.db);
  if (!rows[0]) throw notFound('user');
  return rows[0];
}

const collisions = {
  directory_users_user_name_key: () => conflict('userName: the directory has another user of this name.', 'userName'),
};
const judged = <T>(work: () => Promise<T>) => translated({ noun: 'user', table: 'directory_users', collisions }, work);

const columnsOf = ({ userName, externalId, displayName, name, emails, active }: UserContent) => ({
  user_name: userName,
  external_id: externalId,
  display_name: displayName,
  name: JSON.stringify(name),
  emails: JSON.stringify(emails),
  active,
});

/** Notes what the directory says of a member; whoever had the name and is gone makes room. @returns the id as the directory knows it */
export async function insertDirectoryUser(tx: Context, userId: number, content: UserContent): Promise<string> {
  await sql`
    delete from directory_users d using organization_members m
    where m.id = d.member_id and d.organization_id = ${tx.tenant.id}
      and (m.dispatch_user_id = ${userId} or ((m.status = 'removed' or not m.managed_by_directory) and lower(d.user_name) = lower(${content.userName})))`.execute(
    tx.db,
  );
  const made = await judged(() =>
    tx.db
      .insertInto('directory_users')
      .values({
        ...columnsOf(content),
        organization_id: tx.tenant.id,
        member_id: memberOf(tx, userId),
        created_at: tx.now(),
        updated_at: tx.now(),
      })
      .returning('uid')
      .executeTakeFirstOrThrow(),
  );
  return made.uid;
}

const memberOf = (tx: Context, userId: number): RawBuilder<number> =>
  sql<number>`(select id from organization_members where organization_id = ${tx.tenant.id} and dispatch_user_id = ${userId})`;

export async function updateDirectoryUser(tx: Context, id: number, content: UserContent): Promise<void> {
  await judged(() =>
    tx.db
      .updateTable('directory_users')
      .set({ ...columnsOf(content), updated_at: tx.now() })
      .where('id', '=', id)
      .execute(),
  );
}

export async function deleteDirectoryUser(tx: Context, id: number): Promise<void> {
  await tx.db.deleteFrom('directory_users').where('id', '=', id).execute();
}
