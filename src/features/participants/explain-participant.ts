import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { incidentView } from './rules.ts';
import { findParticipant } from './store.ts';

/**
 * Notes why somebody takes part in an incident; whoever sees the incident may.
 * @throws not_found they do not
 */
export async function explainParticipant(
  ctx: Context,
  incidentId: number,
  { email, reason }: { email: string; reason: string },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const subject: SubjectRef = { kind: 'incident', id: incidentId };
    await requirePermission(tx, incidentView, { table: 'incidents', id: incidentId });
    const participant = await findParticipant(tx, subject, email);
    if (!participant) throw notFound('participant');
    await tx.db.updateTable('participants').set({ added_reason: reason }).where('id', '=', participant.id).execute();
    announce(tx, subject, 'participants');
  });
}
