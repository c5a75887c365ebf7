import type { Context } from '../../core/context.ts';
import { failRun } from './take-state.ts';

/** A workflow that is deleted leaves its runs behind; what becomes of those under way cannot be found out any more. */
export async function endRunsOf(tx: Context, workflowId: number): Promise<void> {
  const runs = await tx.db
    .selectFrom('workflow_instances')
    .select('id')
    .where('workflow_id', '=', workflowId)
    .where('organization_id', '=', tx.tenant.id)
    .where('status', 'in', ['Submitted', 'Created', 'Running'])
    .execute();
  for (const { id } of runs) await failRun(tx, id, 'The workflow was deleted; what becomes of this run is not known any more.');
}
