import type { Audiences } from '../core/live.ts';
import { admin } from '../core/permissions.ts';
import { documentView } from '../features/documents/index.ts';
import { ownPage } from '../features/oncall/index.ts';
import { incidentView } from '../features/participants/index.ts';

/** Who may know that something of a kind changed; kinds that are not named are open to every member. */
export const audiences: Audiences = {
  incident: { table: 'incidents', rule: incidentView },
  case: { table: 'cases', rule: admin },
  document: { table: 'documents', rule: documentView },
  mail: { table: 'mails', rule: admin },
  page: { table: 'pages', rule: ownPage },
};
