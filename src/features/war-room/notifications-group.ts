import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { enqueue } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { groupOf, joinGroup, leaveGroup, subjectRule } from '../participants/index.ts';
import type { Room } from './command.ts';

/** @returns who gets the executive reports */
export async function notificationsGroup(ctx: Context, { subject }: Room): Promise<string[]> {
  return (await groupOf(ctx, subject, 'notifications'))?.members ?? [];
}

/**
 * Changes who gets the executive reports; outside it follows.
 * @returns who gets them now
 * @throws conflict the incident has no such group yet
 */
export async function changeNotificationsGroup(
  ctx: Context,
  { subject }: Room,
  { add = [], remove = [] }: { add?: string[]; remove?: string[] },
): Promise<string[]> {
  return transaction(ctx, async (tx) => {
    await requirePermission(tx, ...subjectRule(subject, 'edit'));
    const group = await groupOf(tx, subject, 'notifications');
    if (!group) throw conflict(`The ${subject.kind} has no notifications group yet.`);
    await joinGroup(tx, group.email, add);
    for (const email of remove) await leaveGroup(tx, group.email, email);
    await enqueue(tx, 'sync-group', { subject, kind: 'notifications' }, { subject });
    const description = [
      ...add.map((email) => `${email} gets the executive reports now.`),
      ...remove.map((email) => `${email} no longer gets the executive reports.`),
    ];
    await record(tx, subject, { description: description.join(' '), type: 'Participant updated' });
    return (await groupOf(tx, subject, 'notifications'))?.members ?? [];
  });
}
