import { sql } from 'kysely';
import type { Context } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';
import type { SubjectRef } from '../../src/core/jobs.ts';
import { openCase } from '../../src/features/cases/fixtures.ts';
import { openIncident } from '../../src/features/incidents/fixtures.ts';
import type { CreateIncident } from '../../src/features/incidents/index.ts';
import { BARE } from '../../src/features/participants/fixtures.ts';
import { addParticipant } from '../../src/features/participants/index.ts';
import { say } from '../../src/features/war-room/say.ts';
import { anOrganization, asUser, inject, runJobs } from '../harness.ts';

export type Message = {
  id: number;
  kind: string;
  body: string;
  author: { name: string; email: string } | null;
  only_to: string | null;
  pinned: boolean;
  decision: boolean;
  edited_at: string | null;
};

/** An open incident with its room: led by a member, watched by nobody. */
export async function aRoom(more: Partial<CreateIncident> = {}) {
  const organization = await anOrganization();
  const commander = await asUser(organization.ctx, 'Member');
  const outsider = await asUser(organization.ctx, 'Member');
  const incidentId = await openIncident(commander, organization.project, more);
  await runJobs(organization.ctx);
  return { ...organization, commander, outsider, incidentId, subject: { kind: 'incident', id: incidentId } as const };
}

/** An open case with its room: a member reported it and has it, nobody watches. */
export async function aCaseRoom(more: Parameters<typeof openCase>[2] = {}) {
  const organization = await anOrganization();
  const assignee = await asUser(organization.ctx, 'Member');
  const outsider = await asUser(organization.ctx, 'Member');
  const caseId = await openCase(assignee, organization.project, more);
  await runJobs(organization.ctx);
  return { ...organization, assignee, outsider, caseId, subject: { kind: 'case', id: caseId } as const };
}

type Wanted = { visibility?: 'Open' | 'Restricted'; status?: string };

/** A bare incident or case with the rows that its flow would make: led by a member, with a room and a document. */
export async function aRoomOf(kind: SubjectRef['kind'], wanted: Wanted = {}) {
  const organization = await anOrganization();
  const { ctx, project } = organization;
  const lead = await asUser(ctx, 'Member');
  const outsider = await asUser(ctx, 'Member');
  const subject: SubjectRef & { name: string } = await BARE[kind](ctx, project.id, wanted);
  await transaction(ctx, async (tx) => {
    await addParticipant(tx, subject, { email: lead.actor.email, role: kind === 'incident' ? 'Incident Commander' : 'Assignee' });
    const [own, channel] = [sql.ref(`${kind}_id`), `room-${kind}-${subject.id}`];
    await sql`
      insert into conversations (organization_id, ${own}, channel_id, resource_id, resource_type, created_at, updated_at)
      values (${tx.tenant.id}, ${subject.id}, ${channel}, ${channel}, 'tocsin-war-room-conversation', ${tx.now()}, ${tx.now()})`.execute(
      tx.db,
    );
    await sql`
      with made as (
        insert into documents (organization_id, project_id, ${own}, name, created_at, updated_at)
        values (${tx.tenant.id}, ${project.id}, ${subject.id}, ${`${subject.name} document`}, ${tx.now()}, ${tx.now()}) returning id)
      update ${sql.table(`${kind}s`)} set ${sql.ref(`${kind}_document_id`)} = (select id from made) where id = ${subject.id}`.execute(
      tx.db,
    );
  });
  return { ...organization, lead, outsider, subject, path: `/{organization}/${kind}s/${subject.id}` };
}

/** Says something as the context's user. @param where an incident by its id, or any subject @returns the new message and the answer */
export async function saying(ctx: Context, where: number | SubjectRef, body: string): Promise<{ message?: Message; reply: string }> {
  const { message, reply = '' } = await say(ctx, subjectOf(where), body);
  return { reply, ...(message && { message: JSON.parse(message) as Message }) };
}

/** @returns what the context's user reads in the room, newest first */
export async function reading(ctx: Context, where: number | SubjectRef, query = ''): Promise<Message[]> {
  const { kind, id } = subjectOf(where);
  const answer = await inject(ctx, { method: 'GET', path: `/{organization}/${kind}s/${id}/messages${query}` });
  return answer.json<{ items: Message[] }>().items;
}

/** @returns descriptions of the timeline, oldest first */
export async function timelineOf(ctx: Context, where: number | SubjectRef): Promise<string[]> {
  const { kind, id } = subjectOf(where);
  const rows = await ctx.db
    .selectFrom('events')
    .select('description')
    .where(sql.ref(`${kind}_id`), '=', id)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.description);
}

const subjectOf = (where: number | SubjectRef): SubjectRef => (typeof where === 'number' ? { kind: 'incident', id: where } : where);
