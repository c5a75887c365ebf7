import type { Audiences } from '../core/live.ts';
import { admin } from '../core/permissions.ts';
import { entityView } from '../features/entities/index.ts';
import { caseView, incidentView, ofCase, ofIncident, ofSubject } from '../features/participants/index.ts';

const rule = ofSubject('view');
const ofAnIncident = ofIncident(incidentView);

/** Who may know that something of a kind changed; kinds that are not named are open to every member. */
export const audiences: Audiences = {
  incident: { table: 'incidents', rule: incidentView },
  case: { table: 'cases', rule: caseView },
  case_cost: { table: 'case_costs', rule: ofCase(caseView) },
  document: { table: 'documents', rule },
  entity: { table: 'entities', rule: entityView },
  feedback: { table: 'feedback', rule },
  form: { table: 'forms', rule: ofAnIncident },
  incident_cost: { table: 'incident_costs', rule: ofAnIncident },
  invitation: { table: 'invitations', rule: admin },
  mail: { table: 'mails', rule: admin },
  page: { table: 'pages', rule },
  service_feedback: { table: 'service_feedback', rule: admin },
  task: { table: 'tasks', rule: ofAnIncident },
  workflow_instance: { table: 'workflow_instances', rule },
};
