import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context, System } from '../../../core/context.ts';
import { transaction } from '../../../core/db.ts';
import { conflict } from '../../../core/errors.ts';
import { endEverySession } from '../sessions.ts';
import { forgetGuesses } from './check-code.ts';
import { type Proof, requireProof } from './proof.ts';
import { replaceRecoveryCodes } from './recovery-codes.ts';

/** What may follow the password. */
export const FactorKind = Type.Enum(['totp', 'passkey', 'recovery']);
export type FactorKind = Static<typeof FactorKind>;

/** @returns what somebody may complete their sign-in with; empty: the password is enough */
export async function factorsOf({ db }: Pick<System, 'db'>, userId: number): Promise<FactorKind[]> {
  const { rows } = await sql<Record<FactorKind, boolean>>`
    select exists (select 1 from totp_factors where dispatch_user_id = ${userId} and is_confirmed) as totp,
      exists (select 1 from passkeys where dispatch_user_id = ${userId}) as passkey,
      exists (select 1 from recovery_codes where dispatch_user_id = ${userId} and used_at is null) as recovery`.execute(db);
  const has = rows[0];
  // Codes for the day a factor is lost are no factor by themselves.
  if (!has?.totp && !has?.passkey) return [];
  return (['totp', 'passkey', 'recovery'] as const).filter((kind) => has[kind]);
}

export const RecoveryCodes = Type.Object({
  recovery_codes: Type.Array(Type.String(), { description: 'Shown this once; each counts once' }),
});
type RecoveryCodes = Static<typeof RecoveryCodes>;

type SecondFactor = {
  totp: { created_at: Date; used_at: Date | null } | null;
  passkeys: { id: number; name: string; created_at: Date; used_at: Date | null }[];
  recovery_codes_left: number;
};

/** What the caller has beside their password. */
export async function mySecondFactor({ db, actor }: Context): Promise<SecondFactor> {
  const totp = await db
    .selectFrom('totp_factors')
    .select(['created_at', 'used_at'])
    .where('dispatch_user_id', '=', actor.userId)
    .where('is_confirmed', '=', true)
    .executeTakeFirst();
  const passkeys = await db
    .selectFrom('passkeys')
    .select(['id', 'name', 'created_at', 'used_at'])
    .where('dispatch_user_id', '=', actor.userId)
    .orderBy('id')
    .execute();
  const codes = await db
    .selectFrom('recovery_codes')
    .select((on) => on.fn.countAll<number>().as('left'))
    .where('dispatch_user_id', '=', actor.userId)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return { totp: totp ?? null, passkeys, recovery_codes_left: Number(codes?.left ?? 0) };
}

/** The first factor brings recovery codes along; a further one leaves those that are there. @returns new codes, or none */
export async function firstRecoveryCodes(tx: Context, userId: number): Promise<string[]> {
  const left = await tx.db
    .selectFrom('recovery_codes')
    .select('id')
    .where('dispatch_user_id', '=', userId)
    .where('used_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return left ? [] : replaceRecoveryCodes(tx, userId);
}

/**
 * Makes new recovery codes for the caller.
 * @returns shown once
 * @throws conflict there is no factor they could stand in for; invalid, limit the proof
 */
export async function renewRecoveryCodes(ctx: Context, proof: Proof): Promise<RecoveryCodes> {
  if (!(await factorsOf(ctx, ctx.actor.userId)).length)
    throw conflict('You have no second factor yet; recovery codes come with the first one.');
  await requireProof(ctx, proof);
  return transaction(ctx, async (tx) => ({ recovery_codes: await replaceRecoveryCodes(tx, tx.actor.userId) }));
}

/** Codes that stand in for nothing are nothing to keep. */
export async function forgetSpareCodes(tx: Context, userId: number): Promise<void> {
  if ((await factorsOf(tx, userId)).length) return;
  await tx.db.deleteFrom('recovery_codes').where('dispatch_user_id', '=', userId).execute();
}

/**
 * Takes away whatever somebody has beside their password, and ends their sessions: for the day everything is lost.
 * @returns whether there was anything
 */
export async function removeSecondFactors(tx: Context, userId: number): Promise<boolean> {
  const had = (await factorsOf(tx, userId)).length > 0;
  await tx.db.deleteFrom('totp_factors').where('dispatch_user_id', '=', userId).execute();
  await tx.db.deleteFrom('passkeys').where('dispatch_user_id', '=', userId).execute();
  await tx.db.deleteFrom('recovery_codes').where('dispatch_user_id', '=', userId).execute();
  await forgetGuesses(tx, userId);
  if (had) await endEverySession(tx, userId);
  return had;
}
