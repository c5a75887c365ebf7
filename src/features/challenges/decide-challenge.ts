import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { rejected } from '../../core/errors.ts';
import { nullable } from '../../core/field.ts';
import { findCapability } from '../plugins/index.ts';
import { type Status, settle, statusAt } from './store.ts';

export const DecideChallenge = Type.Object({
  action: Type.String({ maxLength: 100 }),
  project_id: Type.Integer(),
  challenge_id: Type.String({ maxLength: 100 }),
  decision: Type.Optional(
    nullable(Type.Enum(['approve', 'deny'], { description: 'Left out: nothing is decided, the answer says how things stand' })),
  ),
});

/**
 * Decides a challenge of the caller, once, or says how it stands.
 *
 * Without a decision nothing is: the contract's own page posts as soon as it is open, and whoever makes somebody open it must not
 * have approved anything by that.
 *
 * @throws rejected no plug-in, not the caller's, about another action or project, decided elsewhere, expired, or decided already
 */
export async function decideChallenge(ctx: Context, input: Static<typeof DecideChallenge>): Promise<{ status: Status }> {
  return transaction(ctx, async (tx) => {
    const enabled = await findCapability(tx, input.project_id, 'auth-mfa');
    if (!enabled) throw rejected('No multi-factor plug-in is enabled in this project, so there is nothing to approve.', 'project_id');
    const challenge = await lockMine(tx, input);
    if (!challenge) throw rejected('There is no such challenge, or it is not yours.', 'challenge_id');
    if (challenge.action !== input.action) throw rejected('This challenge is about another action.', 'action');
    if (!input.decision) return { status: challenge.status };
    if (enabled.capability.elsewhere) throw rejected(`This is not decided here but with ${enabled.title}.`, 'decision');
    if (challenge.status === 'expired') throw rejected('This has expired. Begin again where it was asked for.', 'challenge_id');
    if (challenge.status !== 'pending') throw rejected(`This has been decided already: ${challenge.status}.`, 'challenge_id');
    const status = input.decision === 'approve' ? 'approved' : 'denied';
    await settle(tx, input.challenge_id, status);
    return { status };
  });
}

async function lockMine(
  tx: Context,
  { challenge_id, project_id }: Static<typeof DecideChallenge>,
): Promise<{ action: string; status: Status } | undefined> {
  // Compared as text: what is no UUID is no challenge either.
  const { rows } = await sql<{ action: string; status: Status }>`
    select c.action, ${statusAt(tx.now())} as status from mfa_challenges c
    where c.challenge_id::text = lower(${challenge_id}) and c.project_id = ${project_id} and c.organization_id = ${tx.tenant.id}
      and c.dispatch_user_id = ${tx.actor.userId} for update`.execute(tx.db);
  return rows[0];
}
