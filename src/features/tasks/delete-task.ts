import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { requirePermission } from '../../core/permissions.ts';
import { lockTask } from './store.ts';
import { taskEdit } from './update-task.ts';

/** @throws forbidden no such task, or the caller may not change its incident */
export async function deleteTask(ctx: Context, id: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, taskEdit, { table: 'tasks', id });
    const task = await lockTask(tx, id);
    await tx.db.deleteFrom('tasks').where('id', '=', id).execute();
    const subject = { kind: 'incident', id: task.incident_id } as const;
    await record(tx, subject, { description: `Task #${id} was deleted: ${task.description}` });
    announce(tx, subject, 'tasks');
    announce(tx, { kind: 'task', id }, 'deleted');
  });
}
