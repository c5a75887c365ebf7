import { sql } from 'kysely';
import { both, type Rule } from '../../core/permissions.ts';
import { ofSubject } from '../participants/index.ts';

/** Documents of an incident or case are for those who see it; runbooks, references and templates are for everybody. */
export const documentView = ofSubject('view');

const belongsToSubject: Rule = {
  where: (_ctx, alias) => sql<boolean>`num_nonnulls(${sql.ref(`${alias}.incident_id`)}, ${sql.ref(`${alias}.case_id`)}) > 0`,
};

/** Name, links and filters: what belongs to the project is set up by administrators, the rest by those who lead the incident. */
export const documentEdit: Rule = { role: 'Admin', ...both(belongsToSubject, ofSubject('edit')) };

/** The text itself: everybody who sees the incident writes in its documents. */
export const documentWrite: Rule = { role: 'Admin', ...both(belongsToSubject, ofSubject('view')) };
