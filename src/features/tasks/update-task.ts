import { sql } from 'kysely';
import { translated } from '../../core/constraints.ts';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { either, type Rule, requirePermission } from '../../core/permissions.ts';
import { incidentEdit, ofIncident } from '../participants/index.ts';
import { dated } from './create-task.ts';
import { type Engaged, engage } from './people.ts';
import { incidentOf, lockTask, replaceAssignees, type TaskIncident, type TaskRow } from './store.ts';
import { resolvedAt, type TaskStatus, type TaskUpdate } from './task.ts';
import { tellAssigned, tellStatus } from './tell.ts';

export const taskEdit = ofIncident(incidentEdit);

/**
 * Changes a task; keys that are not sent stay as they are, and so does an empty list of assignees. Whoever gets an open task takes part.
 *
 * @throws forbidden no such task, or the caller may not change its incident
 */
export async function updateTask(ctx: Context, id: number, input: TaskUpdate): Promise<void> {
  await translated({ noun: 'task', table: 'tasks' }, () =>
    transaction(ctx, async (tx) => {
      await requirePermission(tx, taskEdit, { table: 'tasks', id });
      const task = await lockTask(tx, id);
      const incident = await incidentOf(tx, task.incident_id);
      const assignees = await engage(tx, incident, 'assignees', input.assignees ?? []);
      const [owner] = await engage(tx, incident, 'owner', [input.owner]);
      if (assignees.length)
        await replaceAssignees(
          tx,
          id,
          assignees.map((one) => one.participantId),
        );
      await writeChange(tx, task, input, owner);
      await tellAssigned(
        tx,
        incident,
        { id, description: input.description || task.description },
        owner ? [...assignees, owner] : assignees,
      );
      await tellTransition(tx, incident, task, input.status ?? task.status);
      announceTask(tx, task);
    }),
  );
}

async function writeChange(tx: Context, task: TaskRow, input: TaskUpdate, owner: Engaged | undefined) {
  const status = input.status ?? task.status;
  await tx.db
    .updateTable('tasks')
    .set({
      status,
      resolved_at: dated(resolvedAt({ from: task.status, to: status, current: task.resolved_at, given: input.resolved_at }, tx.now())),
      ...(input.description && { description: input.description }),
      ...(input.priority && { priority: input.priority }),
      ...(input.source && { source: input.source }),
      ...(input.resolve_by && { resolve_by: new Date(input.resolve_by) }),
      ...(input.reminders !== undefined && input.reminders !== null && { reminders: input.reminders }),
      ...(input.resource_type !== undefined && { resource_type: input.resource_type }),
      ...(input.resource_id !== undefined && { resource_id: input.resource_id }),
      ...(input.weblink && { weblink: input.weblink }),
      ...(owner && { owner_id: owner.participantId }),
      updated_at: tx.now(),
    })
    .where('id', '=', task.id)
    .execute();
}

/** Whose task it is may say that it is done, whether or not they may change the incident. */
const ownTask: Rule = {
  where: (ctx, alias) => sql<boolean>`exists (
    select 1 from participants op join individual_contacts oc on oc.id = op.individual_contact_id and lower(oc.email) = lower(${ctx.actor.email})
    where op.id = ${sql.ref(`${alias}.owner_id`)}
      or exists (select 1 from task_assignees oa where oa.task_id = ${sql.ref(`${alias}.id`)} and oa.participant_id = op.id))`,
};

/**
 * Resolves a task or opens it again.
 * @returns false when it was so already
 * @throws forbidden it is not the caller's and they may not change its incident
 */
export async function resolveTask(ctx: Context, id: number, status: TaskStatus): Promise<boolean> {
  return transaction(ctx, async (tx) => {
    await requirePermission(tx, either(taskEdit, ownTask), { table: 'tasks', id });
    const task = await lockTask(tx, id);
    if (task.status === status) return false;
    await writeChange(tx, task, { status }, undefined);
    await tellTransition(tx, await incidentOf(tx, task.incident_id), task, status);
    announceTask(tx, task);
    return true;
  });
}

async function tellTransition(tx: Context, incident: TaskIncident, { id, description, ...task }: TaskRow, status: TaskStatus) {
  if (task.status === status) return;
  const verb = status === 'Resolved' ? 'was resolved' : 'was opened again';
  await record(tx, { kind: 'incident', id: incident.id }, { description: `Task #${id} ${verb}: ${description}`, details: { task_id: id } });
  await tellStatus(tx, incident, { id, description, status });
}

function announceTask(tx: Context, task: TaskRow) {
  announce(tx, { kind: 'incident', id: task.incident_id }, 'tasks');
  announce(tx, { kind: 'task', id: task.id }, 'updated');
}
