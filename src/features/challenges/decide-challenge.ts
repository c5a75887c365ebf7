import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { rejected } from '../../core/errors.ts';
import { nullable } from '../../core/field.ts';
import { Proof, requireFresh } from '../auth/index.ts';
import { findCapability } from '../plugins/index.ts';
import { type Status, settle, statusAt } from './store.ts';

export const DecideChallenge = Type.Object({
  action: Type.String({ maxLength: 100 }),
  project_id: Type.Integer(),
  challenge_id: Type.String({ maxLength: 100 }),
  decision: Type.Optional(
    nullable(Type.Enum(['approve', 'deny'], { description: 'Left out: nothing is decided, the answer says how things stand' })),
  ),
  ...Proof.properties,
});

type Decision = Static<typeof DecideChallenge>;

/**
 * Decides a challenge of the caller, once, or says how it stands.
 *
 * Without a decision nothing is: the contract's own page posts as soon as it is open, and whoever makes somebody open it must not
 * have approved anything by that. Approving wants a fresh sign-in, or what shows that it is still them: whoever finds a browser open must not.
 *
 * @throws rejected no plug-in, not the caller's, about another action or project, decided elsewhere, expired, or decided already
 * @throws invalid at `password` or `code`: approving wants it
 */
export async function decideChallenge(ctx: Context, input: Decision): Promise<{ status: Status }> {
  const status = await read(ctx, input, false);
  if (!input.decision) return { status };
  // Before the transaction: a wrong guess is counted although nothing is decided.
  if (input.decision === 'approve') await requireFresh(ctx, input);
  return transaction(ctx, async (tx) => {
    await read(tx, input, true);
    const decided = input.decision === 'approve' ? 'approved' : 'denied';
    await settle(tx, input.challenge_id, decided);
    return { status: decided };
  });
}

/** @returns how it stands; with a decision only what can be decided @throws rejected as `decideChallenge` */
async function read(ctx: Context, { project_id, challenge_id, action, decision }: Decision, forUpdate: boolean): Promise<Status> {
  const enabled = await findCapability(ctx, project_id, 'auth-mfa');
  if (!enabled) throw rejected('No multi-factor plug-in is enabled in this project, so there is nothing to approve.', 'project_id');
  const challenge = await findMine(ctx, { project_id, challenge_id }, forUpdate);
  if (!challenge) throw rejected('There is no such challenge, or it is not yours.', 'challenge_id');
  if (challenge.action !== action) throw rejected('This challenge is about another action.', 'action');
  if (!decision) return challenge.status;
  if (enabled.capability.elsewhere) throw rejected(`This is not decided here but with ${enabled.title}.`, 'decision');
  if (challenge.status === 'expired') throw rejected('This has expired. Begin again where it was asked for.', 'challenge_id');
  if (challenge.status !== 'pending') throw rejected(`This has been decided already: ${challenge.status}.`, 'challenge_id');
  return challenge.status;
}

async function findMine(
  ctx: Context,
  { challenge_id, project_id }: Pick<Decision, 'challenge_id' | 'project_id'>,
  forUpdate: boolean,
): Promise<{ action: string; status: Status } | undefined> {
  // Compared as text: what is no UUID is no challenge either.
  const { rows } = await sql<{ action: string; status: Status }>`
    select c.action, ${statusAt(ctx.now())} as status from mfa_challenges c
    where c.challenge_id::text = lower(${challenge_id}) and c.project_id = ${project_id} and c.organization_id = ${ctx.tenant.id}
      and c.dispatch_user_id = ${ctx.actor.userId} ${forUpdate ? sql`for update` : sql``}`.execute(ctx.db);
  return rows[0];
}
