import type { InvitationDelivery } from '../../plugin-sdk/invitation-delivery.ts';

type Log = { warn(fields: Record<string, unknown>, message: string): void };

/** For development: the link stands in the log, where whoever reads it can use it. Production refuses this channel. */
export const logDelivery = (log: Log): InvitationDelivery => ({
  name: 'log',
  async deliver({ invitationId, generation, email, organization, url }) {
    log.warn(
      { invitation: invitationId, generation, email, organization: organization.slug, url },
      'an invitation: open the link to accept it',
    );
    return {};
  },
});
