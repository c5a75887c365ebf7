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
import { type CostLine, changeTypeOf, recalculate, replaceManualCosts } from '../costs/index.ts';
import { notifySubject } from '../notifications/index.ts';
import { assignRole, emailOf, incidentEdit, sameAddress } from '../participants/index.ts';
import { changeStatus } from './change-status.ts';
import { requireFittingSeverity, resolvePriority, resolveSeverity, resolveType } from './classification.ts';
import type { ChangeIncident } from './incident.ts';
import { replaceLists } from './lists.ts';
import { getIncident, type IncidentRow, incident } from './store.ts';

/** Who changes an incident is told as somebody who takes part in it. */
const SOURCE = 'Incident Participant';

type Options = {
  /** a list that is not sent is emptied, as the contract's whole-object update has it; else it stays */
  listsReplaced?: boolean;
};

/**
 * Changes an incident: what is sent is applied, what is not stays. People, status, costs and links have their own rules; every change
 * is an entry of the timeline, and those who need to know are told after the answer.
 *
 * @throws forbidden  neither commander nor reporter nor administrator
 * @throws invalid  a severity that does not go with the status, two tags of an exclusive type, something that does not exist
 */
export async function updateIncident(ctx: Context, id: number, input: ChangeIncident, { listsReplaced = false }: Options = {}) {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentEdit, { table: 'incidents', id });
    const row = await getIncident(tx, id, { lock: true });
    const before = await classificationOf(tx, incident(id));
    await classify(tx, row, input);
    await writeFields(tx, row, input);
    const listChanges = await replaceLists(tx, row, input, { whenOmitted: listsReplaced ? 'clear' : 'keep' });
    if (input.incident_costs || listsReplaced) await replaceManualCosts(tx, id, (input.incident_costs ?? []) as CostLine[]);
    // Roles change while the incident is open: before it is closed, after it is reopened.
    if (row.status !== 'Closed') await handOver(tx, row, input);
    if (input.status) await changeStatus(tx, row, input.status);
    if (row.status === 'Closed') await handOver(tx, row, input);
    const after = await classificationOf(tx, incident(id));
    if (before.visibility !== after.visibility) await separateRooms(tx, incident(id));
    const changes = [...changesOf(row, input), ...listChanges, ...classificationChanges(before, after)];
    await recordChanges(tx, incident(id), changes, row.project_id, SOURCE);
    await tellOutside(tx, row.id, before, after, changes);
    announce(tx, incident(id), 'updated');
  });
}

/** The type's history is kept first: what was done until now stays costed by the former type. */
async function classify(tx: Context, row: IncidentRow, input: ChangeIncident) {
  const status = input.status ?? row.status;
  if (input.incident_type) {
    const { id } = await resolveType(tx, row.project_id, input.incident_type);
    if (id !== row.incident_type_id) {
      await changeTypeOf(tx, { kind: 'incident', id: row.id }, id);
      await updateSubject(tx, incident(row.id), { incident_type_id: id });
      await recalculate(tx, [row.id]);
    }
  }
  if (input.incident_priority) {
    const { id } = await resolvePriority(tx, row.project_id, input.incident_priority);
    await updateSubject(tx, incident(row.id), { incident_priority_id: id });
  }
  const severity = await resolveSeverity(tx, row.project_id, input.incident_severity ?? { id: row.incident_severity_id });
  if (status !== row.status || severity.id !== row.incident_severity_id) requireFittingSeverity(severity, status);
  await updateSubject(tx, incident(row.id), { incident_severity_id: severity.id });
}

/** Keys that are columns of the same name; null where the column cannot be empty means "as it is". */
const PLAIN = ['title', 'description', 'resolution', 'visibility', 'reported_at'] as const;
const CLEARABLE = ['summary', 'delay_executive_report_reminder', 'delay_tactical_report_reminder'] as const;

async function writeFields(tx: Context, row: IncidentRow, input: ChangeIncident) {
  const changes: Record<string, unknown> = {};
  for (const key of PLAIN) if (input[key] !== undefined && input[key] !== null) changes[key] = input[key];
  for (const key of CLEARABLE) if (input[key] !== undefined) changes[key] = input[key];
  // A transition sets this time itself; a client that echoes the old one means nothing by it.
  const staysAsItIs = input.status === undefined || input.status === null || input.status === row.status;
  if (input.stable_at && staysAsItIs && row.status !== 'Active') changes.stable_at = input.stable_at;
  await updateSubject(tx, incident(row.id), changes);
}

function changesOf(row: IncidentRow, input: ChangeIncident): Change[] {
  const changes: Change[] = [];
  if (input.title !== undefined && input.title !== row.title) changes.push({ what: 'title', from: row.title, to: input.title });
  if (input.description !== undefined && input.description !== row.description)
    changes.push({ what: 'description', details: { description: input.description } });
  if (input.resolution && input.resolution !== row.resolution)
    changes.push({ what: 'resolution', details: { resolution: input.resolution } });
  if (input.summary !== undefined && input.summary !== row.summary) changes.push({ what: 'summary' });
  return changes;
}

async function handOver(tx: Context, row: IncidentRow, input: ChangeIncident) {
  const commander = emailOf(input.commander, 'commander');
  const reporter = emailOf(input.reporter, 'reporter');
  if (commander && !sameAddress(commander, row.commander_email))
    await assignRole(tx, incident(row.id), { email: commander, role: 'Incident Commander' });
  if (reporter && !sameAddress(reporter, row.reporter_email)) await assignRole(tx, incident(row.id), { email: reporter, role: 'Reporter' });
}

/** Ticket, documents and topic follow; people are told of what changes what they do. */
async function tellOutside(tx: Context, id: number, before: Classification, after: Classification, changes: Change[]) {
  const subject = incident(id);
  if (!changes.length) return;
  await enqueue(tx, 'refresh-update-ticket', { subject }, { subject });
  await enqueue(tx, 'refresh-fill-document', { subject }, { subject });
  const assessed = differences(before, after, ['type', 'severity', 'priority', 'status']);
  const isAssessed = Object.keys(assessed).length > 0;
  if (isAssessed && after.status !== 'Closed') await enqueue(tx, 'refresh-topic', { subject }, { subject });
  if (after.status === 'Active') await enqueue(tx, 'refresh-participants', { subject }, { subject });
  if (before.status !== after.status || (isAssessed && after.status !== 'Closed')) await notifySubject(tx, subject, 'updated', assessed);
  await sql`update incidents set updated_at = ${tx.now()} where id = ${id}`.execute(tx.db);
}
