import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import { type Actor, type Claimant, type Context, NOBODY, type System, type Tenant } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { AppError } from '../../core/errors.ts';
import { enqueue } from '../../core/jobs.ts';
import { ACCESS_CHANGED } from '../../core/live.ts';
import { countedAttempts } from '../../core/rate-limit.ts';
import { ROLES, type Role } from '../../core/roles.ts';
import type { Reach } from '../../core/scopes.ts';
import { addMember, createUser } from '../auth/index.ts';
import { addressOf, keyOf } from './address.ts';
import { checkLink, findLink, type Link, standingOf } from './check-link.ts';
import type { ClaimCode } from './claim-code.ts';
import type { ProjectGrant } from './invitation.ts';
import { lockOrganization, requireSeat } from './seats.ts';
import { changed, endInvitation, findInvitation } from './store.ts';

/** The job that tells the inviter and the channels what became of an invitation. */
export const FOLLOW_UP = 'follow-up-invitation';

const HOUR_MS = 3_600_000;
/** A failed claim never burns a link; so many of them within an hour make it rest. @source invitations.md, INV-45 */
const FAILURES = { attempts: 10, windowMs: HOUR_MS };
const failuresOf = ({ jti }: Link) => `claim of ${jti}`;

export type Claimed = { code: 'claimed' | 'already_member'; userId: number; organization: Tenant; reach: Reach; jti: string };
export type Unclaimed = { code: ClaimCode; link?: Link; retryAfterMs?: number };
export const isClaimed = (outcome: Claimed | Unclaimed): outcome is Claimed => 'userId' in outcome;

/**
 * Makes whoever presents a link a member, if it is theirs and still good. All of it happens or nothing; a refusal leaves the link as it was.
 * The same person with a link that they have used already hears that they belong.
 * @source invitations.md 11 and 12; INV-44, INV-45
 */
export async function claimInvitation(
  system: System,
  token: string,
  claimant: Claimant,
  origin: Context['origin'],
): Promise<Claimed | Unclaimed> {
  const checked = await checkLink(system, token);
  const { link } = checked;
  const refuse = (code: ClaimCode, reason: string = code) => refused(system, { code, reason, link, claimant, origin });
  if (link?.acceptedBy && checked.code === 'invite_used' && (await isAccount(system, claimant, link.acceptedBy)))
    return { code: 'already_member', userId: link.acceptedBy, organization: link.organization, reach: link, jti: link.jti };
  if (checked.code !== 'valid') return refuse(checked.code, checked.reason);
  const good = checked.link;
  const pausedMs = await restsFor(system, good);
  if (pausedMs) return { code: 'rate_limited', link: good, retryAfterMs: pausedMs };
  if (keyOf(claimant.email) !== good.emailKey) return refuse('invite_wrong_email');
  if (!claimant.emailVerified) return refuse('email_not_verified');
  try {
    return await transaction(contextOf(system, good, claimant, origin), (tx) => consume(tx, good, claimant));
  } catch (error) {
    if (error instanceof Unwelcome) return refuse(error.code, error.reason);
    throw error;
  }
}

/** Ends the transaction without a trace. */
class Unwelcome extends Error {
  readonly code: ClaimCode;
  readonly reason: string;
  constructor(code: ClaimCode, reason: string = code) {
    super(code);
    this.code = code;
    this.reason = reason;
  }
}

const contextOf = (system: System, { organization }: Link, { email, userId = 0 }: Claimant, origin: Context['origin']): Context => ({
  ...system,
  ...(origin && { origin }),
  tenant: { id: organization.id, slug: organization.slug, name: organization.name },
  actor: { ...NOBODY, userId, email } satisfies Actor,
});

