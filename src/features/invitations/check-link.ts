import { sql } from 'kysely';
import type { System } from '../../core/context.ts';
import type { Role } from '../../core/roles.ts';
import { verifyingKey } from '../invitation-keys/index.ts';
import type { ClaimCode } from './claim-code.ts';
import type { StoredState } from './invitation.ts';
import { type Claims, readToken } from './token.ts';

const SECOND_MS = 1000;
/** Clocks differ: a link that was just issued may lie ahead of ours … */
export const AHEAD_MS = 60 * SECOND_MS;
/** … and one that has just run out may not have where it is. */
export const LATE_MS = 30 * SECOND_MS;

/** What is known of a link, and of the invitation behind it. */
export type Link = {
  jti: string;
  kid: string;
  issuedAt: Date;
  expiresAt: Date;
  email: string;
  emailKey: string;
  roles: string[];
  invitationId: number;
  uid: string;
  role: Role;
  isReadOnly: boolean;
  state: StoredState;
  currentJti: string;
  currentIssuedAt: Date;
  acceptedBy: number | null;
  inviterId: number | null;
  inviter: string | null;
  organization: { id: number; slug: string; name: string; status: string };
  linksNotBefore: Date | null;
};

export type Checked =
  | { code: 'valid'; link: Link }
  /** `reason`: what the audit log is told, where the answer keeps it to itself */
  | { code: ClaimCode; reason: string; link?: Link };

/**
 * Looks at a token as far as that goes without knowing who holds it. The signature comes before anything is believed, the state before the
 * time: whoever used a link yesterday hears that, and not that it has run out.
 * @source invitations.md 8.1, checks 1 to 10; INV-26, INV-27
 */
export async function checkLink(system: System, token: string): Promise<Checked> {
  const revoked = new Set<string>();
  const publicKeyOf = async (kid: string) => {
    const key = await verifyingKey(system, kid);
    if (key?.isRevoked) revoked.add(kid);
    return key?.publicKey;
  };
  const read = await readToken(token, publicKeyOf, system.settings.uiUrl);
  if (typeof read === 'string') return { code: 'invite_invalid', reason: read };
  const link = await findLink(system, read.claims.jti);
  if (revoked.has(read.kid)) return { code: 'invite_revoked', reason: 'key_revoked', ...(link && { link }) };
  if (!link || !isTheSame(link, read.claims, read.kid)) return { code: 'invite_invalid', reason: 'invite_tampered' };
  return standingOf(system, link);
}

/** Checks 7 to 10: what has become of the invitation meanwhile. */
export function standingOf({ now }: Pick<System, 'now'>, link: Link): Checked {
  const no = (code: ClaimCode, reason: string = code): Checked => ({ code, reason, link });
  if (link.state === 'accepted') return no('invite_used');
  if (link.state === 'declined') return no('invite_declined');
  if (link.state === 'revoked') return no('invite_revoked');
  if (link.linksNotBefore && link.issuedAt < link.linksNotBefore) return no('invite_revoked', 'links_not_before');
  if (link.jti !== link.currentJti) return no('invite_superseded');
  const at = now().getTime();
  if (link.issuedAt.getTime() > at + AHEAD_MS) return no('invite_invalid', 'issued_in_the_future');
  if (link.expiresAt.getTime() <= at - LATE_MS) return no('invite_expired');
  if (link.organization.status !== 'active') return no('invite_organization_unavailable');
  return { code: 'valid', link };
}

const isTheSame = (link: Link, claims: Claims, kid: string) =>
  link.kid === kid &&
  link.issuedAt.getTime() === claims.iat * SECOND_MS &&
  link.expiresAt.getTime() === claims.exp * SECOND_MS &&
  link.email === claims.email &&
  link.organization.slug === claims.organization &&
  link.roles.join(' ') === claims.roles.join(' ');

/** @param lock keeps others from changing the invitation until the transaction ends */
export async function findLink({ db }: Pick<System, 'db'>, jti: string, { lock = false } = {}): Promise<Link | undefined> {
  const { rows } = await sql<Link>`
    select l.jti, l.kid, l.issued_at as "issuedAt", l.expires_at as "expiresAt", l.email, l.email_key as "emailKey", l.roles,
      i.id as "invitationId", i.uid, i.role, i.read_only as "isReadOnly", i.state, i.current_jti as "currentJti", i.issued_at as "currentIssuedAt",
      i.accepted_by as "acceptedBy", i.inviter_id as "inviterId", coalesce(u.name, u.email) as inviter,
      json_build_object('id', o.id, 'slug', o.slug, 'name', o.name, 'status', o.status) as organization, o.links_not_before as "linksNotBefore"
    from invitation_links l join invitations i on i.id = l.invitation_id join organizations o on o.id = l.organization_id
    left join users u on u.id = i.inviter_id
    where l.jti = ${jti} ${lock ? sql`for update of i` : sql``}`.execute(db);
  return rows[0];
}
