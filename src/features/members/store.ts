import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { lastOwner, type Member, type Status } from './member.ts';

/**
 * Reads a member of the organization and keeps others from changing them until the transaction ends.
 * @param which those who count; `removed` ones are only history
 * @throws not_found nobody here, or nobody any more
 */
export async function lockMember(tx: Context, userId: number): Promise<Member> {
  const { rows } = await sql<Member>`
    select m.id, m.dispatch_user_id as "userId", u.email, m.role, m.read_only as "isReadOnly", m.status,
      m.managed_by_directory as "isManagedByDirectory"
    from organization_members m join users u on u.id = m.dispatch_user_id
    where m.organization_id = ${tx.tenant.id} and m.dispatch_user_id = ${userId} and m.status <> 'removed' for no key update of m`.execute(
    tx.db,
  );
  if (!rows[0]) throw notFound('user');
  return rows[0];
}

/**
 * Every Owner's row is locked, in order, so that two Owners who step down at once do not both succeed.
 * @throws conflict LAST_OWNER nobody else would own the organization: active, not locked out, not in the hands of a directory
 */
export async function requireAnotherOwner(tx: Context, userId: number): Promise<void> {
  const { rows } = await sql<{ userId: number }>`
    select m.dispatch_user_id as "userId" from organization_members m join users u on u.id = m.dispatch_user_id
    where m.organization_id = ${tx.tenant.id} and m.role = 'Owner' and m.status = 'active' and not m.managed_by_directory
      and m.expires_at is null and (u.disabled_at is null or u.id = ${userId})
    order by m.dispatch_user_id for no key update of m`.execute(tx.db);
  if (!rows.some((owner) => owner.userId !== userId)) throw lastOwner();
}

export async function setRole(tx: Context, { id }: Member, { role, isReadOnly }: Pick<Member, 'role' | 'isReadOnly'>): Promise<void> {
  await tx.db.updateTable('organization_members').set({ role, read_only: isReadOnly, updated_at: tx.now() }).where('id', '=', id).execute();
}

export async function setStatus(tx: Context, { id }: Pick<Member, 'id'>, status: Status): Promise<void> {
  await tx.db
    .updateTable('organization_members')
    .set({ status, left_at: status === 'active' ? null : tx.now(), updated_at: tx.now() })
    .where('id', '=', id)
    .execute();
}

/** @returns whether the person belongs to another organization, where their sessions still open something */
export async function belongsElsewhere(tx: Context, userId: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from active_members m where m.dispatch_user_id = ${userId} and m.organization_id <> ${tx.tenant.id}
      and (m.expires_at is null or m.expires_at > ${tx.now()}) limit 1`.execute(tx.db);
  return rows.length > 0;
}
