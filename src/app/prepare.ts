import { sql } from 'kysely';
import { NOWHERE, type System, systemContext } from '../core/context.ts';
import { transaction } from '../core/db.ts';
import type { Role } from '../core/roles.ts';
import { addMember, createOwnerLink, createUser, findUserId, grantInstance, needsOwner } from '../features/auth/index.ts';
import { ensureKeys, type Pair } from '../features/invitation-keys/index.ts';
import { ensureDefaultOrganization } from '../features/organizations/index.ts';
import { registerCatalogue } from '../features/plugins/index.ts';

/**
 * What must be in a database before anybody uses it: the installed plug-ins, a first organization, and a key that signs invitations. Repeatable.
 * @param keys configured ones, for invitations
 */
export async function prepare(system: System, keys: readonly Pair[] = []): Promise<void> {
  await registerCatalogue(system);
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    // Two processes that start together would both find none.
    await sql`select pg_advisory_xact_lock(hashtext('default-organization'))`.execute(tx.db);
    await ensureDefaultOrganization(tx);
  });
  await ensureKeys(system, keys);
}

/**
 * Sees to it that somebody can become the Owner. A known user with the configured address is the Owner at once.
 * @returns what is to be done for it, with the one-time link where a password is chosen there; undefined when there is an Owner
 */
export async function howToOwn(system: System): Promise<string | undefined> {
  if (!(await needsOwner(system)) || (await promoteConfiguredOwner(system))) return undefined;
  const { uiUrl, signIn, ownerEmail } = system.settings;
  return `Nobody owns this installation yet. ${
    signIn === 'password'
      ? `Open this link once to become its Owner:\n\n  ${uiUrl}/setup#${await createOwnerLink(system)}\n`
      : signIn === 'none'
        ? 'Set TOCSIN_DEFAULT_USER_ROLE=Owner for the user that everybody is.'
        : ownerEmail
          ? `${ownerEmail} becomes its Owner with their first request.`
          : 'Set DISPATCH_OWNER_EMAIL: whoever has that address becomes its Owner with their first request.'
  }`;
}

async function promoteConfiguredOwner(system: System): Promise<boolean> {
  const { ownerEmail } = system.settings;
  if (!ownerEmail) return false;
  const user = await system.db.selectFrom('users').select('id').where(sql<boolean>`lower(email) = lower(${ownerEmail})`).executeTakeFirst();
  if (!user) return false;
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    const organizationId = await ensureDefaultOrganization(tx);
    await addMember(tx, { userId: user.id, organizationId, role: 'Owner', source: 'bootstrap' });
    await grantInstance(tx, user.id);
  });
  return true;
}

/** Where nobody is asked who they are, everybody is this user; the role is what is configured today. */
export async function ensureDefaultUser(system: System, user: { email: string; role: Role }): Promise<void> {
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    const organizationId = await ensureDefaultOrganization(tx);
    const userId = (await findUserId(tx, user.email)) ?? (await createUser(tx, { email: user.email, password: null }));
    await addMember(tx, { userId, organizationId, role: user.role, source: 'bootstrap' });
    if (user.role === 'Owner') await grantInstance(tx, userId);
  });
}
