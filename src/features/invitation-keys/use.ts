import { sql } from 'kysely';
import type { Context, System } from '../../core/context.ts';
import { unavailable } from '../../core/errors.ts';
import { decrypt } from '../../core/secrets.ts';

/** So that not every link of one hour writes the row anew. */
const AHEAD_MS = 3_600_000;

/**
 * The key that signs now; it goes on verifying until the link has run out, whatever replaces it.
 * @param until when the link that is about to be issued runs out
 * @throws unavailable no key signs yet: the server has not been started since the update
 */
export async function signingKid(tx: Context, until: Date): Promise<string> {
  const { rows } = await sql<{ kid: string; verifies_until: Date | null }>`
    select kid, verifies_until from invitation_keys where state = 'active'`.execute(tx.db);
  const [key] = rows;
  if (!key) throw unavailable('No key signs invitations yet. Start the server once, or run `tocsin keys rotate`.');
  if (!key.verifies_until || key.verifies_until < until)
    await sql`
      update invitation_keys set verifies_until = greatest(verifies_until, ${new Date(until.getTime() + AHEAD_MS)}) where kid = ${key.kid}`.execute(
      tx.db,
    );
  return key.kid;
}

/** @returns PKCS #8 in PEM; undefined when the key signs no more */
export async function privateKeyOf({ db, settings }: Pick<System, 'db' | 'settings'>, kid: string): Promise<string | undefined> {
  const { rows } = await sql<{ private_key: string }>`
    select private_key from invitation_keys where kid = ${kid} and state = 'active'`.execute(db);
  return rows[0] && decrypt(rows[0].private_key, settings.encryptionKey);
}

/** @returns the public half in PEM of any key there ever was, and whether it was revoked */
export async function verifyingKey(
  { db }: Pick<System, 'db'>,
  kid: string,
): Promise<{ publicKey: string; isRevoked: boolean } | undefined> {
  const { rows } = await sql<{ publicKey: string; isRevoked: boolean }>`
    select public_key as "publicKey", state = 'revoked' as "isRevoked" from invitation_keys where kid = ${kid}`.execute(db);
  return rows[0];
}
