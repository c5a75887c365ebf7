import { type RawBuilder, sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import { type Context, NOBODY, NOWHERE, type System, systemContext, type Tenant } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { limited } from '../../core/errors.ts';
import { countedAttempts } from '../../core/rate-limit.ts';
import { type ProvenIdentity, Refused } from '../../plugin-sdk/authentication.ts';
import { changeAddress } from './change-address.ts';
import { isConfined, release } from './confined.ts';
import { needsOwner } from './owner-link.ts';
import { addMember, createUser, grantInstance } from './users.ts';

/** What a sign-in brings along beside its proof. */
type Brought = { token?: string | undefined; origin?: Context['origin'] };

export type Admitted = {
  userId: number;
  /** where the invitation that came along has just led */
  joined?: Tenant;
  /** why that invitation led nowhere; the person is let in as before */
  notice?: string;
};

/**
 * The door of every sign-in: being proven is not being let in. Whoever was promised a place and brings the link comes in by that; whoever has a
 * place already comes in without; nobody else does, and nothing is written about them but the refusal.
 *
 * @throws Refused not_invited; account_suspended; email_not_verified; the word for what is wrong with the link; limit too many refusals
 * @source invitations.md 12, INV-1, INV-47, INV-48
 */
export async function admit(system: System, identity: ProvenIdentity, brought: Brought = {}): Promise<Admitted> {
  const known = await findAccount(system, isOf(identity));
  try {
    return await released(system, await letIn(system, identity, known, brought), brought);
  } catch (error) {
    if (error instanceof Refused) await noteRefusal(system, identity, error, brought.origin);
    throw error;
  }
}

/** The same door for somebody who has shown to be the owner of an account here. */
export async function admitOwnerOf(system: System, userId: number, { token, origin }: Brought): Promise<Admitted> {
  const account = await findAccount(system, sql`u.id = ${userId}`);
  if (!account) throw new Refused('not_invited', `The account ${userId} is gone.`);
  const identity: ProvenIdentity = { issuer: 'password', subject: String(userId), email: account.email, emailVerified: true };
  try {
    return await released(system, await enter(system, account, { emailVerified: true }, { token, origin }), { origin });
  } catch (error) {
    if (error instanceof Refused) await noteRefusal(system, identity, error, origin);
    throw error;
  }
}

async function released(system: System, admitted: Admitted, { origin }: Brought): Promise<Admitted> {
  await release(system, admitted.userId, origin);
  return admitted;
}

async function letIn(system: System, identity: ProvenIdentity, known: Account | undefined, brought: Brought): Promise<Admitted> {
  const { issuer, subject, email, emailVerified } = identity;
  if (known) {
    if (emailVerified && email.toLowerCase() !== known.email.toLowerCase())
      await changeAddress(system, { userId: known.userId, from: known.email, to: email }, brought.origin);
    return enter(system, { ...known, email }, { emailVerified }, brought);
  }
  const claim = brought.token
    ? await system.claimInvitation(system, brought.token, { email, emailVerified, identity: { issuer, subject } }, brought.origin)
    : undefined;
  if (claim && 'userId' in claim) return { userId: claim.userId, joined: claim.organization };
  if (!emailVerified) throw new Refused('email_not_verified', `${issuer} does not say that ${email} was verified; nobody is found by it.`);
  const userId = await transaction(systemContext(system, NOWHERE), (tx) => recognise(tx, identity));
  if (userId !== undefined) return { userId, ...(claim && { notice: claim.code }) };
  throw claim ? refusedClaim(claim, email) : notInvited(email);
}

type Proof = { emailVerified: boolean };

/** Somebody who has an account: by their place, or by the link they bring along. A stale link locks nobody out. */
async function enter(system: System, account: Account, { emailVerified }: Proof, { token, origin }: Brought): Promise<Admitted> {
  const { userId, email } = account;
  if (account.isDisabled) throw new Refused('account_suspended', `The account of ${email} was disabled.`);
  const claim = token ? await system.claimInvitation(system, token, { email, emailVerified, userId }, origin) : undefined;
  if (claim && 'userId' in claim) return { userId, joined: claim.organization };
  if (account.belongs) return { userId, ...(claim && { notice: claim.code }) };
  throw claim ? refusedClaim(claim, email) : notInvited(email);
}

const notInvited = (email: string) =>
  new Refused('not_invited', `${email} belongs to no organization here; an administrator invites people, or \`tocsin user invite\` does.`);

const refusedClaim = ({ code }: { code: string }, email: string) =>
  new Refused(code as Refused['code'], `${email} came with an invitation that makes nobody a member: ${code}.`);

type Account = { userId: number; email: string; isDisabled: boolean; belongs: boolean };

/** Whether somebody (`u`) has a place, if only one that a directory gave them and that counts from this sign-in on. */
const belongs = (now: Date) => sql<boolean>`(${isConfined(now)} or exists (
  select 1 from active_members m where m.dispatch_user_id = u.id and (m.expires_at is null or m.expires_at > ${now})))`;

const isOf = ({ issuer, subject }: Pick<ProvenIdentity, 'issuer' | 'subject'>) =>
  sql`exists (select 1 from user_identities i where i.dispatch_user_id = u.id and i.issuer = ${issuer} and i.subject = ${subject})`;

async function findAccount({ db, now }: Pick<System, 'db' | 'now'>, which: RawBuilder<unknown>): Promise<Account | undefined> {
  const { rows } = await sql<Account>`
    select u.id as "userId", u.email, u.disabled_at is not null as "isDisabled", ${belongs(now())} as belongs
    from users u where u.kind = 'person' and ${which}`.execute(db);
  return rows[0];
}

/**
 * Finds the account that waits for a proven address: made by an administrator for somebody who has never signed in. A familiar address alone
 * opens no account that has a password or belongs to a name at a provider, unless the operator has said so for the time of a move.
 *
 * @returns undefined when nothing waits for the person
 * @throws Refused the account belongs to somebody else of the same issuer
 * @source invitations.md, INV-49
 */
async function recognise(tx: Context, { issuer, subject, email }: ProvenIdentity): Promise<number | undefined> {
  const waiting = await findByEmail(tx, email);
  if (waiting?.isDisabled) throw new Refused('account_suspended', `The account of ${email} was disabled.`);
  // Of two first requests at once the other one has linked the account already.
  const linked = await findAccount(tx, isOf({ issuer, subject }));
  if (linked) return linked.userId;
  if (waiting?.hasCredential && !tx.settings.linksByEmail) {
    if (await isKnownTo(tx, waiting.id, issuer)) throw belongsToAnother({ issuer, subject, email });
    throw new Refused(
      'not_invited',
      `${email} (${issuer}) has an account that signs in by other means, which a familiar address does not open. Invite the person, or set TOCSIN_LINK_BY_EMAIL=true while everybody moves to this provider.`,
    );
  }
  const userId = waiting?.belongs ? waiting.id : await bootstrapOwner(tx, email);
  if (userId === undefined) return undefined;
  const { rows } = await sql`
    insert into user_identities (dispatch_user_id, issuer, subject, created_at)
    values (${userId}, ${issuer}, ${subject}, ${tx.now()}) on conflict do nothing returning id`.execute(tx.db);
  // Two first requests at once: the other one has written the same row.
  if (rows.length || (await findAccount(tx, isOf({ issuer, subject })))?.userId === userId) return userId;
  throw belongsToAnother({ issuer, subject, email });
}

const belongsToAnother = ({ issuer, subject, email }: Pick<ProvenIdentity, 'issuer' | 'subject' | 'email'>) =>
  new Refused('not_invited', `${issuer} gives ${email} to "${subject}", but the account belongs to another subject of that issuer.`);

async function isKnownTo({ db }: Pick<System, 'db'>, userId: number, issuer: string): Promise<boolean> {
  const found = await db
    .selectFrom('user_identities')
    .select('id')
    .where('dispatch_user_id', '=', userId)
    .where('issuer', '=', issuer)
    .executeTakeFirst();
  return found !== undefined;
}

type Waiting = { id: number; isDisabled: boolean; belongs: boolean; hasCredential: boolean };

async function findByEmail({ db, now }: Pick<System, 'db' | 'now'>, email: string): Promise<Waiting | undefined> {
  const { rows } = await sql<Waiting>`
    select u.id, u.disabled_at is not null as "isDisabled",
      ${belongs(now())} as belongs,
      u.password is not null or exists (select 1 from user_identities i where i.dispatch_user_id = u.id) as "hasCredential"
    from users u where u.kind = 'person' and lower(u.email) = lower(${email})`.execute(db);
  return rows[0];
}

/** DISPATCH_OWNER_EMAIL names who may begin; a password was never theirs to choose where a provider signs people in. */
async function bootstrapOwner(tx: System, email: string): Promise<number | undefined> {
  if (email.toLowerCase() !== tx.settings.ownerEmail?.toLowerCase()) return undefined;
  // A browser begins with several requests at once; the first of them makes the account.
  await sql`select pg_advisory_xact_lock(hashtext('first-owner'))`.execute(tx.db);
  const made = await findByEmail(tx, email);
  if (made?.belongs || !(await needsOwner(tx))) return made?.id;
  const organization = await tx.db.selectFrom('organizations').select('id').where('default', '=', true).executeTakeFirstOrThrow();
  const userId = made?.id ?? (await createUser(tx, { email, password: null }));
  await addMember(tx, { userId, organizationId: organization.id, role: 'Owner', source: 'bootstrap' });
  await grantInstance(tx, userId);
  return userId;
}

const HOUR_MS = 3_600_000;
/** So often within an hour somebody hears why; then they wait. */
const MOST_REFUSALS = 5;

/**
 * Remembers that somebody was turned away, a few times an hour: whoever stands before the door all day must not fill the log.
 * @throws limit after five refusals within an hour
 */
async function noteRefusal(system: System, identity: ProvenIdentity, { code }: Refused, origin: Context['origin']): Promise<void> {
  const { issuer, subject, email } = identity;
  const { attempts, leftMs } = await countedAttempts(system, `refused ${issuer} ${subject}`, HOUR_MS);
  if (attempts > MOST_REFUSALS) throw limited('You were turned away several times. Try again in an hour.', leftMs);
  const ctx: Context = { ...systemContext(system, NOWHERE), actor: { ...NOBODY, email }, ...(origin && { origin }) };
  await transaction(ctx, async (tx) => audit(tx, { action: 'login.refused', result: 'refused', reason: code }));
}
