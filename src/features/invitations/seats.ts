import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { seatLimit } from './invitation.ts';

export type Seats = { limit: number | null; members: number; invited: number };

/** What decides who may be invited; whoever holds it is alone with it, so that two at once do not share the last seat. */
export type LockedOrganization = { seatLimit: number | null; status: string; linksNotBefore: Date | null; revokesWithInviter: boolean };

export async function lockOrganization(tx: Context): Promise<LockedOrganization> {
  const { rows } = await sql<LockedOrganization>`
    select seat_limit as "seatLimit", status, links_not_before as "linksNotBefore", revoke_with_inviter as "revokesWithInviter"
    from organizations where id = ${tx.tenant.id} for no key update`.execute(tx.db);
  if (!rows[0]) throw notFound('organization');
  return rows[0];
}

/** Members who may enter, without service accounts, and open invitations whose link still works. */
export async function seatsOf(ctx: Context): Promise<Seats> {
  const now = ctx.now();
  const { rows } = await sql<Seats>`
    select o.seat_limit as "limit",
      (select count(*) from organization_members m join users u on u.id = m.dispatch_user_id
        where m.organization_id = o.id and m.status = 'active' and u.kind = 'person' and (m.expires_at is null or m.expires_at > ${now})) as members,
      (select count(*) from invitations i where i.organization_id = o.id and i.state = 'pending' and i.expires_at > ${now}) as invited
    from organizations o where o.id = ${ctx.tenant.id}`.execute(ctx.db);
  if (!rows[0]) throw notFound('organization');
  return rows[0];
}

/**
 * @param more how many are to be added to those who are there
 * @param counted `everybody`: with those who are only invited
 * @throws conflict SEAT_LIMIT
 * @source invitations.md, INV-23
 */
export async function requireSeat(
  tx: Context,
  { seatLimit: limit }: Pick<LockedOrganization, 'seatLimit'>,
  counted: 'members' | 'everybody',
) {
  if (limit === null) return;
  const { members, invited } = await seatsOf(tx);
  const used = members + (counted === 'everybody' ? invited : 0);
  if (used >= limit) throw seatLimit(limit, used);
}
