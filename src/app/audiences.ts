import type { Audiences } from '../core/live.ts';
import { admin } from '../core/permissions.ts';
import { incidentView, ofIncident } from '../features/participants/index.ts';

const rule = ofIncident(incidentView);

/** Who may know that something of a kind changed; kinds that are not named are open to every member. */
export const audiences: Audiences = {
  incident: { table: 'incidents', rule: incidentView },
  case: { table: 'cases', rule: admin },
  document: { table: 'documents', rule },
  feedback: { table: 'feedback', rule },
  incident_cost: { table: 'incident_costs', rule },
  mail: { table: 'mails', rule: admin },
  page: { table: 'pages', rule },
  task: { table: 'tasks', rule },
};
