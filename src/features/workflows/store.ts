import { sql } from 'kysely';
import type { Context, Tenant } from '../../core/context.ts';
import type { WorkflowStatus } from '../../plugin-sdk/capabilities.ts';

/** @returns undefined when there is no such workflow in the organization */
export async function findWorkflow(ctx: Context, id: number) {
  return ctx.db
    .selectFrom('workflows as w')
    .innerJoin('plugin_instances as i', 'i.id', 'w.plugin_instance_id')
    .innerJoin('plugins as p', 'p.id', 'i.plugin_id')
    .select(['w.id', 'w.name', 'w.enabled', 'i.enabled as plugin_enabled', 'p.title as plugin'])
    .where('w.id', '=', id)
    .where('w.organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
}

/** A run with what its engine must be told. */
export type Run = {
  id: number;
  incident_id: number | null;
  case_id: number | null;
  /** of the incident or case; of the workflow when it is run for neither */
  project_id: number;
  parameters: Record<string, unknown>[];
  status: WorkflowStatus;
  resource_id: string | null;
  resource_type: string | null;
  weblink: string | null;
  last_error: string | null;
  created_at: Date;
  creator: string | null;
  workflow: string;
  description: string | null;
  /** what the engine calls the workflow */
  engine_id: string;
  plugin_instance_id: number;
};

/** @returns undefined when the run or its workflow is gone */
export async function findRun(ctx: Context, id: number, { lock = false } = {}): Promise<Run | undefined> {
  const { rows } = await sql<Run>`
    select r.id, r.incident_id, r.case_id,
      coalesce((select i.project_id from incidents i where i.id = r.incident_id), (select c.project_id from cases c where c.id = r.case_id), w.project_id)
        as project_id, r.parameters, r.status, r.resource_id, r.resource_type, r.weblink, r.last_error,
      r.created_at, w.name as workflow, w.description, w.resource_id as engine_id, w.plugin_instance_id,
      (select c.name from participants p join individual_contacts c on c.id = p.individual_contact_id where p.id = r.creator_id) as creator
    from workflow_instances r join workflows w on w.id = r.workflow_id
    where r.id = ${id} and r.organization_id = ${ctx.tenant.id} ${lock ? sql`for update of r` : sql``}`.execute(ctx.db);
  return rows[0];
}

export type RunChange = {
  status: WorkflowStatus;
  last_error: string | null;
  resource_id?: string | null;
  resource_type?: string | null;
  weblink?: string | null;
  next_check_at?: Date | null;
};

export async function updateRun(tx: Context, id: number, change: RunChange): Promise<void> {
  await tx.db
    .updateTable('workflow_instances')
    .set({ ...change, updated_at: tx.now() })
    .where('id', '=', id)
    .where('organization_id', '=', tx.tenant.id)
    .execute();
}

export type Due = { id: number; created_at: Date; tenant: Tenant };

/**
 * Takes runs of all organizations whose engines are to be asked, longest due first. Two processes never take the same one.
 * @param next when a run that began at a time is asked after again
 */
export async function takeDue(ctx: Context, most: number, next: (startedAt: Date) => Date): Promise<Due[]> {
  return ctx.db.transaction().execute(async (db) => {
    const { rows } = await sql<Due>`
      select r.id, r.created_at, json_build_object('id', o.id, 'slug', o.slug, 'name', o.name) as tenant
      from workflow_instances r join organizations o on o.id = r.organization_id
      where r.next_check_at <= ${ctx.now()} order by r.next_check_at, r.id limit ${sql.lit(most)} for update of r skip locked`.execute(db);
    for (const { id, created_at } of rows)
      await db
        .updateTable('workflow_instances')
        .set({ next_check_at: next(created_at) })
        .where('id', '=', id)
        .execute();
    return rows;
  });
}
