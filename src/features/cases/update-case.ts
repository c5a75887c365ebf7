import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { enqueue } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import {
  type Change,
  type Classification,
  classificationChanges,
  classificationOf,
  differences,
  recordChanges,
  separateRooms,
  updateSubject,
} from '../assembly/index.ts';
import { type CaseCostLine, changeTypeOf, recalculateCases, replaceManualCaseCosts } from '../costs/index.ts';
import { notifySubject } from '../notifications/index.ts';
import { assignRole, caseEdit, emailOf, sameAddress } from '../participants/index.ts';
import { callerIndividual } from '../people/index.ts';
import { type ChangeCase, TIMES } from './case.ts';
import { changeCaseStatus } from './change-case-status.ts';
import { CLASSES, namedId } from './classification.ts';
import type { IncidentWishes } from './incident-of-case.ts';
import { replaceLists } from './lists.ts';
import { moveToOwnChannel } from './own-channel.ts';
import { findResolver } from './resolver.ts';
import { type CaseRow, getCase, theCase, writeNotes } from './store.ts';

type Options = {
  /** a list that is not sent is emptied, as the contract's whole-object update has it; else it stays */
  listsReplaced?: boolean;
  /** what is said of the incident when the new status makes one */
  incident?: IncidentWishes;
};

/**
 * Changes a case: what is sent is applied, what is not stays. People, status, costs, notes and links have their own rules; every change
 * is an entry of the timeline, and those who need to know are told after the answer.
 *
 * @throws forbidden  neither assignee nor reporter nor administrator
 * @throws invalid  two tags of an exclusive type, something that does not exist
 * @throws conflict  another assignee or reporter for a closed case
 */
export async function updateCase(
  ctx: Context,
  id: number,
  input: ChangeCase,
  { listsReplaced = false, incident }: Options = {},
): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, caseEdit, { table: 'cases', id });
    const row = await getCase(tx, id, { lock: true });
    const subject = theCase(id);
    const before = await classificationOf(tx, subject);
    await classify(tx, row, input);
    await writeFields(tx, row, input);
    const listChanges = await replaceLists(tx, row, input, { whenOmitted: listsReplaced ? 'clear' : 'keep' });
    if (input.case_costs || listsReplaced) await replaceManualCaseCosts(tx, id, (input.case_costs ?? []) as CaseCostLine[]);
    const notesChanged = await writeNotesOf(tx, row, input);
    // Roles change while the case is open: before it is closed, after it is reopened.
    if (row.status !== 'Closed') await handOver(tx, row, input);
    if (input.status) await changeCaseStatus(tx, row, input.status, incident);
    if (row.status === 'Closed') await handOver(tx, row, input);
    const after = await classificationOf(tx, subject);
    if (before.visibility !== after.visibility) await separateRooms(tx, subject);
    // What is restricted is not talked about where others read.
    if (after.visibility === 'Restricted') await moveToOwnChannel(tx, row);
    const changes = [...changesOf(row, input), ...notesChanged, ...listChanges, ...classificationChanges(before, after)];
    await recordChanges(tx, subject, changes, row.project_id);
    await tellOutside(tx, row, before, after, changes);
    announce(tx, subject, 'updated');
  });
}

/** The type's history is kept first: what was done until now stays costed by the former type. */
async function classify(tx: Context, row: CaseRow, input: ChangeCase) {
  for (const { key, column, dictionary } of CLASSES) {
    const id = await namedId(tx, dictionary, row.project_id, input[key]);
    if (id === undefined || id === row[column]) continue;
    if (key === 'case_type') await changeTypeOf(tx, theCase(row.id), id);
    await updateSubject(tx, theCase(row.id), { [column]: id });
    if (key === 'case_type') await recalculateCases(tx, [row.id]);
  }
}

/** Keys that are columns of the same name; null where the column cannot be empty means "as it is". */
const PLAIN = ['title', 'description', 'resolution', 'visibility', 'reported_at'] as const;

