import type { InvitationDelivery } from '../plugin-sdk/invitation-delivery.ts';
import { logDelivery } from '../plugins/invite-log/index.ts';
import { mailDelivery } from '../plugins/invite-mail/index.ts';
import { segmentDelivery } from '../plugins/invite-segment/index.ts';
import { webhookDelivery } from '../plugins/invite-webhook/index.ts';
import type { Config } from './config/config.ts';

type Values = Config['values'];
type Means = { now(): Date; log: Parameters<typeof logDelivery>[0] };

/** A word of `DISPATCH_INVITE_DELIVERY` → the channel; `none` is no channel. */
const CHANNELS: Record<string, (values: Values, means: Means) => InvitationDelivery> = {
  smtp: ({ TOCSIN_SMTP_URL: smtpUrl, TOCSIN_MAIL_FROM: from }, means) => mailDelivery({ smtpUrl, from }, means),
  segment: (values, means) =>
    segmentDelivery(
      {
        writeKey: values.DISPATCH_SEGMENT_WRITE_KEY ?? '',
        host: values.DISPATCH_SEGMENT_HOST,
        path: values.DISPATCH_SEGMENT_PATH,
        integrations: values.DISPATCH_SEGMENT_INTEGRATIONS,
        trackDelayMs: values.DISPATCH_SEGMENT_TRACK_DELAY * 1000,
        group: values.DISPATCH_SEGMENT_GROUP,
        chunkPrefix: values.DISPATCH_INVITE_CHUNK_PREFIX,
        events: {
          invite: values.DISPATCH_SEGMENT_EVENT_INVITE,
          invite_resent: values.DISPATCH_SEGMENT_EVENT_INVITE_RESENT,
          invite_claimed: values.DISPATCH_SEGMENT_EVENT_INVITE_CLAIMED,
          invite_declined: values.DISPATCH_SEGMENT_EVENT_INVITE_DECLINED,
          invite_revoked: values.DISPATCH_SEGMENT_EVENT_INVITE_REVOKED,
          invite_expired: values.DISPATCH_SEGMENT_EVENT_INVITE_EXPIRED,
        },
      },
      means,
    ),
  webhook: ({ TOCSIN_INVITE_WEBHOOK_URL: url = '', TOCSIN_INVITE_WEBHOOK_SECRET: secret = '' }, means) =>
    webhookDelivery({ url, secret }, means),
  log: (_values, { log }) => logDelivery(log),
};

/** The configured ways to bring invitations to people, in the order in which they were named; empty: administrators copy links. */
export const createDeliveries = ({ values }: Pick<Config, 'values'>, means: Means): readonly InvitationDelivery[] =>
  values.DISPATCH_INVITE_DELIVERY.flatMap((name) => CHANNELS[name]?.(values, means) ?? []);

/** One line for `doctor`: which ways there are, and where the indirect ones lead. */
export function describeDeliveries({ values }: Pick<Config, 'values'>): string {
  const places: Record<string, string> = {
    smtp: values.TOCSIN_SMTP_URL ? `smtp by way of ${new URL(values.TOCSIN_SMTP_URL).host}` : 'smtp, which fails without DISPATCH_SMTP_URL',
    segment: `segment at ${values.DISPATCH_SEGMENT_HOST}${values.DISPATCH_SEGMENT_PATH}`,
    webhook: `webhook at ${URL.parse(values.TOCSIN_INVITE_WEBHOOK_URL ?? '')?.host}`,
    none: 'none: administrators copy links',
  };
  return values.DISPATCH_INVITE_DELIVERY.map((name) => places[name] ?? name).join(', ');
}
