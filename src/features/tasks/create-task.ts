import { translated } from '../../core/constraints.ts';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { forbidden, invalid } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { requirePermission } from '../../core/permissions.ts';
import { incidentEdit } from '../participants/index.ts';
import { engage, engageOne } from './people.ts';
import { incidentOf, peopleOf, replaceAssignees, type TaskIncident } from './store.ts';
import { dueByDefault, resolvedAt, type TaskCreate } from './task.ts';
import { tellAssigned, tellCreated } from './tell.ts';

/**
 * Adds a piece of work to an incident. The caller is its creator and, unless somebody else is named, its assignee; the commander owns
 * it unless somebody else does.
 *
 * @returns the task's id
 * @throws forbidden no incident is named, or the caller may not change it
 * @throws conflict the incident has a task of this `resource_id` already
 */
export async function createTask(ctx: Context, input: TaskCreate): Promise<number> {
  const incidentId = input.incident.id;
  if (!incidentId) throw forbidden('Say which incident the task belongs to.');
  const description = input.description;
  if (!description) throw invalid('description', 'Say what is to be done.');
  return translated({ noun: 'task', table: 'tasks' }, () =>
    transaction(ctx, async (tx) => {
      await requirePermission(tx, incidentEdit, { table: 'incidents', id: incidentId });
      const incident = await incidentOf(tx, incidentId);
      const creator = await engageOne(tx, incident, tx.actor.email);
      const named = await engage(tx, incident, 'assignees', input.assignees ?? []);
      const assignees = named.length ? named : [creator];
      const [owner] = await engage(tx, incident, 'owner', [input.owner]);
      const id = await insertTask(tx, incident, {
        ...input,
        description,
        creator_id: creator.participantId,
        owner_id: owner?.participantId ?? incident.commander_id ?? creator.participantId,
      });
      const assigneeIds = assignees.map((one) => one.participantId);
      await replaceAssignees(tx, id, assigneeIds);
      const people = await peopleOf(tx, assigneeIds);
      const [author] = await peopleOf(tx, [creator.participantId]);
      await record(
        tx,
        { kind: 'incident', id: incidentId },
        {
          description: `${author?.name ?? tx.actor.email} created a task: ${description}`,
          details: { task_id: id, assignees: people.map((one) => one.email) },
          owner: author?.name ?? null,
        },
      );
      await tellCreated(tx, incident, { id, description, creator: author?.name ?? tx.actor.email, assignees: people });
      await tellAssigned(tx, incident, { id, description }, assignees);
      announce(tx, { kind: 'incident', id: incidentId }, 'tasks');
      announce(tx, { kind: 'task', id }, 'created');
      return id;
    }),
  );
}

type NewTask = Omit<TaskCreate, 'creator' | 'owner' | 'assignees'> & { description: string; creator_id: number; owner_id: number };

async function insertTask(tx: Context, incident: TaskIncident, task: NewTask): Promise<number> {
  const source = task.source || 'Incident';
  const status = task.status ?? 'Open';
  const row = await tx.db
    .insertInto('tasks')
    .values({
      organization_id: tx.tenant.id,
      incident_id: incident.id,
      creator_id: task.creator_id,
      owner_id: task.owner_id,
      description: task.description,
      source,
      priority: task.priority || 'Low',
      status,
      resolved_at: dated(resolvedAt({ from: 'Open', to: status, current: null, given: task.resolved_at }, tx.now())),
      resolve_by: task.resolve_by ? new Date(task.resolve_by) : dueByDefault(source, tx.now()),
      reminders: task.reminders ?? true,
      resource_type: task.resource_type ?? null,
      resource_id: task.resource_id ?? null,
      weblink: task.weblink || `${tx.settings.uiUrl}/${tx.tenant.slug}/tasks`,
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export const dated = (at: Date | string | null) => (at === null ? null : new Date(at));
