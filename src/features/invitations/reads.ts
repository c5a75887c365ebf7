import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { Invitation } from './invitation.ts';

const person = (id: RawBuilder<unknown>) =>
  sql`(select json_build_object('id', u.id, 'email', u.email, 'name', u.name, 'signed_up_at', u.signed_up_at) from users u where u.id = ${id})`;

/** Invitations of the organization with all that a list shows of them; the newest last. */
const rows = (ctx: Context, where: RawBuilder<unknown>) => sql`
  select i.id, i.uid, i.email, i.role, i.read_only, i.projects, i.name, i.message, i.state, i.created_at, i.issued_at, i.expires_at, i.generation,
    i.current_jti, i.accepted_at, i.revoked_at, i.declined_at, i.access_expires_at, i.created_at as sort_key,
    ${person(sql`i.inviter_id`)} as inviter, ${person(sql`i.accepted_by`)} as accepted_by,
    (select coalesce(json_agg(json_build_object('channel', d.channel, 'state', upper(d.state), 'attempts', d.attempts, 'error', d.error,
      'provider_message_id', d.provider_message_id, 'updated_at', d.updated_at) order by d.channel), '[]')
      from invitation_deliveries d where d.jti = i.current_jti) as deliveries,
    exists (select 1 from invitation_links l join invitation_keys k on k.kid = l.kid where l.jti = i.current_jti and k.state = 'revoked') as key_revoked,
    (select o.links_not_before from organizations o where o.id = i.organization_id) as links_not_before
  from invitations i where i.organization_id = ${ctx.tenant.id} and ${where}`;

/** An invitation as the management API has it, and the context it is of. */
export type InvitationRow = {
  uid: string;
  role: Invitation['role'];
  read_only: boolean;
  state: Invitation['state'];
  issued_at: Date;
  expires_at: Date;
  key_revoked: boolean;
  links_not_before: Date | null;
  projects: { id: number; role: string }[];
  ctx: Context;
};

async function find(ctx: Context, where: RawBuilder<unknown>): Promise<InvitationRow | undefined> {
  const found = await sql<InvitationRow>`${rows(ctx, where)}`.execute(ctx.db);
  return found.rows[0] && { ...found.rows[0], ctx };
}

export const readInvitation = (ctx: Context, { id }: Pick<Invitation, 'id'>) => find(ctx, sql`i.id = ${id}`);
export const readInvitationByUid = (ctx: Context, uid: string) => find(ctx, sql`i.uid = ${uid}`);

export type InvitationFilter = { state?: string; text?: string } | null;

/** @returns a statement; its order is `sort_key` and `id` */
export function listInvitations(ctx: Context, filter: InvitationFilter): RawBuilder<unknown> {
  const { state, text } = filter ?? {};
  const now = ctx.now();
  const inState: Record<string, RawBuilder<unknown>> = {
    PENDING: sql`i.state = 'pending' and i.expires_at > ${now}`,
    EXPIRED: sql`i.state = 'pending' and i.expires_at <= ${now}`,
  };
  const where = sql`
    ${state == null ? sql`true` : (inState[state] ?? sql`i.state = ${state.toLowerCase()}`)}
    ${text == null ? sql`` : sql`and (position(lower(${text}) in lower(i.email)) > 0 or position(lower(${text}) in lower(i.name)) > 0)`}`;
  return rows(ctx, where);
}
