import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { TaskStatus } from './task.ts';

export type TaskIncident = {
  id: number;
  name: string;
  title: string;
  status: string;
  project_id: number;
  commander_id: number | null;
};

/** @throws not_found no such incident in the organization */
export async function incidentOf(ctx: Context, id: number): Promise<TaskIncident> {
  const row = await ctx.db
    .selectFrom('incidents')
    .select(['id', 'name', 'title', 'status', 'project_id', 'commander_id'])
    .where('id', '=', id)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  if (!row) throw notFound('incident');
  return row;
}

export type TaskRow = {
  id: number;
  incident_id: number;
  description: string;
  status: TaskStatus;
  resolved_at: Date | null;
  owner_id: number | null;
  weblink: string | null;
  assignee_ids: number[];
};

/** @throws not_found no such task in the organization */
export async function lockTask(tx: Context, id: number): Promise<TaskRow> {
  const { rows } = await sql<TaskRow>`
    select t.id, t.incident_id, t.description, t.status, t.resolved_at, t.owner_id, t.weblink,
      array(select a.participant_id from task_assignees a where a.task_id = t.id order by a.participant_id) as assignee_ids
    from tasks t where t.id = ${id} and t.organization_id = ${tx.tenant.id} for update of t`.execute(tx.db);
  if (!rows[0]) throw notFound('task');
  return rows[0];
}

export async function replaceAssignees(tx: Context, taskId: number, participantIds: number[]): Promise<void> {
  await sql`delete from task_assignees where task_id = ${taskId} and not (participant_id = any(${participantIds}))`.execute(tx.db);
  await sql`
    insert into task_assignees (task_id, participant_id) select ${taskId}, unnest(${participantIds}::int[]) on conflict do nothing`.execute(
    tx.db,
  );
}

/** @returns names and addresses of participants, in the order of their ids */
export async function peopleOf(ctx: Context, participantIds: number[]): Promise<{ id: number; name: string; email: string }[]> {
  const { rows } = await sql<{ id: number; name: string; email: string }>`
    select p.id, i.name, i.email from participants p join individual_contacts i on i.id = p.individual_contact_id
    where p.id = any(${participantIds}) order by p.id`.execute(ctx.db);
  return rows;
}
