import { setTimeout } from 'node:timers/promises';
import { PluginError } from '../../plugin-sdk/failure.ts';
import type { InvitationDelivery, InvitationEvent, InvitationFacts, InvitationMessage } from '../../plugin-sdk/invitation-delivery.ts';
import { type SegmentClient, segmentClient } from './client.ts';

/** What each event is called in the workspace. */
export type EventNames = Record<'invite' | 'invite_resent' | InvitationEvent, string>;

export type SegmentSettings = {
  writeKey: string;
  /** scheme and host; regions have hosts of their own, and the wrong one accepts everything and keeps nothing */
  host: string;
  path: string;
  /** who besides Segment may see the calls that carry or trigger the link */
  integrations: readonly string[];
  /** from the accepted identify to the track, ms: a contact must exist before a mail can be sent to it */
  trackDelayMs: number;
  /** a group call between the two, for connectors that read companies from it */
  group: boolean;
  /** of the traits that hold the pieces of the link: `<prefix>0`, `<prefix>1`, … */
  chunkPrefix: string;
  events: EventNames;
};

/**
 * Segment, and by way of it a CRM such as Intercom, which sends the mail: an identify carries the link in pieces, a track triggers the mail.
 * Ids and times come from the link alone, so that Segment drops what a second attempt repeats.
 *
 * @param more.timeoutMs of each call
 */
export function segmentDelivery(
  settings: SegmentSettings,
  { now, timeoutMs = 10_000 }: { now(): Date; timeoutMs?: number },
): InvitationDelivery {
  const client = segmentClient({ ...settings, timeoutMs, now });
  return {
    name: 'segment',
    deliver: (message, signal) => deliver(client, settings, message, signal),
    async forget(facts, signal) {
      const traits = traitsOf(settings, new Array<null>(facts.chunkCount).fill(null));
      await client.send('identify', { ...idsOf(facts, 'forget'), timestamp: now(), traits }, signal);
    },
    async announce(event, facts, signal) {
      const name = settings.events[event];
      await client.send('track', { ...idsOf(facts, event), timestamp: facts.at, event: name, properties: propertiesOf(facts) }, signal);
    },
  };
}

async function deliver(client: SegmentClient, settings: SegmentSettings, message: InvitationMessage, signal: AbortSignal) {
  const { organization, issuedAt, generation, chunks } = message;
  const later = (ms: number) => new Date(issuedAt.getTime() + ms);
  const integrations = { All: false, ...Object.fromEntries(settings.integrations.map((name) => [name, true])) };
  const traits = {
    email: message.email,
    organization: organization.slug,
    company: { id: organization.id, name: organization.name },
    invite_roles: message.roles.join(' '),
    invite_expires_at: message.expiresAt.toISOString(),
    ...traitsOf(settings, chunks),
  };
  await client.send('identify', { ...idsOf(message, 'identify'), timestamp: issuedAt, traits, integrations }, signal);
  if (settings.group) {
    const group = { groupId: organization.id, traits: { name: organization.name } };
    await client.send('group', { ...idsOf(message, 'group'), timestamp: later(1), ...group }, signal);
  }
  await setTimeout(settings.trackDelayMs, undefined, { signal }).catch((cause) => {
    throw new PluginError('The delivery was ended before its time to trigger the mail had come; it is tried again later.', { cause });
  });
  const track = {
    ...idsOf(message, 'track'),
    // Segment orders by time: later than the calls before it, also where there is no delay.
    timestamp: later(Math.max(settings.trackDelayMs, 2)),
    event: settings.events[generation === 1 ? 'invite' : 'invite_resent'],
    properties: propertiesOf(message),
    integrations,
  };
  await client.send('track', track, signal);
  return { providerMessageId: track.messageId };
}

const idsOf = ({ invitationId, generation, personId }: InvitationFacts, call: string) => ({
  messageId: `${invitationId}:${generation}:${call}`,
  userId: personId,
});

const traitsOf = ({ chunkPrefix }: SegmentSettings, pieces: readonly (string | null)[]) =>
  Object.fromEntries(pieces.map((piece, index) => [`${chunkPrefix}${index}`, piece]));

/** Everybody who reads the event stream sees these: the link is never among them. */
const propertiesOf = ({ email, organization, inviter, roles, generation }: InvitationFacts) => ({
  email,
  organization: organization.slug,
  organization_name: organization.name,
  inviter: inviter?.name,
  roles: roles.join(' '),
  generation,
});
