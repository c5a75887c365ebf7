import { randomUUID } from 'node:crypto';
import type { Context } from '../../core/context.ts';
import { enqueue, type SubjectRef } from '../../core/jobs.ts';

export type Notice = {
  /** Markdown */
  text: string;
  /** the same key is said once in a subject's room, however often the change that causes it is repeated */
  key?: string;
  pinned?: boolean;
  /** e-mail of the only person who sees it */
  onlyTo?: string;
};

export const POST_JOB = 'post-message';

/**
 * Says something in the subject's room, whatever plug-in the room lives in: after the commit, once, and later when the room does not
 * exist yet. A closed room stays silent.
 */
export async function postNotice(tx: Context, subject: SubjectRef, notice: Notice): Promise<void> {
  // A notice nobody named still has one key for all of its attempts.
  const key = notice.key ?? randomUUID();
  await enqueue(tx, POST_JOB, { ...notice, key }, { subject, key: `notice-${subject.kind}-${subject.id}-${key}` });
}
