import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { startFlow } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { updateSubject } from '../assembly/index.ts';
import { caseEdit } from '../participants/index.ts';
import { channelFlow } from './flows/room.ts';
import { type CaseRow, getCase, theCase } from './store.ts';

/**
 * Gives a case a channel of its own, after the answer; what was a thread says where it goes on. Asked twice it happens once.
 * @throws forbidden the caller may not change the case
 */
export async function openChannel(ctx: Context, id: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, caseEdit, { table: 'cases', id });
    await moveToOwnChannel(tx, await getCase(tx, id, { lock: true }));
  });
}

export async function moveToOwnChannel(tx: Context, row: Pick<CaseRow, 'id' | 'dedicated_channel'>): Promise<void> {
  if (row.dedicated_channel) return;
  const subject = theCase(row.id);
  await updateSubject(tx, subject, { dedicated_channel: true });
  await startFlow(tx, channelFlow, subject);
  announce(tx, subject, 'updated', 'flow');
}
