import { createHash, randomBytes } from 'node:crypto';
import Type, { type Static } from 'typebox';
import type { Context, System } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict, invalid } from '../../core/errors.ts';
import { Email } from '../../core/field.ts';
import { endEverySession } from './sessions.ts';
import { storedPassword } from './sign-in.ts';
import { issueToken } from './tokens.ts';
import { addMember, createUser, findUserId, grantInstance } from './users.ts';

const LIFETIME_MS = 7 * 24 * 3_600_000;
const digest = (token: string) => createHash('sha256').update(token).digest('hex');

/** @returns whether nobody owns the installation yet: its first organization; who owns another one does not */
export async function needsOwner({ db }: Pick<System, 'db'>): Promise<boolean> {
  const owner = await db
    .selectFrom('organization_members as m')
    .innerJoin('organizations as o', 'o.id', 'm.organization_id')
    .select('m.dispatch_user_id')
    .where('m.role', '=', 'Owner')
    .where('m.status', '=', 'active')
    .where('o.default', '=', true)
    .limit(1)
    .executeTakeFirst();
  return owner === undefined;
}

/** Makes a one-time link that turns its opener into the Owner; earlier links die. @returns the secret part, shown once */
export async function createOwnerLink(system: System): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await system.db.deleteFrom('owner_links').where('used_at', 'is', null).execute();
  await system.db
    .insertInto('owner_links')
    .values({ token_hash: digest(token), created_at: system.now(), expires_at: new Date(system.now().getTime() + LIFETIME_MS) })
    .execute();
  return token;
}

export const ClaimOwner = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 200 }),
  email: Email,
  password: Type.String({ maxLength: 1000 }),
});
export type ClaimOwner = Static<typeof ClaimOwner>;

/**
 * Creates the Owner of the default organization from the one-time link.
 * @throws conflict the link was used, has expired, or somebody owns the installation already
 */
export async function claimOwner(ctx: Context, input: ClaimOwner): Promise<{ userId: number; token: string; organization: string }> {
  if (!input.password) throw invalid('password', 'Choose a password.');
  const { ownerEmail } = ctx.settings;
  if (ownerEmail && ownerEmail.toLowerCase() !== input.email.toLowerCase())
    throw invalid('email', 'This installation is set up for the owner of another address (DISPATCH_OWNER_EMAIL).');
  const password = await storedPassword(ctx, input.password, input);
  return transaction(ctx, async (tx) => {
    const link = await tx.db
      .updateTable('owner_links')
      .set({ used_at: tx.now() })
      .where('token_hash', '=', digest(input.token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', tx.now())
      .returning('id')
      .executeTakeFirst();
    if (!link || !(await needsOwner(tx)))
      throw conflict('This link was used or has expired. Start the server again, or run `tocsin user register --role Owner`.', 'token');
    const organization = await tx.db
      .selectFrom('organizations')
      .select(['id', 'slug'])
      .where('default', '=', true)
      .executeTakeFirstOrThrow();
    const userId = await accountOf(tx, input.email, password);
    await addMember(tx, { userId, organizationId: organization.id, role: 'Owner', source: 'bootstrap' });
    await grantInstance(tx, userId);
    return { userId, token: await issueToken(tx, input.email), organization: organization.slug };
  });
}

/** Whoever holds the link rules the installation already: an account that exists gets the password they choose. */
async function accountOf(tx: Context, email: string, password: string | null): Promise<number> {
  const existing = await findUserId(tx, email);
  if (existing === undefined) return createUser(tx, { email, password });
  await tx.db.updateTable('users').set({ password, updated_at: tx.now() }).where('id', '=', existing).execute();
  await endEverySession(tx, existing);
  return existing;
}
