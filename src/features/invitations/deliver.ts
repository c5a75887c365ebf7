import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { type Finish, Skip } from '../../core/jobs.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import type { InvitationDelivery } from '../../plugin-sdk/invitation-delivery.ts';
import { factsOf } from './facts.ts';
import { type Invitation, publicId, stateOf } from './invitation.ts';
import { issueNextLink } from './issue-link.ts';
import { piecesOf } from './link-url.ts';
import { KeyGone, linkOf } from './signed-url.ts';
import { changed, findInvitation } from './store.ts';

type Delivery = { id: number; jti: string; invitationId: number; channel: string; state: string };

/**
 * Brings one link to the person by one channel. Whatever became of the invitation meanwhile decides: a link that is not the current one any
 * more, or of an invitation that is over, is not sent.
 * @source invitations.md, INV-38
 */
export async function deliverInvitation(
  ctx: Context,
  { delivery_id }: { delivery_id: number },
  attempts: number,
  signal: AbortSignal,
): Promise<Finish | Skip | undefined> {
  const delivery = await findDelivery(ctx, delivery_id);
  const invitation = delivery && (await findInvitation(ctx, delivery.invitationId));
  if (!delivery || !invitation || delivery.state === 'sent') return new Skip('There is nothing to send any more.');
  if (!isWanted(ctx, invitation, delivery)) return drop(ctx, delivery, 'A newer link was issued, or the invitation is over.');
  const channel = ctx.inviteDeliveries.find(({ name }) => name === delivery.channel);
  if (!channel) return drop(ctx, delivery, `The channel ${delivery.channel} is not configured any more (DISPATCH_INVITE_DELIVERY).`);
  try {
    const providerMessageId = await send(ctx, channel, invitation, signal);
    return (tx) => noteSent(tx, delivery, invitation, providerMessageId);
  } catch (error) {
    if (error instanceof KeyGone) return renew(ctx, delivery, invitation);
    return fail(ctx, { delivery, invitation, attempts }, error);
  }
}

const isWanted = (ctx: Context, invitation: Invitation, { jti }: Delivery) =>
  invitation.currentJti === jti && stateOf(invitation, ctx.now()) === 'pending';

async function send(ctx: Context, channel: InvitationDelivery, invitation: Invitation, signal: AbortSignal): Promise<string | null> {
  const url = await linkOf(ctx, invitation);
  const pieces = piecesOf(url, ctx.settings.invitations.pieces);
  // A channel that sends the link whole does not care whether it could be cut.
  if ('problem' in pieces && channel.forget) throw new PluginError(pieces.problem, { retry: false });
  const message = { ...(await factsOf(ctx, invitation)), url, chunks: 'problem' in pieces ? [] : pieces };
  const { providerMessageId } = await channel.deliver(message, signal);
  return providerMessageId ?? null;
}

async function drop(ctx: Context, delivery: Delivery, why: string): Promise<Skip> {
  await transaction(ctx, (tx) => setDelivery(tx, delivery, { state: 'dropped', error: why }));
  return new Skip(why);
}

/** The key was replaced between the invitation and the mail: a new link goes out by every channel, this one included. */
async function renew(ctx: Context, delivery: Delivery, invitation: Invitation): Promise<Skip> {
  await transaction(ctx, async (tx) => {
    const left = Math.round((invitation.expiresAt.getTime() - invitation.issuedAt.getTime()) / 1000);
    await issueNextLink(tx, invitation, { lifetimeSeconds: left, deliver: true });
    await setDelivery(tx, delivery, { state: 'dropped', error: 'The key that signs was replaced; a new link was issued.' });
  });
  return new Skip('A new link was issued under the key that signs now.');
}

type Failed = { delivery: Delivery; invitation: Invitation; attempts: number };

/** @throws PluginError another attempt may help, and there is time for one */
async function fail(ctx: Context, { delivery, invitation, attempts }: Failed, error: unknown): Promise<Skip> {
  const isOurs = error instanceof PluginError;
  const message = isOurs ? error.message : 'Something went wrong while the invitation was sent; the log has the cause.';
  const isFinal = isOurs && !error.retry;
  await transaction(ctx, async (tx) => {
    await setDelivery(tx, delivery, { state: isFinal ? 'failed' : 'queued', error: message });
    audit(tx, {
      action: 'invite.delivery_failed',
      target: { kind: 'invitation', id: publicId(invitation), name: invitation.email },
      changes: { channel: delivery.channel, generation: invitation.generation, attempt: attempts },
      result: 'failed',
      reason: message,
    });
    changed(tx, invitation);
  });
  if (isFinal) return new Skip(message);
  throw error;
}

/** After the last attempt; the list says that somebody has to act. */
export const giveUp = (tx: Context, { delivery_id }: { delivery_id: number }) => setDelivery(tx, { id: delivery_id }, { state: 'failed' });

async function noteSent(tx: Context, delivery: Delivery, invitation: Invitation, providerMessageId: string | null): Promise<void> {
  await setDelivery(tx, delivery, { state: 'sent', error: null, providerMessageId });
  audit(tx, {
    action: 'invite.delivered',
    target: { kind: 'invitation', id: publicId(invitation), name: invitation.email },
    changes: { channel: delivery.channel, generation: invitation.generation },
  });
  changed(tx, invitation);
}

async function findDelivery(ctx: Context, id: number): Promise<Delivery | undefined> {
  const { rows } = await sql<Delivery>`
    select id, jti, invitation_id as "invitationId", channel, state from invitation_deliveries
    where id = ${id} and organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  return rows[0];
}

type Change = { state: 'queued' | 'sent' | 'failed' | 'dropped'; error?: string | null; providerMessageId?: string | null };

async function setDelivery(tx: Context, { id }: Pick<Delivery, 'id'>, { state, error, providerMessageId }: Change): Promise<void> {
  await tx.db
    .updateTable('invitation_deliveries')
    .set((row) => ({
      state,
      ...(state !== 'dropped' && { attempts: row('attempts', '+', 1) }),
      ...(error !== undefined && { error }),
      ...(providerMessageId !== undefined && { provider_message_id: providerMessageId }),
      updated_at: tx.now(),
    }))
    .where('id', '=', id)
    .execute();
}
