import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { eachOrganization } from '../../core/each-organization.ts';
import { enqueue } from '../../core/jobs.ts';
import { FOLLOW_UP } from './claim-invitation.ts';
import { noteInvitation } from './invite-user.ts';
import { findInvitation } from './store.ts';

const BATCH = 100;

/** Notices links that have run out: they open nothing from that moment on; this is what is left to say about it. */
export const noteExpired = (ctx: Context): Promise<void> =>
  eachOrganization(ctx, (inside) =>
    transaction(inside, async (tx) => {
      const { rows } = await sql<{ id: number }>`
        update invitations set expiry_noted_at = ${tx.now()} where id in (
          select id from invitations where organization_id = ${tx.tenant.id} and state = 'pending' and expiry_noted_at is null and expires_at <= ${tx.now()}
          order by id limit ${sql.lit(BATCH)} for update skip locked)
        returning id`.execute(tx.db);
      for (const { id } of rows) {
        const invitation = await findInvitation(tx, id);
        if (!invitation) continue;
        noteInvitation(tx, 'invite.expired', invitation, { generation: invitation.generation });
        await enqueue(tx, FOLLOW_UP, { invitation_id: id, event: 'invite_expired', at: tx.now().toISOString() });
      }
    }),
  );
