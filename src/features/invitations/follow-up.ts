import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { Skip } from '../../core/jobs.ts';
import type { InvitationEvent, InvitationFacts } from '../../plugin-sdk/invitation-delivery.ts';
import { queueMail } from '../mail/index.ts';
import { factsOf } from './facts.ts';
import { type Invitation, publicId } from './invitation.ts';
import { findInvitation } from './store.ts';

const EVENTS: readonly string[] = ['invite_claimed', 'invite_declined', 'invite_revoked', 'invite_expired'] satisfies InvitationEvent[];

/** What the inviter is told, apart from what the list of invitations shows. */
const NOTICES = {
  asked_again: {
    subject: (email: string) => `${email} asks for a new invitation`,
    text: 'The link of their invitation has run out. Resend it from the list of invitations, if they should still come.',
  },
  paused: {
    subject: (email: string) => `The invitation of ${email} rests for an hour`,
    text: 'Ten attempts to use its link have failed within an hour, with other accounts perhaps. If that is not them, revoke it.',
  },
  no_seat: {
    subject: (email: string) => `No seat is left for ${email}`,
    text: 'They opened their invitation, and all seats are taken. The link stays good: remove a member, or raise the limit.',
  },
  invite_declined: {
    subject: (email: string) => `${email} has declined the invitation`,
    text: 'They will not join. You can invite them again at any time.',
  },
} as const;

export type FollowUp = { invitation_id: number; event: string; at: string };

/** Tells whoever should know what became of an invitation: its inviter by mail, and the channels that have brought the link. */
export async function followUp(ctx: Context, { invitation_id, event, at }: FollowUp, signal: AbortSignal): Promise<Skip | undefined> {
  const invitation = await findInvitation(ctx, invitation_id);
  if (!invitation) return new Skip('The invitation is gone.');
  if (event in NOTICES) await tellInviter(ctx, invitation, event as keyof typeof NOTICES, at);
  if (EVENTS.includes(event)) await tellChannels(ctx, invitation, event as InvitationEvent, { at: new Date(at), signal });
  return undefined;
}

async function tellInviter(ctx: Context, invitation: Invitation, event: keyof typeof NOTICES, at: string): Promise<void> {
  const to = await whoCares(ctx, invitation);
  if (!to.length) return;
  const { subject, text } = NOTICES[event];
  await transaction(ctx, (tx) =>
    queueMail(tx, {
      key: `${publicId(invitation)} ${event} ${at}`,
      to,
      subject: subject(invitation.email),
      markdown: text,
      actions: [{ label: 'Invitations', url: `${ctx.settings.uiUrl}/${ctx.tenant.slug}/settings/invitations` }],
    }),
  );
}

/** The inviter while they look after members; else everybody who does. */
async function whoCares(ctx: Context, { inviterId }: Invitation): Promise<string[]> {
  const { rows } = await sql<{ id: number; email: string }>`
    select u.id, u.email from active_members m join users u on u.id = m.dispatch_user_id
    where m.organization_id = ${ctx.tenant.id} and m.role <> 'Member' and u.kind = 'person' and u.disabled_at is null order by u.id limit 50`.execute(
    ctx.db,
  );
  const inviter = rows.find((row) => row.id === inviterId);
  return inviter ? [inviter.email] : rows.map((row) => row.email);
}

type Told = { at: Date; signal: AbortSignal };

/** Only those that have brought a link; a person who was invited once more has newer pieces there, which must stay. */
async function tellChannels(ctx: Context, invitation: Invitation, event: InvitationEvent, { at, signal }: Told): Promise<void> {
  const { rows } = await sql<{ channel: string }>`
    select distinct channel from invitation_deliveries where invitation_id = ${invitation.id} and state = 'sent'`.execute(ctx.db);
  const facts: InvitationFacts = await factsOf(ctx, invitation);
  const chunkCount = ctx.settings.invitations.pieces.count;
  const isNewer = await wasInvitedAgain(ctx, invitation);
  for (const channel of ctx.inviteDeliveries.filter(({ name }) => rows.some((row) => row.channel === name))) {
    if (!isNewer) await channel.forget?.({ ...facts, chunkCount }, signal);
    await channel.announce?.(event, { ...facts, at }, signal);
  }
}

async function wasInvitedAgain(ctx: Context, { id, personUid }: Invitation): Promise<boolean> {
  const { rows } = await sql`
    select 1 from invitations where person_uid = ${personUid} and state = 'pending' and id <> ${id} limit 1`.execute(ctx.db);
  return rows.length > 0;
}
