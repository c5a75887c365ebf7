import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { claimAfterHoursNotice } from '../participants/index.ts';
import { insertMessage } from './store.ts';

const BEGINS_AT = 9;
const ENDS_AT = 17;

/** Nobody's own working hours are known: those of a weekday in UTC stand for them, and the notice says so. */
export function isAfterHours(at: Date): boolean {
  const weekday = at.getUTCDay();
  const hour = at.getUTCHours();
  return weekday === 0 || weekday === 6 || hour < BEGINS_AT || hour >= ENDS_AT;
}

/** Tells whoever writes at an odd hour, once, that the answer may take until the morning. */
export async function warnAfterHours(tx: Context, subject: SubjectRef, conversationId: number, author: { id: number; email: string }) {
  if (!isAfterHours(tx.now())) return;
  const inCharge = await claimAfterHoursNotice(tx, subject, author.id);
  if (!inCharge) return;
  const role = subject.kind === 'incident' ? 'who is in command' : 'whose case this is';
  await insertMessage(tx, conversationId, {
    kind: 'notice',
    only_to: author.email,
    body: `It is outside working hours (weekdays ${BEGINS_AT}–${ENDS_AT}, UTC): ${inCharge}, ${role}, may not see this at once. If it cannot wait, wake somebody with \`/engage-oncall\`.`,
  });
}
