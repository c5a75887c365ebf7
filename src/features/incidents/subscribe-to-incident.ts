import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { enqueue, job, Skip, type SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { groupOf, incidentJoin, joinGroup } from '../participants/index.ts';
import { incident } from './store.ts';

/** The caller is written to with those who take part, without taking part. */
export async function subscribeToIncident(ctx: Context, id: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentJoin, { table: 'incidents', id });
    const subject = incident(id);
    const key = `incident-${id}-subscribe-${tx.actor.email.toLowerCase()}`;
    await enqueue(tx, 'subscribe', { subject, email: tx.actor.email }, { subject, key });
  });
}

/** The group may not be there yet: then this is tried again when it is. */
export const subscribeJob = job<{ subject: SubjectRef; email: string }>({
  name: 'subscribe',
  maxAttempts: 12,
  run: async (ctx, { subject, email }) => {
    const group = await groupOf(ctx, subject, 'tactical');
    if (!group) throw new Error('The group of participants does not exist yet.');
    if (group.members.includes(email.toLowerCase())) return new Skip('They are in the group already.');
    return async (tx) => {
      await joinGroup(tx, group.email, [email]);
      await enqueue(tx, 'sync-group', { subject }, { subject });
      await record(tx, subject, { description: `${email} subscribed.`, type: 'Participant updated' });
    };
  },
});
