import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import { type Invitation, type StoredState, uidOf } from './invitation.ts';

/** The kind of live note that tells of a change of an invitation. */
const KIND = 'invitation';

const COLUMNS = sql`
  i.id, i.uid, i.organization_id as "organizationId", i.email, i.email_key as "emailKey", i.role, i.read_only as "isReadOnly", i.projects, i.name,
  i.message, i.locale, i.inviter_id as "inviterId", i.person_uid as "personUid", i.state, i.generation, i.current_jti as "currentJti",
  i.issued_at as "issuedAt", i.expires_at as "expiresAt", i.access_expires_at as "accessExpiresAt", i.accepted_by as "acceptedBy"`;

async function find(ctx: Context, where: RawBuilder<unknown>): Promise<Invitation | undefined> {
  const { rows } = await sql<Invitation>`
    select ${COLUMNS} from invitations i where i.organization_id = ${ctx.tenant.id} and ${where}`.execute(ctx.db);
  return rows[0];
}

/**
 * Reads an invitation of the organization and keeps others from changing it until the transaction ends.
 * @param id as others know it
 * @throws not_found none in this organization, whatever there is in others
 * @source invitations.md, INV-22
 */
export async function lockInvitation(tx: Context, id: string): Promise<Invitation> {
  const uid = uidOf(id);
  const found = uid && (await find(tx, sql`i.uid = ${uid} for update`));
  if (!found) throw notFound('invitation');
  return found;
}

/** @returns the one that is open for an address, its link run out or not; locked */
export const lockPending = (tx: Context, emailKey: string) => find(tx, sql`i.email_key = ${emailKey} and i.state = 'pending' for update`);

export const findInvitation = (ctx: Context, id: number) => find(ctx, sql`i.id = ${id}`);

export type NewInvitation = Pick<
  Invitation,
  'email' | 'emailKey' | 'role' | 'isReadOnly' | 'projects' | 'name' | 'message' | 'locale' | 'accessExpiresAt'
>;

type Link = { jti: string; issuedAt: Date; expiresAt: Date };

/** @returns undefined when somebody else has just invited the address */
export async function insertInvitation(tx: Context, draft: NewInvitation, link: Link): Promise<Invitation | undefined> {
  const { rows } = await sql<Invitation>`
    with known as (select uid from users where lower(email) = lower(${draft.email}) or lower(email) = ${draft.emailKey})
    insert into invitations as i (organization_id, email, email_key, role, read_only, projects, name, message, locale, inviter_id, person_uid,
      generation, current_jti, issued_at, expires_at, access_expires_at, created_at, updated_at)
    values (${tx.tenant.id}, ${draft.email}, ${draft.emailKey}, ${draft.role}, ${draft.isReadOnly}, ${JSON.stringify(draft.projects)}, ${draft.name},
      ${draft.message}, ${draft.locale}, ${tx.actor.userId || null}, coalesce((select uid from known limit 1), gen_random_uuid()),
      1, ${link.jti}, ${link.issuedAt}, ${link.expiresAt}, ${draft.accessExpiresAt}, ${tx.now()}, ${tx.now()})
    on conflict (organization_id, email_key) where state = 'pending' do nothing
    returning ${COLUMNS}`.execute(tx.db);
  if (rows[0]) changed(tx, rows[0]);
  return rows[0];
}

/** Makes a newer link the only one that is good. */
export async function supersede(tx: Context, { id }: Invitation, link: Link): Promise<Invitation> {
  const { rows } = await sql<Invitation>`
    update invitations i set generation = generation + 1, current_jti = ${link.jti}, issued_at = ${link.issuedAt}, expires_at = ${link.expiresAt},
      expiry_noted_at = null, updated_at = ${tx.now()}
    where id = ${id} returning ${COLUMNS}`.execute(tx.db);
  changed(tx, rows[0] as Invitation);
  return rows[0] as Invitation;
}

/** What an open invitation promises from now on. */
export async function rewrite(
  tx: Context,
  { id }: Pick<Invitation, 'id'>,
  { role, isReadOnly, projects, name, message, locale, accessExpiresAt }: NewInvitation,
): Promise<void> {
  await sql`
    update invitations set role = ${role}, read_only = ${isReadOnly}, projects = ${JSON.stringify(projects)}, name = ${name}, message = ${message},
      locale = ${locale}, access_expires_at = ${accessExpiresAt}, inviter_id = coalesce(${tx.actor.userId || null}, inviter_id), updated_at = ${tx.now()}
    where id = ${id}`.execute(tx.db);
}

/**
 * Ends a pending invitation.
 * @param by the member who accepted or revoked; null: the installation
 * @returns false when it was not pending any more
 */
export async function endInvitation(
  tx: Context,
  invitation: Pick<Invitation, 'id'>,
  state: Exclude<StoredState, 'pending'>,
  by: number | null,
): Promise<boolean> {
  const now = tx.now();
  const how = {
    accepted: sql`accepted_at = ${now}, accepted_by = ${by}`,
    declined: sql`declined_at = ${now}`,
    revoked: sql`revoked_at = ${now}, revoked_by = ${by}`,
  }[state];
  const { rows } = await sql`
    update invitations set state = ${state}, ${how}, updated_at = ${now} where id = ${invitation.id} and state = 'pending' returning id`.execute(
    tx.db,
  );
  if (rows.length) changed(tx, invitation);
  return rows.length > 0;
}

/** @returns whether the address has an account that something opens already: a password, or a name at a provider */
export async function hasCredential(
  { db }: Pick<Context, 'db'>,
  { email, emailKey }: Pick<Invitation, 'email' | 'emailKey'>,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from users u where (lower(u.email) = lower(${email}) or lower(u.email) = ${emailKey})
      and (u.password is not null or exists (select 1 from user_identities i where i.dispatch_user_id = u.id)) limit 1`.execute(db);
  return rows.length > 0;
}

/** Tells those who look at the list. */
export const changed = (tx: Context, { id }: Pick<Invitation, 'id'>) => announce(tx, { kind: KIND, id }, 'invitation');
