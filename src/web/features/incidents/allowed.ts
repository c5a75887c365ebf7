import type { Incident } from '../../api/types.ts';

/** What somebody may be allowed to do with an incident, in the server's words. */
export type Action =
  | 'edit'
  | 'delete'
  | 'event'
  | 'join'
  | 'subscribe'
  | 'task'
  | 'message'
  | 'file'
  | 'document'
  | 'resources'
  | 'feedback';

const WHO = 'Only its commander, its reporter and administrators may';
const REASONS: Record<Action, string> = {
  edit: `${WHO} change this incident.`,
  delete: 'Only administrators may delete an incident.',
  event: 'Only its commander, its scribe, its reporter and administrators may change the timeline.',
  join: 'The project does not let people join by themselves. Ask the commander to add you.',
  subscribe: 'The project does not let people subscribe by themselves. Ask the commander to add you.',
  task: `${WHO} change its tasks.`,
  message: 'Only participants may write here. Join the incident first.',
  file: 'Only participants may change its files. Join the incident first.',
  document: 'Only participants may change its documents. Join the incident first.',
  resources: 'You may not create resources for this incident.',
  feedback: 'Feedback is collected once the incident is stable.',
};

/** The reason why an action is off; undefined: it is allowed. The rules themselves are the server's, which sends what is allowed. */
export function offReason(incident: Pick<Incident, 'allowed_actions' | 'status'>, action: Action): string | undefined {
  // An older server does not say; it refuses by itself what is not allowed.
  if (!incident.allowed_actions || incident.allowed_actions.includes(action)) return undefined;
  if (incident.status === 'Closed' && (action === 'join' || action === 'message')) return 'The incident is closed. Reopen it first.';
  return REASONS[action];
}

export const allows = (incident: Pick<Incident, 'allowed_actions' | 'status'>, action: Action) => offReason(incident, action) === undefined;
