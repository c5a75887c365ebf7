import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { startFlow } from '../../core/jobs.ts';
import { insertStatusChange, updateSubject } from '../assembly/index.ts';
import { recalculateCases } from '../costs/index.ts';
import { type CaseStatus, type Effect, effectsOf, timesOfTransition } from './case.ts';
import { closedFlow, reopenedFlow } from './flows/close.ts';
import { ensureIncident, type IncidentWishes } from './incident-of-case.ts';
import { type CaseRow, theCase } from './store.ts';

type Change = { row: CaseRow; occasion: number; wishes: IncidentWishes };

/** An incident is made, and flows are started, in the transaction of the change. */
const EFFECTS: Record<Effect, (tx: Context, change: Change) => Promise<unknown>> = {
  reopen: (tx, { row, occasion }) => startFlow(tx, reopenedFlow, theCase(row.id), occasion),
  escalate: (tx, { row, wishes }) => ensureIncident(tx, row, wishes),
  close: (tx, { row, occasion }) => startFlow(tx, closedFlow, theCase(row.id), occasion),
};

/**
 * Takes a case from one status to another: its times, its history, what it costs and what follows. Every transition is allowed; none
 * happens twice.
 *
 * @param wishes what is said of the incident when the transition makes one
 */
export async function changeCaseStatus(tx: Context, row: CaseRow, to: CaseStatus, wishes: IncidentWishes = {}): Promise<void> {
  if (row.status === to) return;
  const subject = theCase(row.id);
  await updateSubject(tx, subject, { status: to, ...timesOfTransition(to, tx.now(), row) });
  const occasion = await insertStatusChange(tx, subject, to);
  for (const effect of effectsOf(row.status, to)) await EFFECTS[effect](tx, { row, occasion, wishes });
  await recalculateCases(tx, [row.id]);
  announce(tx, subject, 'updated', 'flow');
}
