import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { enqueue } from '../../core/jobs.ts';
import { requireScope } from '../../core/permissions.ts';
import { FOLLOW_UP } from './claim-invitation.ts';
import { noteInvitation } from './invite-user.ts';
import { lockOrganization } from './seats.ts';
import { endInvitation, findInvitation } from './store.ts';

/**
 * Makes every link that is out there worthless, at once; the invitations stay open and can be resent.
 * @returns how many were good until now
 * @source invitations.md, INV-28
 */
export const revokeAllLinks = (ctx: Context): Promise<number> =>
  transaction(ctx, async (tx) => {
    requireScope(tx, 'admin:members');
    await lockOrganization(tx);
    const { rows } = await sql<{ count: number }>`
      with marked as (update organizations set links_not_before = ${tx.now()} where id = ${tx.tenant.id} returning id)
      select count(*) from invitations i join marked on marked.id = i.organization_id where i.state = 'pending' and i.expires_at > ${tx.now()}`.execute(
      tx.db,
    );
    const count = rows[0]?.count ?? 0;
    audit(tx, { action: 'invite.bulk_revoked', changes: { links: count } });
    return count;
  });

/**
 * Ends what somebody promised who may promise nothing any more: suspended, removed, or no administrator now.
 * @source invitations.md, INV-20
 */
export const revokeWithInviter = (ctx: Context, { user_id }: { user_id: number }): Promise<void> =>
  transaction(ctx, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      select i.id from invitations i join organizations o on o.id = i.organization_id
      where i.organization_id = ${tx.tenant.id} and i.inviter_id = ${user_id} and i.state = 'pending' and o.revoke_with_inviter and not exists (
        select 1 from organization_members m where m.organization_id = i.organization_id and m.dispatch_user_id = ${user_id}
          and m.status = 'active' and m.role <> 'Member' and (m.expires_at is null or m.expires_at > ${tx.now()}))
      order by i.id for update of i`.execute(tx.db);
    for (const { id } of rows) {
      const invitation = await findInvitation(tx, id);
      if (!invitation || !(await endInvitation(tx, { id }, 'revoked', null))) continue;
      noteInvitation(tx, 'invite.revoked', invitation, { because: 'whoever invited may not any more' });
      await enqueue(tx, FOLLOW_UP, { invitation_id: id, event: 'invite_revoked', at: tx.now().toISOString() });
    }
  });
