import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { forbidden, notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { findJson } from '../../core/list.ts';
import { requirePermission } from '../../core/permissions.ts';
import { openRoom, recordDecision } from './post-message.ts';
import { talkRule } from './rules.ts';
import { MessageRead } from './shapes.ts';
import { announceRoom } from './store.ts';

export type MessageChange = { pinned?: boolean; decision?: boolean; body?: string };

/**
 * Pins a message, marks it as a decision or corrects it. Pins and decisions are everybody's, the words are their author's.
 *
 * @returns the message as JSON text
 * @throws not_found no such message in this room
 * @throws forbidden somebody else wrote it
 */
export async function changeMessage(ctx: Context, subject: SubjectRef, messageId: number, change: MessageChange): Promise<string> {
  return transaction(ctx, async (tx) => {
    await requirePermission(tx, ...talkRule(subject));
    const room = await openRoom(tx, subject);
    const message = await lockMessage(tx, room.id, messageId);
    const isCorrected = change.body !== undefined && change.body !== message.body;
    if (isCorrected && !isOwn(tx, message)) throw forbidden('Only its author can correct a message.');
    await tx.db
      .updateTable('messages')
      .set({
        pinned: change.pinned ?? message.pinned,
        decision: change.decision ?? message.decision,
        ...(isCorrected && { body: change.body, edited_at: tx.now() }),
      })
      .where('id', '=', messageId)
      .execute();
    const marked = change.decision ?? message.decision;
    if (marked !== message.decision) await settleDecision(tx, subject, { ...message, body: change.body ?? message.body }, marked);
    announceRoom(tx, room);
    return (await findJson(tx, { table: 'messages' }, MessageRead, messageId)) as string;
  });
}

type Row = {
  id: number;
  kind: string;
  body: string;
  pinned: boolean;
  decision: boolean;
  author_id: number | null;
  author_email: string | null;
  author_name: string | null;
};

async function lockMessage(tx: Context, conversationId: number, id: number): Promise<Row> {
  const { rows } = await sql<Row>`
    select m.id, m.kind, m.body, m.pinned, m.decision, i.id as author_id, i.email as author_email, i.name as author_name
    from messages m left join individual_contacts i on i.id = m.individual_contact_id
    where m.id = ${id} and m.conversation_id = ${conversationId} and m.only_to is null for update of m`.execute(tx.db);
  if (!rows[0]) throw notFound('message');
  return rows[0];
}

const isOwn = (tx: Context, { kind, author_email }: Row) =>
  kind === 'message' && author_email?.toLowerCase() === tx.actor.email.toLowerCase();

/** The timeline shows a decision for as long as it is one. */
async function settleDecision(tx: Context, subject: SubjectRef, message: Row, marked: boolean) {
  if (marked) {
    await recordDecision(tx, subject, { id: message.author_id, name: message.author_name ?? 'Tocsin' }, message);
    return;
  }
  await sql`
    delete from events where ${sql.ref(`${subject.kind}_id`)} = ${subject.id} and organization_id = ${tx.tenant.id}
      and type = 'Custom event' and details ->> 'message_id' = ${String(message.id)}`.execute(tx.db);
  announce(tx, subject, 'timeline');
}
