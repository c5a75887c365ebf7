import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { requirePermission } from '../../core/permissions.ts';
import { completeFlow } from '../assembly/index.ts';
import { incidentView } from '../participants/index.ts';
import { createFlow, creationFlow } from './flows/create.ts';
import { getIncident, incident } from './store.ts';

/** Makes whatever is still missing. */
export async function completeResources(ctx: Context, id: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentView, { table: 'incidents', id });
    const row = await getIncident(tx, id);
    const { steps } = creationFlow({ status: row.status, askLater: false });
    await completeFlow(tx, incident(id), { ...createFlow, steps: steps.filter(({ name }) => REPEATABLE.has(name)) });
  });
}

/** What makes something, and what shows it; nobody is paged, welcomed or notified a second time. */
const REPEATABLE = new Set([
  'create-conversation',
  'create-ticket',
  'create-tactical-group',
  'create-notifications-group',
  'create-storage',
  'create-document',
  'create-conference',
  'set-topic',
  'update-ticket',
  'fill-document',
  'pin-links',
]);