async function consume(tx: Context, { jti }: Link, claimant: Claimant): Promise<Claimed> {
  const organization = await lockOrganization(tx);
  // Read again, and held: somebody may have revoked it while the person was away signing in.
  const link = (await findLink(tx, jti, { lock: true })) as Link;
  const now = standingOf(tx, link);
  const invitation = await findInvitation(tx, link.invitationId);
  if (!invitation) throw new Unwelcome('invite_revoked');
  const known = await accountOf(tx, claimant);
  // Of two claims at once the second finds that the first was this very person.
  if (now.code === 'invite_used' && link.acceptedBy && (await isAccount(tx, claimant, link.acceptedBy)))
    return claimedBy(tx, link.acceptedBy, link, 'already_member');
  if (now.code !== 'valid') throw new Unwelcome(now.code, now.reason);
  const user = known === undefined ? undefined : await lockUser(tx, known);
  if (user?.isDisabled || user?.status === 'suspended') throw new Unwelcome('account_suspended');
  if (user?.status === 'active') await raise(tx, user, link);
  else await requireSeat(tx, organization, 'members').catch(noSeat);
  const userId = user?.id ?? (await createAccount(tx, invitation.personUid, link, claimant));
  if (claimant.identity) await linkIdentity(tx, userId, claimant.identity);
  if (!(await endInvitation(tx, { id: link.invitationId }, 'accepted', userId))) throw new Unwelcome('invite_used');
  if (user?.status !== 'active') {
    await enter(tx, {
      userId,
      link,
      projects: invitation.projects,
      expiresAt: invitation.accessExpiresAt,
      wasRemoved: user?.status === 'removed',
    });
  }
  const target = { kind: 'invitation', id: `inv_${link.uid}`, name: link.email };
  audit({ ...tx, actor: { ...tx.actor, userId } }, { action: 'invite.claimed', target, changes: { user: userId, roles: link.roles } });
  await enqueue(tx, FOLLOW_UP, { invitation_id: link.invitationId, event: 'invite_claimed', at: tx.now().toISOString() });
  return claimedBy(tx, userId, link, user?.status === 'active' ? 'already_member' : 'claimed');
}

const claimedBy = (tx: Context, userId: number, link: Link, code: Claimed['code']): Claimed => ({
  code,
  userId,
  organization: tx.tenant,
  reach: { role: link.role, isReadOnly: link.isReadOnly },
  jti: link.jti,
});

function noSeat(error: unknown): never {
  throw error instanceof AppError ? new Unwelcome('seat_limit_reached') : error;
}

/** The account that would become the member: the one signed in to, else the one of the address. */
async function accountOf(system: Pick<System, 'db'>, { userId, email }: Claimant): Promise<number | undefined> {
  if (userId !== undefined) return userId;
  const { rows } = await sql<{ id: number }>`
    select id from users where kind = 'person' and (lower(email) = lower(${email}) or lower(email) = ${keyOf(email) ?? ''}) order by id limit 1`.execute(
    system.db,
  );
  return rows[0]?.id;
}

/** Whether the claimant has shown to be the owner of an account: an address that anybody can write down is no such proof. */
async function isAccount({ db }: Pick<System, 'db'>, { userId, identity }: Claimant, account: number): Promise<boolean> {
  if (userId !== undefined || !identity) return userId === account;
  const { rows } = await sql`
    select 1 from user_identities where dispatch_user_id = ${account} and issuer = ${identity.issuer} and subject = ${identity.subject}`.execute(
    db,
  );
  return rows.length > 0;
}

type Known = {
  id: number;
  isDisabled: boolean;
  hasCredential: boolean;
  status: string | null;
  role: Role;
  isReadOnly: boolean;
  isManaged: boolean;
};

async function lockUser(tx: Context, userId: number): Promise<Known> {
  const { rows } = await sql<Known>`
    select u.id, u.disabled_at is not null as "isDisabled",
      u.password is not null or exists (select 1 from user_identities i where i.dispatch_user_id = u.id) as "hasCredential",
      case when m.status = 'active' and m.expires_at <= ${tx.now()} then 'removed' else m.status end as status,
      m.role, m.read_only as "isReadOnly", m.managed_by_directory as "isManaged"
    from users u left join organization_members m on m.dispatch_user_id = u.id and m.organization_id = ${tx.tenant.id}
    where u.id = ${userId} for no key update of u`.execute(tx.db);
  return rows[0] as Known;
}

const rankOf = ({ role, isReadOnly }: Reach) => (isReadOnly ? -1 : ROLES.indexOf(role));

/** Whoever belongs already may become more by an invitation, never less; what a directory says stays. */
async function raise(tx: Context, user: Known, link: Link): Promise<void> {
  if (user.isManaged || rankOf(link) <= rankOf(user)) return;
  await sql`
    update organization_members set role = ${link.role}, read_only = ${link.isReadOnly}, updated_at = ${tx.now()}
    where organization_id = ${tx.tenant.id} and dispatch_user_id = ${user.id}`.execute(tx.db);
  audit(tx, {
    action: 'member.role_changed',
    target: { kind: 'user', id: user.id, name: link.email },
    changes: { role: { from: user.role, to: link.role }, read_only: { from: user.isReadOnly, to: link.isReadOnly } },
  });
}

