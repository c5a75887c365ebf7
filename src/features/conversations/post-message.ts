import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { findJson } from '../../core/list.ts';
import { requirePermission } from '../../core/permissions.ts';
import { addParticipant, recordActivity } from '../participants/index.ts';
import { callerIndividual, type Individual } from '../people/index.ts';
import { incidentTalk } from './rules.ts';
import { MessageRead } from './shapes.ts';
import { type Conversation, conversationOf, insertMessage, projectOf } from './store.ts';

/** The war room's activity in the cost model. */
const ACTIVITY = 'tocsin-war-room-activity';

export type NewRoomMessage = { body: string; kind?: 'message' | 'command'; pinned?: boolean; decision?: boolean };

/**
 * Says something in the incident's room. Whoever was not part of the incident is from now on.
 *
 * @returns the message as JSON text
 * @throws forbidden the caller may not join this incident
 * @throws conflict the room does not exist yet or is archived
 */
export async function postMessage(ctx: Context, incidentId: number, message: NewRoomMessage): Promise<string> {
  return transaction(ctx, async (tx) => {
    const subject: SubjectRef = { kind: 'incident', id: incidentId };
    await requirePermission(tx, incidentTalk, { table: 'incidents', id: incidentId });
    const room = await openRoom(tx, subject);
    const author = await speaker(tx, subject);
    const id = await insertMessage(tx, room.id, {
      kind: message.kind ?? 'message',
      body: message.body,
      individual_contact_id: author.id,
      pinned: message.pinned ?? false,
      decision: message.decision ?? false,
    });
    if (message.decision && id !== undefined) await recordDecision(tx, subject, author, { id, body: message.body });
    await recordActivity(tx, subject, author.id, tx.now(), `message-${id}`, { eventSlug: ACTIVITY });
    announce(tx, subject, 'messages');
    return (await findJson(tx, { table: 'messages' }, MessageRead, id as number)) as string;
  });
}

/** @throws conflict the room does not exist yet or is archived */
export async function openRoom(tx: Context, subject: SubjectRef): Promise<Conversation> {
  const room = await conversationOf(tx, subject);
  if (!room) throw conflict('The room of this incident is being made; try again in a moment.');
  if (room.archived_at) throw conflict('The room is archived; reopen the incident to write in it.');
  return room;
}

/** The caller as somebody who takes part. */
async function speaker(tx: Context, subject: SubjectRef): Promise<Individual> {
  await addParticipant(tx, subject, { email: tx.actor.email, reason: 'Wrote in the room.' });
  const projectId = await projectOf(tx, subject);
  return callerIndividual(tx, projectId as number);
}

/** A decision belongs to the incident's history, whoever reads the room later. */
export async function recordDecision(
  tx: Context,
  subject: SubjectRef,
  author: { id: number | null; name: string },
  message: { id: number; body: string },
) {
  await record(tx, subject, {
    description: `Decision: ${message.body}`,
    source: author.name,
    owner: author.name,
    individual_id: author.id,
    type: 'Custom event',
    pinned: true,
    details: { message_id: message.id },
  });
}
