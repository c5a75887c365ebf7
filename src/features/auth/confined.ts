import { type RawBuilder, sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import { type Context, NOBODY, NOWHERE, type System, systemContext } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { ACCESS_CHANGED } from '../../core/live.ts';

/** Whether somebody (`u`) has been named by a directory and has not signed in since. @source docs/decisions/2026-11-27-directories.md */
export const isConfined = (now: Date): RawBuilder<boolean> => sql<boolean>`exists (
  select 1 from organization_members m join organizations o on o.id = m.organization_id
  where m.dispatch_user_id = u.id and m.confined and m.status = 'active' and o.status = 'active' and (m.expires_at is null or m.expires_at > ${now}))`;

/** Whoever signs in themself takes the places that directories gave them: from now on these count. */
export async function release(system: System, userId: number, origin: Context['origin']): Promise<void> {
  const waiting = await system.db
    .selectFrom('organization_members')
    .select('id')
    .where('dispatch_user_id', '=', userId)
    .where('confined', '=', true)
    .executeTakeFirst();
  if (!waiting) return;
  const ctx: Context = { ...systemContext(system, NOWHERE), ...(origin && { origin }) };
  await transaction(ctx, async (tx) => {
    const { rows } = await sql<{ organizationId: number; email: string }>`
      update organization_members m set confined = false, updated_at = ${tx.now()} from users u
      where u.id = m.dispatch_user_id and u.id = ${userId} and m.confined returning m.organization_id as "organizationId", u.email`.execute(
      tx.db,
    );
    for (const { organizationId, email } of rows) {
      const inside = { ...tx, actor: { ...NOBODY, userId, email }, tenant: { ...NOWHERE, id: organizationId } };
      audit(inside, { action: 'member.confirmed', target: { kind: 'user', id: userId, name: email } });
      announce(inside, { kind: ACCESS_CHANGED, id: userId }, 'joined');
    }
  });
}
