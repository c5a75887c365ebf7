import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { conflict } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { enqueue, type SubjectRef } from '../../core/jobs.ts';
import { findJson } from '../../core/list.ts';
import { requirePermission } from '../../core/permissions.ts';
import { activeEmails, addParticipant, recordActivity } from '../participants/index.ts';
import { callerIndividual, type Individual } from '../people/index.ts';
import { warnAfterHours } from './after-hours.ts';
import { talkRule } from './rules.ts';
import { MessageRead } from './shapes.ts';
import { announceRoom, type Conversation, conversationOf, insertMessage, projectOf } from './store.ts';

/** The war room's activity in the cost model. */
const ACTIVITY = 'tocsin-war-room-activity';

export type NewRoomMessage = { body: string; pinned?: boolean; decision?: boolean };

/**
 * Says something in the room of an incident or case. Whoever did not take part does from now on; a new case is looked at from now on.
 *
 * @returns the message as JSON text
 * @throws forbidden the caller may not join
 * @throws conflict the room does not exist yet, or the subject is closed
 */
export async function postMessage(ctx: Context, subject: SubjectRef, message: NewRoomMessage): Promise<string> {
  return transaction(ctx, async (tx) => {
    await requirePermission(tx, ...talkRule(subject));
    const room = await openRoom(tx, subject);
    const author = await speaker(tx, subject);
    const id = await insertMessage(tx, room.id, {
      kind: 'message',
      body: message.body,
      individual_contact_id: author.id,
      pinned: message.pinned ?? false,
      decision: message.decision ?? false,
    });
    if (message.decision && id !== undefined) await recordDecision(tx, subject, author, { id, body: message.body });
    await recordActivity(tx, subject, author.id, tx.now(), `message-${id}`, { eventSlug: ACTIVITY });
    await warnAfterHours(tx, subject, room.id, author);
    if (subject.kind === 'case') await startTriage(tx, subject);
    announceRoom(tx, room);
    return (await findJson(tx, { table: 'messages' }, MessageRead, id as number)) as string;
  });
}

/**
 * Shows in the room that somebody gave a command: who is responsible for what changed. Commands work without a room and in a closed one.
 *
 * @returns the message as JSON text; undefined while there is no room
 */
export async function logCommand(ctx: Context, subject: SubjectRef, body: string): Promise<string | undefined> {
  return transaction(ctx, async (tx) => {
    const room = await conversationOf(tx, subject);
    if (!room) return undefined;
    const author = await callerIndividual(tx, (await projectOf(tx, subject)) as number);
    const id = await insertMessage(tx, room.id, { kind: 'command', body, individual_contact_id: author.id });
    await recordActivity(tx, subject, author.id, tx.now(), `message-${id}`, { eventSlug: ACTIVITY });
    announceRoom(tx, room);
    return findJson(tx, { table: 'messages' }, MessageRead, id as number);
  });
}

/** @throws conflict the room does not exist yet, or the subject is closed */
export async function openRoom(tx: Context, subject: SubjectRef): Promise<Conversation> {
  const room = await conversationOf(tx, subject);
  if (!room) throw conflict(`The room of this ${subject.kind} is being made; try again in a moment.`);
  // The room is archived some moments after the closing; who talked in between would take part again.
  if (room.archived_at || (await isClosed(tx, subject))) throw conflict(`The room is closed; reopen the ${subject.kind} to write in it.`);
  return room;
}

async function isClosed(tx: Context, { kind, id }: SubjectRef): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${sql.table(`${kind}s`)} where id = ${id} and organization_id = ${tx.tenant.id} and status = 'Closed'`.execute(tx.db);
  return rows.length > 0;
}

/** Moves a case on that nobody has looked at until somebody spoke. */
const TRIAGE_JOB = 'triage-case';

/** Queued once for each time that the case is new; whoever handles the job looks whether it still is. */
async function startTriage(tx: Context, subject: SubjectRef) {
  const { rows } = await sql<{ since: number }>`
    select coalesce((select max(s.id) from case_status_changes s where s.case_id = c.id), 0) as since
    from cases c where c.id = ${subject.id} and c.organization_id = ${tx.tenant.id} and c.status = 'New'`.execute(tx.db);
  if (rows[0]) await enqueue(tx, TRIAGE_JOB, { subject }, { subject, key: `${TRIAGE_JOB}-${subject.id}-${rows[0].since}` });
}

/** The caller as somebody who takes part. Most do already: they are not kept waiting for the lock that a newcomer needs. */
async function speaker(tx: Context, subject: SubjectRef): Promise<Individual> {
  const emails = await activeEmails(tx, subject);
  const isIn = emails.some((email) => email.toLowerCase() === tx.actor.email.toLowerCase());
  if (!isIn) await addParticipant(tx, subject, { email: tx.actor.email, reason: 'Wrote in the room.' });
  return callerIndividual(tx, (await projectOf(tx, subject)) as number);
}

/** A decision belongs to the history of the subject, whoever reads the room later. */
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
