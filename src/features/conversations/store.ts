import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';

export type Conversation = {
  id: number;
  organization_id: number;
  incident_id: number | null;
  case_id: number | null;
  channel_id: string;
  /** of a room that is a thread in a channel */
  thread_id: string | null;
  topic: string | null;
  archived_at: Date | null;
  resource_type: string | null;
};

const COLUMNS = sql.raw(
  'c.id, c.organization_id, c.incident_id, c.case_id, c.channel_id, c.thread_id, c.topic, c.archived_at, c.resource_type',
);

/** @returns the subject's room, or undefined while it has none */
export async function conversationOf(ctx: Context, subject: SubjectRef): Promise<Conversation | undefined> {
  const { rows } = await sql<Conversation>`
    select ${COLUMNS} from conversations c
    where c.organization_id = ${ctx.tenant.id} and c.${sql.ref(`${subject.kind}_id`)} = ${subject.id}`.execute(ctx.db);
  return rows[0];
}

export async function conversationOfChannel(ctx: Context, channelId: string): Promise<Conversation | undefined> {
  const { rows } = await sql<Conversation>`
    select ${COLUMNS} from conversations c
    where c.organization_id = ${ctx.tenant.id} and c.channel_id = ${channelId} order by c.id limit 1`.execute(ctx.db);
  return rows[0];
}

/** Tells browsers that show the room: of the incident, of the case, of both where they share it. */
export function announceRoom(tx: Context, { incident_id, case_id }: Conversation) {
  if (incident_id !== null) announce(tx, { kind: 'incident', id: incident_id }, 'messages');
  if (case_id !== null) announce(tx, { kind: 'case', id: case_id }, 'messages');
}

/** @returns the subject's project; undefined when the subject is gone */
export async function projectOf(ctx: Context, subject: SubjectRef): Promise<number | undefined> {
  const { rows } = await sql<{ project_id: number }>`
    select project_id from ${sql.table(`${subject.kind}s`)} where id = ${subject.id} and organization_id = ${ctx.tenant.id}`.execute(
    ctx.db,
  );
  return rows[0]?.project_id;
}

export type NewMessage = {
  kind: 'message' | 'command' | 'notice';
  body: string;
  individual_contact_id?: number | null;
  only_to?: string | null;
  pinned?: boolean;
  decision?: boolean;
  idempotency_key?: string | null;
};

/** @returns the new message's id; undefined when its key has been said already */
export async function insertMessage(tx: Context, conversationId: number, message: NewMessage): Promise<number | undefined> {
  const row = await tx.db
    .insertInto('messages')
    .values({
      organization_id: tx.tenant.id,
      conversation_id: conversationId,
      kind: message.kind,
      body: message.body,
      individual_contact_id: message.individual_contact_id ?? null,
      only_to: message.only_to ?? null,
      pinned: message.pinned ?? false,
      decision: message.decision ?? false,
      idempotency_key: message.idempotency_key ?? null,
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}
