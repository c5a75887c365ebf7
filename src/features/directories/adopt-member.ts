import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict, notFound } from '../../core/errors.ts';
import { requireScope } from '../../core/permissions.ts';
import { requireAnotherOwner } from '../members/index.ts';
import { insertDirectoryUser } from './users-store.ts';

/**
 * Gives a member who was here before into the hands of the directory: from then on it sees them, by their address, and says what becomes of them.
 * @throws forbidden without `admin:identity`; not_found no member; conflict LAST_OWNER, or in its hands already
 */
export async function adoptMember(ctx: Context, userId: number): Promise<void> {
  requireScope(ctx, 'admin:identity');
  await transaction(ctx, async (tx) => {
    const { rows } = await sql<{ email: string; role: string; status: string; isManaged: boolean }>`
      select u.email, m.role, m.status, m.managed_by_directory as "isManaged" from organization_members m join users u on u.id = m.dispatch_user_id
      where m.organization_id = ${tx.tenant.id} and u.id = ${userId} and u.kind = 'person' and m.status <> 'removed'
      for no key update of m`.execute(tx.db);
    const [member] = rows;
    if (!member) throw notFound('member');
    if (member.isManaged) throw conflict(`${member.email} is in the hands of the directory already.`);
    if (member.role === 'Owner') await requireAnotherOwner(tx, userId);
    await sql`
      update organization_members set managed_by_directory = true, updated_at = ${tx.now()}
      where organization_id = ${tx.tenant.id} and dispatch_user_id = ${userId}`.execute(tx.db);
    await insertDirectoryUser(tx, userId, {
      userName: member.email,
      externalId: null,
      displayName: null,
      name: {},
      emails: [{ value: member.email, primary: true }],
      active: member.status === 'active',
    });
    audit(tx, { action: 'scim.user_adopted', target: { kind: 'user', id: userId, name: member.email } });
  });
}
