import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { subjectRule } from './rules.ts';
import { findParticipant } from './store.ts';

/**
 * Notes why somebody takes part; whoever sees the incident or case may.
 * @throws not_found they do not
 */
export async function explainParticipant(
  ctx: Context,
  subject: SubjectRef,
  { email, reason }: { email: string; reason: string },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, ...subjectRule(subject, 'view'));
    const participant = await findParticipant(tx, subject, email);
    if (!participant) throw notFound('participant');
    await tx.db.updateTable('participants').set({ added_reason: reason }).where('id', '=', participant.id).execute();
    announce(tx, subject, 'participants');
  });
}
