import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { enqueue, startFlow } from '../../core/jobs.ts';
import { insertStatusChange, updateSubject } from '../assembly/index.ts';
import { recalculate } from '../costs/index.ts';
import { inactivateAll, reactivateAll } from '../participants/index.ts';
import { remindAfterTransition } from '../reminders/index.ts';
import { closedFlow, reopenedFlow, stableFlow } from './flows/review.ts';
import { flowsOfTransition, type IncidentStatus, timesOfTransition } from './incident.ts';
import { type IncidentRow, incident } from './store.ts';

const FLOWS = { reopened: reopenedFlow, stable: stableFlow, closed: closedFlow };

/**
 * Takes an incident from one status to another: its times, its history, who takes part, what it costs and the flows that follow. Every
 * transition is allowed; none happens twice.
 */
export async function changeStatus(tx: Context, row: IncidentRow, to: IncidentStatus): Promise<void> {
  if (row.status === to) return;
  const subject = incident(row.id);
  await updateSubject(tx, subject, { status: to, ...timesOfTransition(row.status, to, tx.now()) });
  if (to === 'Stable') await applyStablePriority(tx, row);
  const change = await insertStatusChange(tx, subject, to);
  if (to === 'Closed') await inactivateAll(tx, subject, tx.now());
  if (row.status === 'Closed') await reactivateAll(tx, subject, row.closed_at ?? tx.now());
  for (const flow of flowsOfTransition(row.status, to)) await startFlow(tx, FLOWS[flow], subject, change);
  await recalculate(tx, [row.id]);
  // Cases come after incidents: what they do about it is theirs.
  if (to === 'Closed') await enqueue(tx, 'close-linked-cases', { incidentId: row.id }, { subject, key: `close-linked-cases-${change}` });
  // A closed incident's room is opened again by the flow, which speaks for itself.
  if (to !== 'Closed' && row.status !== 'Closed') await remindAfterTransition(tx, row.id);
  announce(tx, subject, 'updated', 'flow');
}

/** What is under control has the priority its project gives such incidents. */
async function applyStablePriority(tx: Context, row: IncidentRow) {
  await sql`
    update incidents s set incident_priority_id = p.stable_priority_id from projects p
    where s.id = ${row.id} and p.id = s.project_id and p.stable_priority_id is not null`.execute(tx.db);
}
