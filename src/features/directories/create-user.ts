import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { ACCESS_CHANGED } from '../../core/live.ts';
import { addMember, createUser } from '../auth/index.ts';
import { lockOrganization, requireSeat } from '../invitations/index.ts';
import { suspendMember } from '../members/index.ts';
import { addressIn, nameOf, type UserContent } from './directory-user.ts';
import { listMappings } from './mappings-store.ts';
import { requireDirectory } from './require-directory.ts';
import { standingFrom } from './standing.ts';
import { insertDirectoryUser } from './users-store.ts';

type Known = { id: number; status: string | null };

/**
 * Admits somebody whom the directory names, in its hands from then on. An address that has an account already gets a place that opens nothing until
 * its owner signs in: whoever runs the directory of one organization must not reach into what is somebody's elsewhere.
 *
 * @returns the id as the directory knows it
 * @throws ScimError invalidValue no address; conflict a member already, a name that is taken, SEAT_LIMIT
 * @source invitations.md 17, INV-49a; docs/decisions/2026-11-27-directories.md
 */
export async function createDirectoryUser(ctx: Context, content: UserContent): Promise<string> {
  requireDirectory(ctx);
  const address = addressIn(content, ctx.settings.invitations.allowsUnicode);
  return transaction(ctx, async (tx) => {
    const organization = await lockOrganization(tx);
    const known = await findPerson(tx, address);
    if (known?.status === 'active' || known?.status === 'suspended') throw belongsAlready(address.email);
    if (content.active) await requireSeat(tx, organization, 'members');
    const userId = known?.id ?? (await createUser(tx, { email: address.email, password: null, name: nameOf(content) }));
    // Who comes back comes as what they are now.
    if (known?.status === 'removed')
      await sql`delete from project_members where organization_id = ${tx.tenant.id} and dispatch_user_id = ${userId}`.execute(tx.db);
    const { role, isReadOnly } = standingFrom([], await listMappings(tx));
    await addMember(tx, {
      userId,
      organizationId: tx.tenant.id,
      role,
      isReadOnly,
      source: 'scim',
      isManagedByDirectory: true,
      isConfined: known !== undefined,
    });
    const uid = await insertDirectoryUser(tx, userId, content);
    const target = { kind: 'user', id: userId, name: address.email };
    audit(tx, { action: 'scim.user_created', target, changes: { role: { from: null, to: role }, confined: known !== undefined } });
    announce(tx, { kind: ACCESS_CHANGED, id: userId }, 'joined');
    if (!content.active) await suspendMember(tx, userId);
    return uid;
  });
}

const belongsAlready = (email: string) =>
  conflict(`${email} belongs to this organization already; if the directory is to manage them, say \`tocsin scim adopt\`.`, 'userName');

async function findPerson(tx: Context, { email, key }: { email: string; key: string }): Promise<Known | undefined> {
  const { rows } = await sql<Known>`
    select u.id, case when m.status = 'active' and m.expires_at <= ${tx.now()} then 'removed' else m.status end as status
    from users u left join organization_members m on m.dispatch_user_id = u.id and m.organization_id = ${tx.tenant.id}
    where u.kind = 'person' and (lower(u.email) = lower(${email}) or lower(u.email) = ${key}) order by u.id limit 1`.execute(tx.db);
  return rows[0];
}
