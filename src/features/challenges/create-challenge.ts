import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { rejected } from '../../core/errors.ts';
import { enqueue } from '../../core/jobs.ts';
import { findCapability } from '../plugins/index.ts';
import { ASK_ELSEWHERE, EXPIRE_CHALLENGE } from './job-names.ts';
import type { Status } from './store.ts';

const LIFETIME_MS = 5 * 60_000;

export type NewChallenge = {
  projectId: number;
  /** who has to confirm: a member of the organization */
  userId: number;
  /** what the contract calls it: `signal-engagement-confirmation` */
  action: string;
  /** what is asked, in one line for the person */
  title: string;
  detail?: string | null;
  /** page of what it is about */
  weblink?: string | null;
  /** the job that goes on, with this payload and `Decided` */
  continuation: { job: string; payload: Record<string, unknown> };
};

/** What the payload of the job that goes on has in addition. */
export type Decided = { challengeId: string; status: Exclude<Status, 'pending'> };

/** Whether somebody can be challenged in the project at all. */
export const canChallenge = async (ctx: Context, projectId: number): Promise<boolean> =>
  (await findCapability(ctx, projectId, 'auth-mfa')) !== undefined;

/**
 * Asks a person to confirm something within five minutes. The job that goes on is queued once, with the decision or when the time is over.
 *
 * @returns its id, and the page that shows it to the person
 * @throws rejected the project has no plug-in for it
 */
export async function createChallenge(tx: Context, wanted: NewChallenge): Promise<{ challengeId: string; url: string }> {
  const { projectId, userId, action, title, detail = null, weblink = null, continuation } = wanted;
  const enabled = await findCapability(tx, projectId, 'auth-mfa');
  if (!enabled) throw rejected('No multi-factor plug-in is enabled in this project: an administrator enables one in its settings.');
  const challengeId = randomUUID();
  const expiresAt = new Date(tx.now().getTime() + LIFETIME_MS);
  await sql`
    insert into mfa_challenges (challenge_id, organization_id, project_id, dispatch_user_id, requested_by_id, action, title, detail, weblink,
      continuation, created_at, expires_at)
    values (${challengeId}, ${tx.tenant.id}, ${projectId}, ${userId}, ${tx.actor.userId || null}, ${action}, ${title}, ${detail}, ${weblink},
      ${JSON.stringify(continuation)}, ${tx.now()}, ${expiresAt})`.execute(tx.db);
  await enqueue(tx, EXPIRE_CHALLENGE, { challengeId }, { runAt: expiresAt });
  if (enabled.capability.elsewhere) await enqueue(tx, ASK_ELSEWHERE, { challengeId }, { priority: 5 });
  const query = new URLSearchParams({ project_id: String(projectId), challenge_id: challengeId, action });
  return { challengeId, url: `${tx.settings.uiUrl}/${tx.tenant.slug}/mfa?${query}` };
}

/** The question is settled otherwise: nobody has to decide any more, and no job follows. */
export async function withdrawChallenge(tx: Context, challengeId: string): Promise<void> {
  await sql`
    update mfa_challenges set status = 'expired', decided_at = ${tx.now()}
    where challenge_id = ${challengeId} and organization_id = ${tx.tenant.id} and status = 'pending'`.execute(tx.db);
}
