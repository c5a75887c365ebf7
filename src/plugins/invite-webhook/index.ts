import { createHmac } from 'node:crypto';
import type { InvitationDelivery, InvitationMessage } from '../../plugin-sdk/invitation-delivery.ts';
import { post } from '../../plugin-sdk/post.ts';

export type WebhookSettings = {
  url: string;
  /** text, or base64 behind `whsec_` */
  secret: string;
};

/**
 * The message as JSON to an address of the operator. The receiver knows a repetition by `Webhook-Id`, and that it is ours, and new, by
 * `Webhook-Signature` over id, time and body.
 *
 * @param more.timeoutMs until it must have answered
 * @source https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const webhookDelivery = (
  { url, secret }: WebhookSettings,
  { now, timeoutMs = 5000 }: { now(): Date; timeoutMs?: number },
): InvitationDelivery => ({
  name: 'webhook',
  async deliver(message, signal) {
    const event = message.generation === 1 ? 'invite' : 'invite_resent';
    const id = `${message.invitationId}:${message.generation}:${event}`;
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const body = JSON.stringify({ event, ...shown(message) });
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
    };
    const receiver = `The webhook at ${new URL(url).host}`;
    const remedies = {
      address: 'Check TOCSIN_INVITE_WEBHOOK_URL.',
      credentials: 'Check that it verifies the signature with TOCSIN_INVITE_WEBHOOK_SECRET.',
    };
    await post({ url, headers, body, timeoutMs, signal, now, receiver, remedies });
    return { providerMessageId: id };
  },
});

const keyOf = (secret: string) => (secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret);

/** Named one by one: what a message may carry one day does not leave by itself. Absent is null. */
const shown = (message: InvitationMessage) => ({
  invitationId: message.invitationId,
  generation: message.generation,
  personId: message.personId,
  email: message.email,
  name: message.name ?? null,
  locale: message.locale,
  organization: message.organization,
  inviter: message.inviter ?? null,
  roles: message.roles,
  organizationRole: message.organizationRole,
  issuedAt: message.issuedAt,
  expiresAt: message.expiresAt,
  url: message.url,
  chunks: message.chunks,
  note: message.note ?? null,
});
