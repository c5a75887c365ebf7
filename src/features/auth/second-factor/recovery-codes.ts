import { createHmac, randomInt } from 'node:crypto';
import type { Context, System } from '../../../core/context.ts';

const HOW_MANY = 10;
/** Crockford's base 32: none of its characters is taken for another one when it is read from paper. @source https://www.crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const HALF = 5;

const half = () => Array.from({ length: HALF }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** As it is stored: however somebody typed it. */
function digest({ settings }: Pick<System, 'settings'>, userId: number, code: string): string {
  const plain = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return createHmac('sha256', settings.encryptionKey).update(`recovery ${userId} ${plain}`).digest('hex');
}

/** Makes new codes; the former ones count no more. @returns the codes, to be shown once */
export async function replaceRecoveryCodes(tx: Context, userId: number): Promise<string[]> {
  const codes = Array.from({ length: HOW_MANY }, () => `${half()}-${half()}`);
  await tx.db.deleteFrom('recovery_codes').where('dispatch_user_id', '=', userId).execute();
  await tx.db
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ dispatch_user_id: userId, code_hash: digest(tx, userId, code), created_at: tx.now() })))
    .execute();
  return codes;
}

/** @returns whether the code was one; it is none afterwards */
export async function spendRecoveryCode(system: System, userId: number, code: string): Promise<boolean> {
  const used = await system.db
    .updateTable('recovery_codes')
    .set({ used_at: system.now() })
    .where('dispatch_user_id', '=', userId)
    .where('code_hash', '=', digest(system, userId, code))
    .where('used_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return used !== undefined;
}
