import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { requirePermission } from '../../core/permissions.ts';
import { completeFlow } from '../assembly/index.ts';
import { caseEdit } from '../participants/index.ts';
import { createFlow, creationFlow } from './flows/create.ts';
import { getCase, theCase } from './store.ts';

/** What makes something, and what shows it; nobody is paged, welcomed or notified a second time. */
const REPEATABLE = new Set([
  'create-conversation',
  'create-ticket',
  'create-tactical-group',
  'create-storage',
  'create-case-document',
  'set-topic',
  'update-ticket',
  'fill-case-document',
  'pin-links',
]);

/** Makes whatever is still missing, also what an alert did not ask for. @throws forbidden the caller may not change the case */
export async function completeResources(ctx: Context, id: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, caseEdit, { table: 'cases', id });
    const { status, dedicated_channel: isDedicated } = await getCase(tx, id);
    const { steps } = creationFlow({ status, isDedicated, askLater: false, isAlert: false, isEvent: false, closesItself: false });
    await completeFlow(tx, theCase(id), { ...createFlow, steps: steps.filter(({ name }) => REPEATABLE.has(name)) });
  });
}
