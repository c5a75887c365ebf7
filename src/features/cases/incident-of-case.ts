import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { type SubjectRef, startFlow } from '../../core/jobs.ts';
import { type CreateIncident, createIncident } from '../incidents/index.ts';
import { resolveProject } from '../organizations/index.ts';
import { addParticipant, holderOf, isHeldByOne, type ParticipantRole } from '../participants/index.ts';
import { escalatedFlow } from './flows/escalated.ts';
import { type CaseRow, theCase } from './store.ts';

/** What whoever escalates says of the incident; everything may be left to the case. */
export type IncidentWishes = Partial<CreateIncident>;

/**
 * The incident a case has become: the one it is linked to, or a new one with the case's people, timeline and room. All of it is the
 * caller's transaction: there is no incident that its case does not know.
 *
 * @returns the incident's id
 */
export async function ensureIncident(tx: Context, row: CaseRow, wishes: IncidentWishes): Promise<number> {
  const linked = await incidentOf(tx, row.id);
  if (linked !== undefined) return linked;
  const facts = await factsOf(tx, row.id);
  const id = await createIncident(tx, await incidentFrom(tx, row, facts, wishes));
  const incident: SubjectRef = { kind: 'incident', id };
  await sql`insert into case_incidents (case_id, incident_id) values (${row.id}, ${id})`.execute(tx.db);
  await takeOverRoom(tx, row, id);
  await copyTimeline(tx, row, id);
  await carryOver(tx, theCase(row.id), incident);
  await recordEscalation(tx, row.id, id);
  await startFlow(tx, escalatedFlow, theCase(row.id), id);
  announce(tx, incident, 'updated', 'timeline', 'participants');
  announce(tx, theCase(row.id), 'updated');
  return id;
}

/** @returns the first incident the case is linked to */
export async function incidentOf(ctx: Context, caseId: number): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select incident_id as id from case_incidents where case_id = ${caseId} order by incident_id limit 1`.execute(ctx.db);
  return rows[0]?.id;
}

type Facts = { projectId: number; type: number | null; priority: string; url: string };

/** An incident of the type that the case's type becomes, in that type's project. */
async function factsOf(tx: Context, caseId: number): Promise<Facts> {
  const { rows } = await sql<Facts>`
    select coalesce(y.project_id, s.project_id) as "projectId", y.id as type, p.name as priority,
      ${`${tx.settings.uiUrl}/${tx.tenant.slug}/cases/`} || s.name as url
    from cases s join case_types t on t.id = s.case_type_id left join incident_types y on y.id = t.incident_type_id
    join case_priorities p on p.id = s.case_priority_id where s.id = ${caseId}`.execute(tx.db);
  return rows[0] as Facts;
}

async function incidentFrom(tx: Context, row: CaseRow, facts: Facts, wishes: IncidentWishes): Promise<CreateIncident> {
  const reporter = row.reporter_email ?? row.assignee_email ?? (tx.actor.email || null);
  const projectId = wishes.project ? (await resolveProject(tx, wishes.project)).id : facts.projectId;
  const type = facts.type !== null && projectId === facts.projectId ? { id: facts.type } : null;
  return {
    ...wishes,
    title: wishes.title || row.title,
    description: wishes.description || described(row, facts),
    status: 'Active',
    project: { id: projectId },
    // The type that the case's type names belongs to one project: another has its own default.
    incident_type: wishes.incident_type ?? type,
    incident_priority: wishes.incident_priority ?? { name: facts.priority },
    // What is restricted does not become open by growing.
    visibility: wishes.visibility ?? (row.visibility === 'Restricted' ? 'Restricted' : null),
    reporter: wishes.reporter ?? (reporter === null ? null : { individual: { email: reporter } }),
  };
}

const described = ({ name, title, description }: CaseRow, { url }: Facts) =>
  `${description || title}\n\nEscalated from the case [${name}](${url}).`;

/**
 * People stay in the channel they know. A room that somebody may read who may not see the other subject is not shared, and neither is a
 * thread.
 */
async function takeOverRoom(tx: Context, row: CaseRow, incidentId: number) {
  if (!row.dedicated_channel) return;
  await sql`
    update conversations c set incident_id = ${incidentId}, updated_at = ${tx.now()} from cases s, incidents i
    where c.case_id = ${row.id} and c.thread_id is null and c.archived_at is null and c.incident_id is null
      and s.id = c.case_id and s.visibility = 'Open' and i.id = ${incidentId} and i.visibility = 'Open'`.execute(tx.db);
}

/** Whoever works on the incident reads what led to it, with the same times and pins; what is restricted stays so. */
async function copyTimeline(tx: Context, row: CaseRow, incidentId: number) {
  await sql`
    insert into events (uuid, organization_id, incident_id, started_at, ended_at, source, description, details, type, owner, pinned,
      individual_id, dispatch_user_id, created_at, updated_at)
    select gen_random_uuid(), organization_id, ${incidentId}, started_at, ended_at, source || ' (' || ${row.name} || ')', description, details,
      type, owner, pinned, individual_id, dispatch_user_id, ${tx.now()}, ${tx.now()}
    from events where case_id = ${row.id}
      and (${row.visibility === 'Open'} or exists (select 1 from incidents where id = ${incidentId} and visibility = 'Restricted'))
    order by id`.execute(tx.db);
}

/** Everybody who takes part in the case takes part in the incident, in the same role where nobody else holds it there. */
async function carryOver(tx: Context, from: SubjectRef, incident: SubjectRef) {
  const { rows } = await sql<{ email: string; role: ParticipantRole; service_id: number | null }>`
    select i.email, r.role, p.service_id from participants p join individual_contacts i on i.id = p.individual_contact_id
    join participant_roles r on r.participant_id = p.id and r.renounced_at is null
    where p.case_id = ${from.id} and not exists (
      select 1 from participants o join individual_contacts oi on oi.id = o.individual_contact_id
      where o.incident_id = ${incident.id} and lower(oi.email) = lower(i.email))
    order by r.id`.execute(tx.db);
  for (const { email, role, service_id: serviceId } of rows)
    await addParticipant(tx, incident, {
      email,
      role: await roleInIncident(tx, incident, role),
      quiet: 'creation',
      reason: 'Took part in the case.',
      ...(serviceId !== null && { serviceId }),
    });
}

async function roleInIncident(tx: Context, incident: SubjectRef, role: ParticipantRole): Promise<ParticipantRole> {
  const same = role === 'Assignee' ? 'Incident Commander' : role;
  return isHeldByOne('incident', same) && (await holderOf(tx, incident, same)) ? 'Participant' : same;
}

async function recordEscalation(tx: Context, caseId: number, incidentId: number) {
  const { rows } = await sql<{ name: string; project: string; isOpen: boolean }>`
    select s.name, p.name as project, s.visibility = 'Open' as "isOpen" from incidents s join projects p on p.id = s.project_id
    where s.id = ${incidentId}`.execute(tx.db);
  const { name, project, isOpen } = rows[0] as { name: string; project: string; isOpen: boolean };
  await record(tx, theCase(caseId), {
    description: isOpen
      ? `The case was escalated to the incident ${name} in the project ${project}.`
      : 'The case was escalated to a restricted incident.',
    details: isOpen ? { incident: name } : {},
  });
}
