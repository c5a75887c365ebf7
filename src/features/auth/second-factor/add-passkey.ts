import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../../core/context.ts';
import { transaction } from '../../../core/db.ts';
import { AppError, conflict, notFound, rejected } from '../../../core/errors.ts';
import { firstRecoveryCodes, forgetSpareCodes } from './factors.ts';
import { makeChallenge, takeChallenge } from './passkey-challenges.ts';
import { type Proof, requireProof } from './proof.ts';
import { ALGORITHMS, handleOf, type NewCredential, relyingParty, webAuthn } from './relying-party.ts';

const MOST = 20;

/**
 * Begins to add a passkey.
 * @returns what the browser asks an authenticator for
 * @throws invalid, limit the proof; conflict there are too many
 */
export async function beginPasskey(ctx: Context, proof: Proof, request: FastifyRequest, reply: FastifyReply): Promise<{ options: object }> {
  await requireProof(ctx, proof);
  const { userId, email } = ctx.actor;
  const mine = await ctx.db.selectFrom('passkeys').select(['credential_id', 'transports']).where('dispatch_user_id', '=', userId).execute();
  if (mine.length >= MOST) throw conflict(`You have ${MOST} passkeys; remove one that you do not use.`);
  const challenge = await makeChallenge(ctx, { purpose: 'add', userId }, request, reply);
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: 'Tocsin',
    rpID: relyingParty(ctx).id,
    userName: email,
    userDisplayName: email,
    userID: handleOf(userId),
    challenge: Buffer.from(challenge, 'base64url'),
    excludeCredentials: mine.map(({ credential_id: id, transports }) => ({ id, transports })),
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  return { options };
}

/**
 * Keeps what the authenticator made.
 * @returns recovery codes, if this is the first factor
 * @throws rejected it took too long, or the answer is none to what was asked; conflict the passkey is known already
 */
export async function addPasskey(
  ctx: Context,
  { name, credential }: { name: string; credential: NewCredential },
  request: FastifyRequest,
): Promise<{ recovery_codes: string[] }> {
  const { userId } = ctx.actor;
  const { publicKey, counter, id } = await verified(ctx, credential, request);
  return transaction(ctx, async (tx) => {
    const row = {
      dispatch_user_id: userId,
      credential_id: id,
      public_key: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports: credential.response.transports ?? [],
      name,
      created_at: tx.now(),
    };
    const added = await tx.db
      .insertInto('passkeys')
      .values(row)
      .onConflict((on) => on.column('credential_id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) throw conflict('This passkey is known already.');
    return { recovery_codes: await firstRecoveryCodes(tx, userId) };
  });
}

async function verified(ctx: Context, credential: NewCredential, request: FastifyRequest) {
  const { id, origin } = relyingParty(ctx);
  const { verifyRegistrationResponse } = await webAuthn();
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...credential, type: 'public-key', clientExtensionResults: {} },
      expectedChallenge: async (challenge) => {
        const taken = await takeChallenge(ctx, { purpose: 'add', challenge }, request);
        if (taken?.userId !== ctx.actor.userId) throw rejected('This took too long, or was begun elsewhere. Begin again.');
        return true;
      },
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (registrationInfo) return registrationInfo.credential;
  } catch (error) {
    if (error instanceof AppError) throw error;
    ctx.log.warn({ cause: error instanceof Error ? error.message : error, user: ctx.actor.userId }, 'A new passkey was not accepted.');
  }
  throw rejected('This passkey was not accepted. Begin again, or use another one.');
}

/** @throws not_found no passkey, or not the caller's */
export async function renamePasskey(ctx: Context, id: number, name: string): Promise<void> {
  const renamed = await ctx.db
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', id)
    .where('dispatch_user_id', '=', ctx.actor.userId)
    .returning('id')
    .executeTakeFirst();
  if (!renamed) throw notFound('passkey');
}

/** @throws not_found no passkey, or not the caller's; invalid, limit the proof */
export async function removePasskey(ctx: Context, id: number, proof: Proof): Promise<void> {
  await requireProof(ctx, proof);
  await transaction(ctx, async (tx) => {
    const { userId } = tx.actor;
    const gone = await tx.db
      .deleteFrom('passkeys')
      .where('id', '=', id)
      .where('dispatch_user_id', '=', userId)
      .returning('id')
      .executeTakeFirst();
    if (!gone) throw notFound('passkey');
    await forgetSpareCodes(tx, userId);
  });
}
