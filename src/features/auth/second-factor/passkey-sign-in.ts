import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../../core/context.ts';
import { AppError, rejected } from '../../../core/errors.ts';
import { countAttempt } from '../../../core/rate-limit.ts';
import { makeChallenge, takeChallenge } from './passkey-challenges.ts';
import { handleOf, relyingParty, type SignedCredential, webAuthn } from './relying-party.ts';

/** For everything behind one address: each page of the sign-in asks for one, whether it is used or not. */
const PER_ADDRESS = { attempts: 600, windowMs: 15 * 60_000 };

/**
 * Begins a sign-in with a passkey.
 * @param userId whose password was right; undefined: the passkey says who it is
 * @returns what the browser asks an authenticator for
 * @throws limit too many attempts
 */
export async function beginPasskeySignIn(
  ctx: Context,
  userId: number | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ options: object }> {
  await countAttempt(ctx, `passkey ${request.ip}`, PER_ADDRESS);
  const challenge = await makeChallenge(ctx, { purpose: 'sign-in', userId }, request, reply);
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(ctx).id,
    challenge: Buffer.from(challenge, 'base64url'),
    userVerification: 'required',
    ...(userId !== undefined && { allowCredentials: await credentialsOf(ctx, userId) }),
  });
  return { options };
}

const credentialsOf = async ({ db }: Context, userId: number) =>
  (await db.selectFrom('passkeys').select(['credential_id', 'transports']).where('dispatch_user_id', '=', userId).execute()).map(
    ({ credential_id: id, transports }) => ({ id, transports }),
  );

/**
 * Who signs in with a passkey. It is both factors: the authenticator has it, and has seen who holds it.
 * @throws rejected the passkey is unknown, was copied, or signed something else; or it took too long
 */
export async function checkPasskey(ctx: Context, credential: SignedCredential, request: FastifyRequest): Promise<number> {
  const passkey = await ctx.db
    .selectFrom('passkeys as p')
    .innerJoin('users as u', 'u.id', 'p.dispatch_user_id')
    .select(['p.id', 'p.dispatch_user_id', 'p.public_key', 'p.counter'])
    .where('p.credential_id', '=', credential.id)
    .where('u.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!passkey) throw rejected('This passkey is not known here. It may have been removed from your account.');
  const { dispatch_user_id: userId } = passkey;
  const publicKey = Buffer.from(Buffer.from(passkey.public_key, 'base64url'));
  const known = { id: credential.id, publicKey, counter: passkey.counter };
  const counter = await verified(ctx, credential, known, userId, request);
  const used = await ctx.db
    .updateTable('passkeys')
    .set({ counter, used_at: ctx.now() })
    .where('id', '=', passkey.id)
    // Another answer of it was taken meanwhile.
    .where((on) => on.or([on('counter', '<', counter), on.and([on('counter', '=', 0), on.val(counter === 0)])]))
    .returning('id')
    .executeTakeFirst();
  if (!used) throw refused();
  return userId;
}

type Known = { id: string; publicKey: Buffer<ArrayBuffer>; counter: number };

/** @returns the authenticator's count */
async function verified(
  ctx: Context,
  credential: SignedCredential,
  known: Known,
  userId: number,
  request: FastifyRequest,
): Promise<number> {
  const { id, origin } = relyingParty(ctx);
  const { userHandle, ...response } = credential.response;
  const { verifyAuthenticationResponse } = await webAuthn();
  try {
    if (userHandle !== undefined && userHandle !== handleOf(userId).toString('base64url')) throw new Error('It names another person.');
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...credential, response, type: 'public-key', clientExtensionResults: {} },
      expectedChallenge: async (challenge) => {
        const taken = await takeChallenge(ctx, { purpose: 'sign-in', challenge }, request);
        if (!taken) throw rejected('This took too long. Try again.');
        if (taken.userId !== null && taken.userId !== userId)
          throw rejected('This is the passkey of another account than the password. Use one of the same account.');
        return true;
      },
      expectedOrigin: origin,
      expectedRPID: id,
      credential: known,
      requireUserVerification: true,
    });
    if (verified) return authenticationInfo.newCounter;
  } catch (error) {
    if (error instanceof AppError) throw error;
    ctx.log.warn({ cause: error instanceof Error ? error.message : error, user: userId }, 'A passkey was not accepted.');
  }
  throw refused();
}

const refused = () => rejected('This passkey was not accepted. Try again, or sign in another way.');
