import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { accessOf } from '../../core/scopes.ts';
import type { InvitationFacts } from '../../plugin-sdk/invitation-delivery.ts';
import { type Invitation, publicId } from './invitation.ts';

/** What a channel may know of an invitation; nothing of it is secret. */
export async function factsOf(ctx: Context, invitation: Invitation): Promise<InvitationFacts> {
  const { rows } = await sql<{ uid: string; slug: string; organization: string; inviter: string | null; inviterEmail: string | null }>`
    select o.uid, o.slug, o.name as organization, coalesce(u.name, c.name, u.email) as inviter, u.email as "inviterEmail"
    from organizations o left join users u on u.id = ${invitation.inviterId}
    left join individual_contacts c on c.organization_id = o.id and lower(c.email) = lower(u.email)
    where o.id = ${ctx.tenant.id} limit 1`.execute(ctx.db);
  const [found] = rows;
  if (!found) throw new Error('the organization of an invitation is gone');
  return {
    invitationId: publicId(invitation),
    generation: invitation.generation,
    personId: `usr_${invitation.personUid}`,
    email: invitation.email,
    name: invitation.name ?? undefined,
    locale: invitation.locale,
    organization: { id: `org_${found.uid}`, slug: found.slug, name: found.organization },
    inviter: found.inviterEmail ? { name: found.inviter ?? found.inviterEmail, email: found.inviterEmail } : undefined,
    roles: accessOf(invitation),
    organizationRole: invitation.role,
    issuedAt: invitation.issuedAt,
    expiresAt: invitation.expiresAt,
    note: invitation.message ?? undefined,
  };
}
