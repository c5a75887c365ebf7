import { sql } from 'kysely';
import { NOWHERE, type System, systemContext } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { type ProvenIdentity, Refused } from '../../plugin-sdk/authentication.ts';
import { needsOwner } from './owner-link.ts';
import { addMember, createUser, grantInstance } from './users.ts';

/**
 * The account of whoever a provider vouches for: the one that is known by the provider's name for them, else the one with their
 * address, which is theirs from then on. Being proven makes no account: somebody has to have let the person in before. The one
 * exception is the configured owner of an installation that nobody owns.
 *
 * @returns the user's id
 * @throws Refused not_admitted nobody here, or an account that belongs to another person of the same issuer; email_not_verified
 */
export async function admit(system: System, identity: ProvenIdentity): Promise<number> {
  const known = await findByIdentity(system, identity);
  if (known?.isDisabled) throw new Refused('not_admitted', `The account of ${identity.email} (${identity.issuer}) was disabled.`);
  if (known) return known.userId;
  if (!identity.emailVerified)
    throw new Refused('email_not_verified', `${identity.issuer} does not say that ${identity.email} was verified; nobody is found by it.`);
  return transaction(systemContext(system, NOWHERE), async (tx) => {
    const userId = (await findByEmail(tx, identity.email)) ?? (await bootstrapOwner(tx, identity.email));
    if (userId === undefined)
      throw new Refused('not_admitted', `${identity.email} (${identity.issuer}) has no account here; an administrator lets people in.`);
    const { rows } = await sql`
      insert into user_identities (dispatch_user_id, issuer, subject, created_at)
      values (${userId}, ${identity.issuer}, ${identity.subject}, ${tx.now()})
      on conflict do nothing returning id`.execute(tx.db);
    // Two first requests at once: the other one has written the same row.
    if (rows.length || (await findByIdentity(tx, identity))?.userId === userId) return userId;
    throw new Refused(
      'not_admitted',
      `${identity.issuer} gives ${identity.email} to "${identity.subject}", but the account belongs to another subject of that issuer.`,
    );
  });
}

async function findByIdentity(
  { db }: Pick<System, 'db'>,
  { issuer, subject }: ProvenIdentity,
): Promise<{ userId: number; isDisabled: boolean } | undefined> {
  const found = await db
    .selectFrom('user_identities as i')
    .innerJoin('users as u', 'u.id', 'i.dispatch_user_id')
    .select(['u.id', 'u.disabled_at'])
    .where('i.issuer', '=', issuer)
    .where('i.subject', '=', subject)
    .executeTakeFirst();
  return found && { userId: found.id, isDisabled: found.disabled_at !== null };
}

async function findByEmail({ db }: Pick<System, 'db'>, email: string): Promise<number | undefined> {
  const found = await db
    .selectFrom('users')
    .select('id')
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  return found?.id;
}

/** DISPATCH_OWNER_EMAIL names who may begin; a password was never theirs to choose where a provider signs people in. */
async function bootstrapOwner(tx: System, email: string): Promise<number | undefined> {
  if (email.toLowerCase() !== tx.settings.ownerEmail?.toLowerCase()) return undefined;
  // A browser begins with several requests at once; the first of them makes the account.
  await sql`select pg_advisory_xact_lock(hashtext('first-owner'))`.execute(tx.db);
  const made = await findByEmail(tx, email);
  if (made !== undefined || !(await needsOwner(tx))) return made;
  const organization = await tx.db.selectFrom('organizations').select('id').where('default', '=', true).executeTakeFirstOrThrow();
  const userId = await createUser(tx, { email, password: null });
  await addMember(tx, { userId, organizationId: organization.id, role: 'Owner', source: 'bootstrap' });
  await grantInstance(tx, userId);
  return userId;
}
