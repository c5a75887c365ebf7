import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { enqueue, type JobDefinition, job, Skip } from '../../core/jobs.ts';
import { findCapability } from '../plugins/index.ts';
import { ASK_ELSEWHERE, EXPIRE_CHALLENGE } from './job-names.ts';
import { settle } from './store.ts';

const LOOK_EVERY_MS = 3000;

type Payload = { challengeId: string };

const expireChallenge = job<Payload>({
  name: EXPIRE_CHALLENGE,
  run:
    async (_ctx, { challengeId }) =>
    async (tx) => {
      await settle(tx, challengeId, 'expired');
    },
});

/** Asks where the person decides, then looks there again and again: each look is a run of its own, and no worker waits. */
const askElsewhere = job<Payload>({
  name: ASK_ELSEWHERE,
  async run(ctx, { challengeId }, _job, signal) {
    const challenge = await findPending(ctx, challengeId);
    if (!challenge) return new Skip('The challenge is over.');
    const elsewhere = (await findCapability(ctx, challenge.project_id, 'auth-mfa'))?.capability.elsewhere;
    if (!elsewhere) return new Skip('The plug-in that would ask is no longer enabled.');
    if (challenge.reference === null) {
      const { action, title, email, expires_at: expiresAt } = challenge;
      const { reference } = await elsewhere.ask({ id: challengeId, action, title, email, expiresAt }, signal);
      return async (tx) => {
        await sql`update mfa_challenges set reference = ${reference} where challenge_id = ${challengeId}`.execute(tx.db);
        await lookAgain(tx, challengeId);
      };
    }
    const decision = await elsewhere.decision(challenge.reference, signal);
    return async (tx) => {
      if (decision === 'pending') await lookAgain(tx, challengeId);
      else await settle(tx, challengeId, decision);
    };
  },
});

const lookAgain = (tx: Context, challengeId: string) =>
  enqueue(tx, ASK_ELSEWHERE, { challengeId }, { runAt: new Date(tx.now().getTime() + LOOK_EVERY_MS), priority: 5 });

type Pending = { project_id: number; action: string; title: string; email: string; reference: string | null; expires_at: Date };

async function findPending(ctx: Context, challengeId: string): Promise<Pending | undefined> {
  const { rows } = await sql<Pending>`
    select c.project_id, c.action, c.title, c.reference, c.expires_at, u.email
    from mfa_challenges c join users u on u.id = c.dispatch_user_id
    where c.challenge_id = ${challengeId} and c.organization_id = ${ctx.tenant.id} and c.status = 'pending' and c.expires_at > ${ctx.now()}`.execute(
    ctx.db,
  );
  return rows[0];
}

export const jobs: JobDefinition[] = [expireChallenge, askElsewhere];
