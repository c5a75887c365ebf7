import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { ParticipantRole } from './participant.ts';

export type LockedSubject = {
  id: number;
  project_id: number;
  name: string;
  title: string;
  status: string;
  visibility: 'Open' | 'Restricted';
  closed_at: Date | null;
};

const tableOf = ({ kind }: SubjectRef) => sql.table(`${kind}s`);
const columnOf = ({ kind }: SubjectRef) => sql.ref(`${kind}_id`);

/**
 * Reads the subject and keeps others from changing who takes part until the transaction ends.
 * @throws not_found no such subject in the organization
 */
export async function lockSubject(tx: Context, subject: SubjectRef): Promise<LockedSubject> {
  const { rows } = await sql<LockedSubject>`
    select id, project_id, name, title, status, visibility, closed_at from ${tableOf(subject)}
    where id = ${subject.id} and organization_id = ${tx.tenant.id} for no key update`.execute(tx.db);
  if (!rows[0]) throw notFound(subject.kind);
  return rows[0];
}

export type ParticipantRow = { id: number; service_id: number | null };

/** @returns the participant, and whether they are new to the subject */
export async function ensureParticipant(
  tx: Context,
  subject: SubjectRef,
  { individualId, team, ...more }: { individualId: number; team: string; serviceId?: number; addedById?: number; reason?: string },
): Promise<ParticipantRow & { created: boolean }> {
  const { rows } = await sql<ParticipantRow>`
    insert into participants (organization_id, ${columnOf(subject)}, individual_contact_id, service_id, added_by_id, added_reason, team, department, location)
    values (${tx.tenant.id}, ${subject.id}, ${individualId}, ${more.serviceId ?? null}, ${more.addedById ?? null}, ${more.reason ?? null}, ${team}, 'Unknown', 'Unknown')
    on conflict do nothing returning id, service_id`.execute(tx.db);
  if (rows[0]) return { ...rows[0], created: true };
  const known = await sql<ParticipantRow>`
    select id, service_id from participants where ${columnOf(subject)} = ${subject.id} and individual_contact_id = ${individualId}`.execute(
    tx.db,
  );
  return { ...(known.rows[0] as ParticipantRow), created: false };
}

/** @returns a person's participant, whatever the case of the letters in the address */
export async function findParticipant(ctx: Context, subject: SubjectRef, email: string) {
  const { rows } = await sql<{ id: number; individual_contact_id: number; email: string; name: string }>`
    select p.id, p.individual_contact_id, i.email, i.name
    from participants p join individual_contacts i on i.id = p.individual_contact_id
    where p.${columnOf(subject)} = ${subject.id} and p.organization_id = ${ctx.tenant.id} and lower(i.email) = lower(${email})`.execute(
    ctx.db,
  );
  return rows[0];
}

export type RoleRow = { id: number; role: ParticipantRole; renounced_at: Date | null };

/** @returns every tenure of a participant, oldest first */
export async function rolesOf(ctx: Context, participantId: number): Promise<RoleRow[]> {
  const { rows } = await sql<RoleRow>`
    select id, role, renounced_at from participant_roles where participant_id = ${participantId} order by id`.execute(ctx.db);
  return rows;
}

export async function insertRole(tx: Context, participantId: number, role: ParticipantRole): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into participant_roles (organization_id, participant_id, role, assumed_at)
    values (${tx.tenant.id}, ${participantId}, ${role}, ${tx.now()}) returning id`.execute(tx.db);
  return (rows[0] as { id: number }).id;
}

/** Ends tenures; the records stay. @param roles undefined: all of them */
export async function renounceRoles(tx: Context, participantId: number, roles?: ParticipantRole[]) {
  await sql`
    update participant_roles set renounced_at = ${tx.now()}
    where participant_id = ${participantId} and renounced_at is null ${roles ? sql`and role = any(${roles})` : sql``}`.execute(tx.db);
}

/** @returns who holds a role now */
export async function holderOf(ctx: Context, subject: SubjectRef, role: ParticipantRole) {
  const { rows } = await sql<{ id: number; email: string; name: string }>`
    select p.id, i.email, i.name from participants p
    join individual_contacts i on i.id = p.individual_contact_id
    join participant_roles r on r.participant_id = p.id and r.role = ${role} and r.renounced_at is null
    where p.${columnOf(subject)} = ${subject.id} order by r.id limit 1`.execute(ctx.db);
  return rows[0];
}

/** @returns whether somebody engaged through this service takes part now */
export async function isServicePresent(ctx: Context, subject: SubjectRef, serviceId: number): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select p.id from participants p where p.${columnOf(subject)} = ${subject.id} and p.service_id = ${serviceId}
      and exists (select 1 from participant_roles r where r.participant_id = p.id and r.renounced_at is null) limit 1`.execute(ctx.db);
  return rows[0]?.id;
}

export async function setService(tx: Context, participantId: number, serviceId: number | null) {
  await sql`update participants set service_id = ${serviceId} where id = ${participantId}`.execute(tx.db);
}

/** Points the subject at the holder of a role; where they sit is copied with it. */
export async function pointTo(tx: Context, subject: SubjectRef, pointer: string, participantId: number) {
  const place = subject.kind === 'incident' ? PLACES[pointer] : undefined;
  const copy = place ? sql`, ${sql.ref(place)} = (select p.location from participants p where p.id = ${participantId})` : sql``;
  await sql`update ${tableOf(subject)} set ${sql.ref(pointer)} = ${participantId}, updated_at = ${tx.now()} ${copy} where id = ${subject.id}`.execute(
    tx.db,
  );
}

/** Whoever has left holds no role that the subject points to. */
export async function pointAway(tx: Context, subject: SubjectRef, pointer: string, participantId: number) {
  await sql`
    update ${tableOf(subject)} set ${sql.ref(pointer)} = null, updated_at = ${tx.now()}
    where id = ${subject.id} and ${sql.ref(pointer)} = ${participantId}`.execute(tx.db);
}

const PLACES: Record<string, string> = { commander_id: 'commanders_location', reporter_id: 'reporters_location' };

/** The subject says where most of its people are from; the first on a tie. */
export async function refreshWhereabouts(tx: Context, subject: SubjectRef) {
  const most = (column: string) => sql`(
    select p.${sql.ref(column)} from participants p where p.${columnOf(subject)} = ${subject.id} and p.${sql.ref(column)} is not null
    group by p.${sql.ref(column)} order by count(*) desc, min(p.id) limit 1)`;
  await sql`
    update ${tableOf(subject)} set participants_team = ${most('team')}, participants_location = ${most('location')}
    where id = ${subject.id}`.execute(tx.db);
}

/** @returns whether somebody takes part at this moment: work that was queued for them may come late */
export async function takesPartNow(ctx: Context, participantId: number): Promise<boolean> {
  const { rows } =
    await sql`select 1 from participant_roles where participant_id = ${participantId} and renounced_at is null limit 1`.execute(ctx.db);
  return rows.length > 0;
}

/** @returns addresses of everybody who takes part now */
export async function activeEmails(ctx: Context, subject: SubjectRef): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select distinct i.email from participants p join individual_contacts i on i.id = p.individual_contact_id
    where p.${columnOf(subject)} = ${subject.id} and p.organization_id = ${ctx.tenant.id}
      and exists (select 1 from participant_roles r where r.participant_id = p.id and r.renounced_at is null)
    order by i.email`.execute(ctx.db);
  return rows.map((row) => row.email);
}
