import { PEOPLE } from './cast.ts';
import type { Stage } from './stage.ts';

/** Something that somebody looked into: most turn out to be nothing, one became an incident. */
export type Enquiry = {
  title: string;
  seen: string;
  found: string;
  daysAgo: number;
  level: 'Low' | 'Medium' | 'High';
  endsAs: 'New' | 'Triage' | 'Stable' | 'Escalated' | 'Closed';
  reason?: string;
  restricted?: boolean;
};

const enquiry = (title: string, seen: string, found: string, more: Omit<Enquiry, 'title' | 'seen' | 'found'>): Enquiry => ({
  title,
  seen,
  found,
  ...more,
});

/** Oldest first. */
export const ENQUIRIES: Enquiry[] = [
  enquiry(
    'Sign-ins from a country nobody travels to',
    'Four accounts of the support team signed in through the same foreign network.',
    'A new provider of the call centre; its addresses are known now.',
    { daysAgo: 96, level: 'Medium', endsAs: 'Closed', reason: 'Benign' },
  ),
  enquiry(
    'A laptop was left on a train',
    'An engineer reports the loss of a laptop on the way home.',
    'The disk is encrypted; the laptop was locked and its certificates revoked within the hour.',
    { daysAgo: 61, level: 'High', endsAs: 'Closed', reason: 'Contained', restricted: true },
  ),
  enquiry(
    'Many small refunds to one card',
    'Thirty-one refunds of less than five euros went to the same card on a Sunday.',
    'A shop tested its new till with a real card.',
    { daysAgo: 40, level: 'Low', endsAs: 'Closed', reason: 'False Positive' },
  ),
  enquiry(
    'The backup job has written nothing for a night',
    'The report of the nightly backup is empty.',
    'The job was paused by hand and forgotten; it runs again and tells when it is paused.',
    { daysAgo: 18, level: 'Medium', endsAs: 'Closed', reason: 'Operational Error' },
  ),
  enquiry(
    'Customers are asked for their password by text message',
    'Three customers forward text messages that pretend to be from us.',
    'The page they lead to is taken down; we watch for its next name.',
    { daysAgo: 6, level: 'High', endsAs: 'Stable' },
  ),
  enquiry(
    'A service account reads far more than usual',
    'The reporting account read four million rows in an hour; usual are forty thousand.',
    'Its key is in use from a second place. Everybody who is needed joins now.',
    { daysAgo: 0.2, level: 'High', endsAs: 'Escalated' },
  ),
  enquiry(
    'An unknown device on the branch network',
    'The scanner found a device without a name in the Harbour Street branch.',
    'Somebody of the branch looks at the socket it hangs on.',
    { daysAgo: 0.1, level: 'Medium', endsAs: 'Triage' },
  ),
  enquiry('A certificate of the intranet ends in nine days', 'The watch on certificates says so.', '', {
    daysAgo: 0.02,
    level: 'Low',
    endsAs: 'New',
  }),
];

/** Plays one case from its report as far as it goes. */
export async function playCase(stage: Stage, one: Enquiry, { number, end }: { number: number; end: Date }): Promise<void> {
  const analysts = PEOPLE.filter(({ team }) => team === 'Security');
  const assignee = analysts[number % analysts.length] as (typeof analysts)[number];
  const reporters = PEOPLE.filter(({ team }) => team === 'Support' || team === 'Platform');
  const reporter = reporters[number % reporters.length] as (typeof reporters)[number];
  stage.at(new Date(end.getTime() - one.daysAgo * 86_400_000));
  const opened = await stage.as(reporter.email).post('/cases', {
    title: one.title,
    description: one.seen,
    project: { name: 'default' },
    case_priority: { name: one.level },
    case_severity: { name: one.level },
    dedicated_channel: true,
    assignee: { individual: { email: assignee.email } },
    ...(one.restricted && { visibility: 'Restricted' }),
  });
  await stage.settle();
  const at = `/cases/${opened.id}`;
  const worker = stage.as(assignee.email);
  if (one.endsAs === 'New') return;

  stage.pass(4);
  await worker.post(`${at}/messages`, { body: 'I have it and look into it.' });
  await stage.settle();
  stage.pass(11);
  await worker.post(`${at}/messages`, { body: one.found });
  await worker.patch(at, { case_notes: { content: `${one.seen}\n\n${one.found}` } });
  if (one.endsAs === 'Escalated') await worker.put(`${at}/escalate`, { title: one.title, description: `${one.seen} ${one.found}` });
  else if (one.endsAs !== 'Triage') await worker.patch(at, { status: 'Stable', resolution: one.found });
  await stage.settle();
  if (one.endsAs !== 'Closed') return;

  stage.pass(600);
  await worker.patch(at, { status: 'Closed', resolution: one.found, resolution_reason: one.reason });
  await stage.settle();
}
