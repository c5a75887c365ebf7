import { sql } from 'kysely';
import { type System, systemContext, type Tenant } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { enqueue } from '../../core/jobs.ts';
import { PROCESS_WAITING_JOB } from './job-names.ts';

/**
 * Has every definition looked at again whose alerts wait, whatever became of the jobs they came with: given up, or never there.
 * @returns how many definitions that are
 */
export async function queueWaiting(system: System): Promise<number> {
  const { rows } = await sql<Tenant & { signal_id: number }>`
    select distinct i.signal_id, o.id, o.slug, o.name from signal_instances i join organizations o on o.id = i.organization_id
    where i.filter_action is null order by i.signal_id`.execute(system.db);
  const at = system.now().toISOString();
  for (const { signal_id, ...tenant } of rows)
    await transaction(systemContext(system, tenant), (tx) =>
      enqueue(tx, PROCESS_WAITING_JOB, { signal_id }, { key: `${PROCESS_WAITING_JOB}-${signal_id}-${at}` }),
    );
  return rows.length;
}
