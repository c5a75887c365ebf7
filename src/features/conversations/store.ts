import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';

export type Conversation = {
  id: number;
  organization_id: number;
  incident_id: number | null;
  case_id: number | null;
  channel_id: string;
  topic: string | null;
  archived_at: Date | null;
  resource_type: string | null;
};

const COLUMNS = sql.raw('c.id, c.organization_id, c.incident_id, c.case_id, c.channel_id, c.topic, c.archived_at, c.resource_type');

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

export const subjectOf = ({ incident_id, case_id }: Conversation): SubjectRef =>
  incident_id !== null ? { kind: 'incident', id: incident_id } : { kind: 'case', id: case_id as number };

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
