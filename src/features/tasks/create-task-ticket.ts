import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { AppError, conflict, unavailable } from '../../core/errors.ts';
import { requirePermission } from '../../core/permissions.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { findCapability } from '../plugins/index.ts';
import { taskEdit } from './update-task.ts';

const PATIENCE_MS = 15_000;

type Row = {
  incident_id: number;
  project_id: number;
  description: string;
  weblink: string | null;
  owner: string | null;
  assignee: string | null;
  ticket: Resource | null;
  parent: Resource | null;
};

/**
 * Gives a task a ticket of its own below its incident's.
 *
 * @returns the ticket, the one it has already included; null when no ticket plug-in is enabled
 * @throws conflict the incident has no ticket yet
 * @throws unavailable the ticket system did not answer
 */
export async function createTaskTicket(ctx: Context, taskId: number): Promise<Resource | null> {
  await requirePermission(ctx, taskEdit, { table: 'tasks', id: taskId });
  const task = await ticketTask(ctx, taskId);
  if (task.ticket) return task.ticket;
  const found = await findCapability(ctx, task.project_id, 'ticket');
  if (!found) return null;
  if (!task.parent) throw conflict('The incident has no ticket yet; try again when its flow has made one.');
  const ticket = await askFor(found, taskId, { ...task, parent: task.parent }, ctx);
  return transaction(ctx, (tx) => keepTicket(tx, taskId, task.incident_id, ticket));
}

async function ticketTask(ctx: Context, taskId: number): Promise<Row> {
  const resource = (where: string) =>
    sql.raw(`(
    select json_build_object('resource_id', k.resource_id, 'weblink', k.weblink, 'resource_type', k.resource_type) from tickets k where ${where})`);
  const emailOf = (participant: string) =>
    sql.raw(`(
    select c.email from participants p join individual_contacts c on c.id = p.individual_contact_id where p.id = ${participant})`);
  const { rows } = await sql<Row>`
    select t.incident_id, i.project_id, t.description, t.weblink, ${emailOf('t.owner_id')} as owner,
      ${emailOf('(select min(a.participant_id) from task_assignees a where a.task_id = t.id)')} as assignee,
      ${resource('k.task_id = t.id')} as ticket, ${resource('k.incident_id = t.incident_id')} as parent
    from tasks t join incidents i on i.id = t.incident_id where t.id = ${taskId} and t.organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  return rows[0] as Row;
}

type Tickets = NonNullable<Awaited<ReturnType<typeof findCapability<'ticket'>>>>;

async function askFor({ title, capability }: Tickets, taskId: number, task: Row & { parent: Resource }, ctx: Context): Promise<Resource> {
  const key = `task-${taskId}-ticket`;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const { description, assignee, owner } = task;
  const url = task.weblink ?? `${ctx.settings.uiUrl}/${ctx.tenant.slug}/tasks`;
  try {
    return (
      (await capability.find(key, signal)) ??
      (await capability.createForTask(key, { description, assignee, owner, url }, task.parent, signal))
    );
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unavailable(`${title} did not make the ticket: ${(error as Error).message}`, error);
  }
}

/** Two people may ask at once: the first ticket stays. */
async function keepTicket(tx: Context, taskId: number, incidentId: number, ticket: Resource): Promise<Resource> {
  await tx.db
    .insertInto('tickets')
    .values({ organization_id: tx.tenant.id, task_id: taskId, ...resourceColumns(ticket), created_at: tx.now(), updated_at: tx.now() })
    .onConflict((conflict) => conflict.column('task_id').doNothing())
    .execute();
  announce(tx, { kind: 'incident', id: incidentId }, 'tasks');
  return (await ticketTask(tx, taskId)).ticket ?? ticket;
}

const resourceColumns = ({ resource_id, resource_type, weblink }: Resource) => ({ resource_id, resource_type, weblink });
