import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { type Finish, Skip, type SubjectRef } from '../../core/jobs.ts';
import { capitalized } from '../../lib/text.ts';
import type { Subject } from '../../plugin-sdk/subject.ts';
import { inThread, linksOf, type Room, roomOf } from '../participants/index.ts';
import { effectKey, withPlugin } from './effects.ts';

type Outcome = Promise<Finish | Skip | undefined>;
const NO_ROOM = 'There is no room.';

/** Others decide about a channel that a subject only borrows. @returns why the subject does not */
const notItsOwn = (room: Room): Skip | undefined => {
  if (room.threadId !== null) return new Skip('The room is a thread in a channel that others use as well.');
  return room.isTakenOver ? new Skip('The incident has taken the room over.') : undefined;
};

/** Who is in charge and how it stands, above the room: nothing of what happened. */
const topicOf = (subject: Subject) =>
  [
    `${subject.kind === 'case' ? 'Assigned to' : 'In command'}: ${subject.commander ?? 'nobody'}`,
    `Status: ${subject.status}`,
    `Type: ${subject.type}`,
    `Severity: ${subject.severity}`,
    `Priority: ${subject.priority}`,
  ].join(' | ');

export const setTopic = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'conversation', signal, async ({ plugin, full }) => {
    const room = await roomOf(ctx, subject);
    if (!room) return new Skip(NO_ROOM);
    if (room.archived) return new Skip('The room is archived.');
    const lent = notItsOwn(room);
    if (lent) return lent;
    await plugin.setTopic(room.channelId, topicOf(full), signal);
    return undefined;
  });

/** Pins the way to everything that exists; more of it is pinned again. */
export const pinLinks = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'conversation', signal, async ({ plugin, full }) => {
    const room = await roomOf(ctx, subject);
    if (!room || room.archived) return new Skip(NO_ROOM);
    const { conversation: _here, ...elsewhere } = full.links;
    const links = linksOf({ ...full, links: elsewhere });
    if (!links) return new Skip('Nothing has a link yet.');
    const key = `${effectKey(subject, 'links')}-${Object.keys(elsewhere).sort().join('-')}`;
    const text = `Where everything is: ${links} · [${capitalized(subject.kind)}](${full.url})`;
    await plugin.send(room.channelId, { text, key, pinned: true, ...inThread(room) }, signal);
    return undefined;
  });

export const archiveRoom = (ctx: Context, subject: SubjectRef, signal: AbortSignal) => setArchived(ctx, subject, signal, true);
export const unarchiveRoom = (ctx: Context, subject: SubjectRef, signal: AbortSignal) => setArchived(ctx, subject, signal, false);

const setArchived = (ctx: Context, subject: SubjectRef, signal: AbortSignal, archived: boolean): Outcome =>
  withPlugin(ctx, subject, 'conversation', signal, async ({ plugin, full, title }) => {
    const room = await roomOf(ctx, subject);
    if (!room) return new Skip(NO_ROOM);
    const lent = notItsOwn(room);
    if (lent) return lent;
    // The subject may have gone on since the step was queued: what it is now counts.
    if ((full.status === 'Closed') !== archived) return new Skip(`The ${subject.kind} is ${full.status} by now.`);
    await (archived ? plugin.archive(room.channelId, signal) : plugin.unarchive(room.channelId, signal));
    return async (tx) => {
      await sql`
        update conversations set archived_at = ${archived ? tx.now() : null}, updated_at = ${tx.now()}
        where ${sql.ref(`${subject.kind}_id`)} = ${subject.id} and (archived_at is not null) <> ${archived}`.execute(tx.db);
      await record(tx, subject, { source: title, description: `The room was ${archived ? 'archived' : 'opened again'}.` });
      announce(tx, subject, 'messages');
    };
  });
