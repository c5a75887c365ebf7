import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { canChallenge, createChallenge, withdrawChallenge } from '../challenges/index.ts';
import { postNotice } from '../conversations/index.ts';
import { describeSubject } from '../participants/index.ts';
import { CONFIRM_JOB } from './job-names.ts';

/** What the contract calls a challenge of this kind. */
const ACTION = 'signal-engagement-confirmation';

type Asked = { id: number; email: string; name: string; challenge_id: string | null };

/** Whether the project of the case has a way to ask for a second factor. */
export async function canConfirm(tx: Context, caseId: number): Promise<boolean> {
  return canChallenge(tx, await projectOf(tx, caseId));
}

/** Has the person who says that it was them confirm it: the answer counts when they have. An answer given before is replaced by this one. */
export async function askToConfirm(tx: Context, caseId: number, asked: Asked, context: string): Promise<void> {
  const subject: SubjectRef = { kind: 'case', id: caseId };
  const { title, url: weblink } = await describeSubject(tx, subject);
  if (asked.challenge_id) await withdrawChallenge(tx, asked.challenge_id);
  const { challengeId, url } = await createChallenge(tx, {
    projectId: await projectOf(tx, caseId),
    userId: tx.actor.userId,
    action: ACTION,
    title: `Was this you? ${title}`,
    detail: `You said: ${context}`,
    weblink,
    continuation: { job: CONFIRM_JOB, payload: { caseId, requestId: asked.id, userId: tx.actor.userId, context } },
  });
  await sql`update signal_engagement_requests set challenge_id = ${challengeId} where id = ${asked.id}`.execute(tx.db);
  await postNotice(tx, subject, {
    key: `engagement-challenge-${challengeId}`,
    text: `**${asked.email}** says that it was them and has five minutes to [confirm it](${url}) (${asked.name}).`,
  });
  announce(tx, subject, 'updated');
}

/** The challenge was denied, or nobody decided in time: the question is as open as before. */
export async function dropAnswer(
  tx: Context,
  caseId: number,
  { id, email, challenge_id }: Asked,
  status: 'denied' | 'expired',
): Promise<void> {
  const subject: SubjectRef = { kind: 'case', id: caseId };
  const said =
    status === 'denied'
      ? `${email} denied that the answer given in their name was theirs`
      : `${email} did not confirm in time that it was them`;
  await sql`update signal_engagement_requests set challenge_id = null where id = ${id}`.execute(tx.db);
  await postNotice(tx, subject, {
    key: `engagement-unconfirmed-${challenge_id}`,
    text: `**${said}.** The question stays open.`,
  });
  await record(tx, subject, { description: `${said}.`, details: { status } });
  announce(tx, subject, 'updated');
}

async function projectOf(tx: Context, caseId: number): Promise<number> {
  const { project_id } = await tx.db.selectFrom('cases').select('project_id').where('id', '=', caseId).executeTakeFirstOrThrow();
  return project_id;
}