async function createAccount(tx: Context, uid: string, link: Link, { account }: Claimant): Promise<number> {
  const address = addressOf(link.email, true);
  const email = typeof address === 'string' ? link.email : address.email;
  return createUser(tx, { email, password: account?.password ?? null, name: account?.name ?? null, uid });
}

/** @throws Unwelcome the account belongs to another subject of the same issuer: an address that passed on carries nothing along */
async function linkIdentity(tx: Context, userId: number, { issuer, subject }: { issuer: string; subject: string }): Promise<void> {
  const { rows } = await sql<{ userId: number }>`
    with added as (
      insert into user_identities (dispatch_user_id, issuer, subject, created_at) values (${userId}, ${issuer}, ${subject}, ${tx.now()})
      on conflict do nothing returning dispatch_user_id)
    select dispatch_user_id as "userId" from added
    union all select dispatch_user_id from user_identities where issuer = ${issuer} and subject = ${subject}`.execute(tx.db);
  if (rows[0]?.userId !== userId) throw new Unwelcome('invite_wrong_email', 'account_of_another_subject');
}

type Entering = { userId: number; link: Link; projects: ProjectGrant[]; expiresAt: Date | null; wasRemoved: boolean };

async function enter(tx: Context, { userId, link, projects, expiresAt, wasRemoved }: Entering): Promise<void> {
  if (wasRemoved)
    await sql`delete from project_members where organization_id = ${tx.tenant.id} and dispatch_user_id = ${userId}`.execute(tx.db);
  const { role, isReadOnly } = link;
  await addMember(tx, { userId, organizationId: tx.tenant.id, role, isReadOnly, source: 'invite', expiresAt, projects });
  const target = { kind: 'user', id: userId, name: link.email };
  audit(tx, { action: 'member.added', target, changes: { role: { from: null, to: role }, read_only: isReadOnly } });
  announce(tx, { kind: ACCESS_CHANGED, id: userId }, 'joined');
}

async function restsFor({ db, now }: Pick<System, 'db' | 'now'>, link: Link): Promise<number> {
  const { rows } = await sql<{ expires_at: Date }>`
    select expires_at from rate_limits where key = ${failuresOf(link)} and attempts >= ${FAILURES.attempts} and expires_at > ${now()}`.execute(
    db,
  );
  return rows[0] ? rows[0].expires_at.getTime() - now().getTime() : 0;
}

type Refusal = { code: ClaimCode; reason: string; link: Link | undefined; claimant: Claimant; origin: Context['origin'] };

/** Remembers a claim that came to nothing, in the log of the organization where one is known, and tells the inviter when there are many. */
async function refused(system: System, { code, reason, link, claimant, origin }: Refusal): Promise<Unclaimed> {
  const organization = link?.organization ?? { id: 0, slug: '', name: '' };
  const ctx: Context = { ...system, ...(origin && { origin }), tenant: organization, actor: { ...NOBODY, email: claimant.email } };
  const isTooMuch = link !== undefined && (await isOneTooMany(system, link));
  await transaction(ctx, async (tx) => {
    const target = link && { kind: 'invitation', id: `inv_${link.uid}`, name: link.email };
    audit(tx, { action: 'invite.claim_failed', ...(target && { target }), result: 'refused', reason });
    if (!link) return;
    if (isTooMuch) await enqueue(tx, FOLLOW_UP, { invitation_id: link.invitationId, event: 'paused', at: tx.now().toISOString() });
    if (code === 'seat_limit_reached')
      await enqueue(
        tx,
        FOLLOW_UP,
        { invitation_id: link.invitationId, event: 'no_seat', at: tx.now().toISOString() },
        { key: `no-seat-${link.jti}` },
      );
    changed(tx, { id: link.invitationId });
  });
  return { code, ...(link && { link }) };
}

/** @returns whether this failure is the one that makes the link rest */
async function isOneTooMany(system: System, link: Link): Promise<boolean> {
  const { attempts } = await countedAttempts(system, failuresOf(link), FAILURES.windowMs);
  return attempts === FAILURES.attempts;
}
