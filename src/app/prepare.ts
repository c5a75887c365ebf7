import { sql } from 'kysely';
import { type System, systemContext } from '../core/context.ts';
import { transaction } from '../core/db.ts';
import type { Role } from '../core/roles.ts';
import { addMember, createOwnerLink, createUser, findUserId, needsOwner } from '../features/auth/index.ts';
import { ensureDefaultOrganization } from '../features/organizations/index.ts';
import { registerCatalogue } from '../features/plugins/index.ts';

const NOWHERE = { id: 0, slug: '', name: '' };

/** What must be in a database before anybody uses it: the installed plug-ins and a first organization. Repeatable. */
export async function prepare(system: System): Promise<void> {
  await registerCatalogue(system);
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    // Two processes that start together would both find none.
    await sql`select pg_advisory_xact_lock(hashtext('default-organization'))`.execute(tx.db);
    await ensureDefaultOrganization(tx);
  });
}

/**
 * Sees to it that somebody can become the Owner. A known user with the configured address is the Owner at once.
 * @returns the one-time link, or undefined when there is an Owner
 */
export async function ownerLink(system: System): Promise<string | undefined> {
  if (!(await needsOwner(system))) return undefined;
  if (await promoteConfiguredOwner(system)) return undefined;
  return `${system.settings.uiUrl}/setup#${await createOwnerLink(system)}`;
}

async function promoteConfiguredOwner(system: System): Promise<boolean> {
  const { ownerEmail } = system.settings;
  if (!ownerEmail) return false;
  const user = await system.db.selectFrom('users').select('id').where(sql<boolean>`lower(email) = lower(${ownerEmail})`).executeTakeFirst();
  if (!user) return false;
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    const organizationId = await ensureDefaultOrganization(tx);
    await addMember(tx, { userId: user.id, organizationId, role: 'Owner' });
  });
  return true;
}

/** Where nobody is asked who they are, everybody is this user; the role is what is configured today. */
export async function ensureDefaultUser(system: System, user: { email: string; role: Role }): Promise<void> {
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    const organizationId = await ensureDefaultOrganization(tx);
    const userId = (await findUserId(tx, user.email)) ?? (await createUser(tx, { email: user.email, password: null }));
    await addMember(tx, { userId, organizationId, role: user.role });
  });
}
