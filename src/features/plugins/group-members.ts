import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { Host } from '../../plugin-sdk/host.ts';

/** What the built-in group plug-in is given: lists of addresses, found by the address of the group. */
export const groupsOf = (ctx: Context): Host['groups'] => ({
  setMembers: (groupEmail, emails) => transaction(ctx, (tx) => setMembers(tx, groupEmail, emails)),
  remove: async (groupEmail) => {
    await ctx.db.deleteFrom('group_members').where('organization_id', '=', ctx.tenant.id).where('group_email', '=', groupEmail).execute();
  },
});

async function setMembers(tx: Context, groupEmail: string, emails: string[]): Promise<void> {
  const members = [...new Set(emails.map((email) => email.toLowerCase()))];
  await sql`
    delete from group_members where organization_id = ${tx.tenant.id} and group_email = ${groupEmail} and not (email = any(${members}::text[]))`.execute(
    tx.db,
  );
  await sql`
    insert into group_members (organization_id, group_email, email)
    select ${tx.tenant.id}, ${groupEmail}, email from unnest(${members}::text[]) email on conflict do nothing`.execute(tx.db);
}
