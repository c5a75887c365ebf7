import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { Skip, type SubjectRef } from '../../core/jobs.ts';
import type { CapabilityType } from '../../plugin-sdk/capabilities.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { findCapability } from '../plugins/index.ts';

const columnOf = ({ kind }: SubjectRef) => sql.ref(`${kind}_id`);

/** @returns the project's plug-in of this type; a reason when none is enabled */
export async function capabilityOf<T extends CapabilityType>(ctx: Context, projectId: number, type: T) {
  return (await findCapability(ctx, projectId, type)) ?? new Skip(`No plug-in of type ${type} is enabled in this project.`);
}

export type Room = {
  channelId: string;
  /** of a room that is a thread in a channel which others use as well */
  threadId: string | null;
  archived: boolean;
  /** of a case whose room its incident has taken over: the incident decides how long it is open and what stands above it */
  isTakenOver: boolean;
};

/** @returns the subject's room; undefined while there is none */
export async function roomOf(ctx: Context, subject: SubjectRef): Promise<Room | undefined> {
  const { rows } = await sql<Room>`
    select channel_id as "channelId", thread_id as "threadId", archived_at is not null as archived,
      ${subject.kind === 'case' ? sql`incident_id is not null` : sql`false`} as "isTakenOver"
    from conversations where ${columnOf(subject)} = ${subject.id}`.execute(ctx.db);
  return rows[0];
}

/** @returns what a message needs besides its channel to reach the room */
export const inThread = ({ threadId }: Pick<Room, 'threadId'>) => (threadId === null ? {} : { threadId });

export type Group = Resource & { id: number; name: string; email: string; members: string[] };

/** @returns the subject's group with everybody who belongs in it */
export async function groupOf(ctx: Context, subject: SubjectRef, kind: 'tactical' | 'notifications'): Promise<Group | undefined> {
  const { rows } = await sql<Group>`
    select g.id, g.name, g.email, coalesce(g.resource_id, '') as resource_id, coalesce(g.resource_type, '') as resource_type, g.weblink,
      array(select m.email from group_members m where m.organization_id = g.organization_id and m.group_email = g.email order by m.email) as members
    from groups g where g.${columnOf(subject)} = ${subject.id} and g.kind = ${kind}`.execute(ctx.db);
  return rows[0];
}

/** Puts addresses into a group, as Tocsin wants it; `sync-group` makes it so outside. */
export async function joinGroup(tx: Context, groupEmail: string, emails: string[]) {
  if (!emails.length) return;
  await sql`
    insert into group_members (group_email, email, organization_id)
    select ${groupEmail}, lower(email), ${tx.tenant.id} from unnest(${emails}::text[]) email on conflict do nothing`.execute(tx.db);
}

export async function leaveGroup(tx: Context, groupEmail: string, email: string) {
  await sql`
    delete from group_members where organization_id = ${tx.tenant.id} and group_email = ${groupEmail} and lower(email) = lower(${email})`.execute(
    tx.db,
  );
}
