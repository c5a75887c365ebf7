import { Badge } from '@mantine/core';
import type { DeliveryState, InvitationState } from '../../../api/documents.ts';

type Shown = {
  state: InvitationState;
  needsResend: boolean;
  deliveries: { channel: string; state: DeliveryState; error: string | null }[];
};

const CLOSED: Partial<Record<InvitationState, string>> = { ACCEPTED: 'Accepted', DECLINED: 'Declined', REVOKED: 'Revoked' };

/** Where an invitation stands; of an open one, whether its mail has arrived at the other side. */
export function InvitationMark({ invitation: { state, needsResend, deliveries } }: { invitation: Shown }) {
  const closed = CLOSED[state];
  if (closed) return <Badge color={state === 'ACCEPTED' ? 'verdigris' : 'gray'}>{closed}</Badge>;
  if (state === 'EXPIRED') return <Badge color="gray">Run out</Badge>;
  if (needsResend) return <Badge color="vermilion">Needs a new link</Badge>;
  const failed = deliveries.find((one) => one.state === 'FAILED');
  if (failed) return <Badge color="vermilion">Not delivered</Badge>;
  if (deliveries.some((one) => one.state === 'QUEUED')) return <Badge color="gray">Being sent</Badge>;
  return <Badge color="verdigris">{deliveries.length ? 'Sent' : 'Link to be copied'}</Badge>;
}
