import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { eachOrganization } from '../../core/each-organization.ts';
import { endMembership } from './leaving.ts';
import type { Member } from './member.ts';

const BATCH = 100;

/** Ends memberships that were only until now. They count for nothing from that moment on; this is what is left to clear up. */
export const expireMembers = (ctx: Context): Promise<void> =>
  eachOrganization(ctx, (inside) =>
    transaction(inside, async (tx) => {
      const { rows } = await sql<Pick<Member, 'id' | 'userId' | 'email'>>`
        select m.id, m.dispatch_user_id as "userId", u.email from organization_members m join users u on u.id = m.dispatch_user_id
        where m.organization_id = ${tx.tenant.id} and m.status = 'active' and m.expires_at <= ${tx.now()}
        order by m.id limit ${sql.lit(BATCH)} for update of m skip locked`.execute(tx.db);
      for (const member of rows) await endMembership(tx, member, { status: 'removed', action: 'member.expired' });
    }),
  );
