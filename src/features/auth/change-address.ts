import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import { type Context, NOBODY, NOWHERE, type System, systemContext } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { enqueue } from '../../core/jobs.ts';

/** The job that has the contacts of an organization follow somebody's address. */
export const ADDRESS_CHANGED = 'follow-address';

type Move = { userId: number; from: string; to: string };

/**
 * Somebody is known at their provider under another address now: it is shown from now on, and whatever they belong to stays theirs. An address that
 * another account has is not taken.
 * @source invitations.md, INV-50
 */
export async function changeAddress(system: System, { userId, from, to }: Move, origin: Context['origin']): Promise<void> {
  const ctx: Context = { ...systemContext(system, NOWHERE), actor: { ...NOBODY, userId, email: to }, ...(origin && { origin }) };
  const isDone = await transaction(ctx, async (tx) => {
    const { rows } = await sql`
      update users set email = ${to}, updated_at = ${tx.now()} where id = ${userId} and lower(email) = lower(${from})
        and not exists (select 1 from users o where lower(o.email) = lower(${to}) and o.id <> ${userId}) returning id`.execute(tx.db);
    if (!rows.length) return false;
    const places = await sql<{ id: number; slug: string; name: string }>`
      select o.id, o.slug, o.name from organization_members m join organizations o on o.id = m.organization_id
      where m.dispatch_user_id = ${userId} and m.status <> 'removed' order by o.id`.execute(tx.db);
    for (const tenant of places.rows) {
      const there = { ...tx, tenant };
      audit(there, { action: 'account.email_changed', target: { kind: 'user', id: userId, name: to }, changes: { email: { from, to } } });
      await enqueue(there, ADDRESS_CHANGED, { from, to });
    }
    return true;
  });
  if (!isDone) system.log.warn({ user: userId }, 'A provider gives somebody an address that another account has; the former one stays.');
}
