import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { can, requirePermission } from '../../core/permissions.ts';
import { caseEdit, subjectRule } from '../participants/index.ts';
import { ensureIncident, type IncidentWishes, incidentOf } from './incident-of-case.ts';
import { getCase } from './store.ts';
import { updateCase } from './update-case.ts';

/**
 * Makes an incident of a case, whatever its status was: case, incident and the link between them are one transaction. A case that has
 * become an incident already is not made into a second one.
 *
 * @param wishes what is said of the incident; the rest comes from the case
 * @returns the incident's id
 * @throws forbidden  neither assignee nor reporter nor administrator
 * @throws conflict  the case is linked to an incident that the caller may not see
 */
export async function escalateCase(ctx: Context, id: number, wishes: IncidentWishes = {}): Promise<number> {
  return transaction(ctx, async (tx) => {
    await requirePermission(tx, caseEdit, { table: 'cases', id });
    const row = await getCase(tx, id, { lock: true });
    const linked = await incidentOf(tx, id);
    if (linked !== undefined && !(await can(tx, ...subjectRule({ kind: 'incident', id: linked }, 'view'))))
      throw conflict('This case has been escalated already.');
    if (row.status !== 'Escalated') await updateCase(tx, id, { status: 'Escalated' }, { incident: wishes });
    return ensureIncident(tx, row, wishes);
  });
}