async function writeFields(tx: Context, row: CaseRow, input: ChangeCase) {
  const changes: Record<string, unknown> = {};
  for (const key of PLAIN) if (input[key] !== undefined && input[key] !== null) changes[key] = input[key];
  if (input.resolution_reason !== undefined) changes.resolution_reason = input.resolution_reason;
  // A transition sets the times itself; a client that echoes the old ones means nothing by it.
  const staysAsItIs = !input.status || input.status === row.status;
  for (const key of TIMES) if (staysAsItIs && row[key] !== null && input[key]) changes[key] = input[key];
  const resolver = await resolverOf(tx, row, input);
  if (resolver !== undefined) changes.resolved_by_id = resolver;
  await updateSubject(tx, theCase(row.id), changes);
}

/** Whoever closes a case resolved it, unless they say that somebody else did. @returns undefined: as it is */
async function resolverOf(tx: Context, row: CaseRow, input: ChangeCase): Promise<number | null | undefined> {
  const named = input.resolved_by ? await findResolver(tx, row.project_id, input.resolved_by) : input.resolved_by;
  if (named && named !== row.resolved_by_id) return named;
  const closes = input.status === 'Closed' && row.status !== 'Closed';
  if (closes && tx.actor.kind === 'user') return (await callerIndividual(tx, row.project_id)).id;
  return named;
}

async function writeNotesOf(tx: Context, row: CaseRow, input: ChangeCase): Promise<Change[]> {
  const content = input.case_notes?.content;
  if (content === undefined) return [];
  const author = tx.actor.kind === 'user' ? (await callerIndividual(tx, row.project_id)).id : null;
  const changed = await writeNotes(tx, row.id, content, author);
  return changed ? [{ what: 'notes' }] : [];
}

function changesOf(row: CaseRow, input: ChangeCase): Change[] {
  const changes: Change[] = [];
  if (input.title !== undefined && input.title !== row.title) changes.push({ what: 'title', from: row.title, to: input.title });
  if (input.description && input.description !== row.description)
    changes.push({ what: 'description', details: { description: input.description } });
  if (input.resolution && input.resolution !== row.resolution)
    changes.push({ what: 'resolution', details: { resolution: input.resolution } });
  if (input.resolution_reason !== undefined && input.resolution_reason !== row.resolution_reason)
    changes.push({ what: 'resolution reason', from: row.resolution_reason, to: input.resolution_reason });
  return changes;
}

async function handOver(tx: Context, row: CaseRow, input: ChangeCase) {
  const assignee = emailOf(input.assignee, 'assignee');
  const reporter = emailOf(input.reporter, 'reporter');
  if (assignee && !sameAddress(assignee, row.assignee_email)) await assignRole(tx, theCase(row.id), { email: assignee, role: 'Assignee' });
  if (reporter && !sameAddress(reporter, row.reporter_email)) await assignRole(tx, theCase(row.id), { email: reporter, role: 'Reporter' });
}

/** Ticket, document, thread and topic follow; people are told of what changes what they do. */
async function tellOutside(tx: Context, row: CaseRow, before: Classification, after: Classification, changes: Change[]) {
  if (!changes.length) return;
  const subject = theCase(row.id);
  for (const job of ['refresh-update-ticket', 'refresh-fill-case-document', 'refresh-thread'])
    await enqueue(tx, job, { subject }, { subject });
  const assessed = differences(before, after, ['type', 'severity', 'priority', 'status']);
  const isAssessed = Object.keys(assessed).length > 0;
  if (isAssessed && after.status !== 'Escalated' && after.status !== 'Closed') await enqueue(tx, 'refresh-topic', { subject }, { subject });
  const isTold = before.status !== after.status || after.status !== 'Closed';
  const told = before.status === after.status ? differences(before, after, ['type', 'severity', 'priority', 'visibility']) : assessed;
  // Those who read the channel of a thread see the change there.
  if (row.dedicated_channel && isTold && Object.keys(told).length) await notifySubject(tx, subject, 'updated', told);
  await sql`update cases set updated_at = ${tx.now()} where id = ${row.id}`.execute(tx.db);
}
