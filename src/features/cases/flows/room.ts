import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { announce } from '../../../core/db.ts';
import { AppError } from '../../../core/errors.ts';
import { record } from '../../../core/history.ts';
import { type Finish, type Flow, Skip, type SubjectRef } from '../../../core/jobs.ts';
import { effectKey, findOrCreate, has, invitePeople, keep, pinLinks, setTopic, withPlugin } from '../../assembly/index.ts';
import { createdMessage } from '../../notifications/index.ts';
import { roomOf } from '../../participants/index.ts';
import { wishesOf } from '../on-call.ts';

type Outcome = Promise<Finish | Skip | undefined>;

/** A channel of the case's own, or a thread in the channel of its type where the plug-in has threads. */
export const createCaseRoom = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'conversation', signal, async ({ plugin, shown, title }) => {
    if (await has(ctx, subject, 'conversations')) return undefined;
    const { dedicated, target } = await wishesOf(ctx, subject.id);
    const inThread = !dedicated && target !== null && plugin.createThread !== undefined;
    const key = effectKey(subject, inThread ? 'thread' : 'conversation');
    const resource = await findOrCreate(plugin, key, signal, () =>
      inThread && plugin.createThread ? plugin.createThread(key, shown, target, signal) : plugin.create(key, shown, signal),
    );
    const extra = { channel_id: resource.channel_id, ...(resource.thread_id && { thread_id: resource.thread_id }) };
    return (tx) => keep(tx, { subject, table: 'conversations', source: title, resource, extra });
  });

/** A plug-in without threads tells the channel that there is a case, and where. */
export const tellChannel = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'conversation', signal, async ({ plugin, shown, title }) => {
    const { target } = await wishesOf(ctx, subject.id);
    if (target === null) return new Skip('The type names no channel.');
    if ((await roomOf(ctx, subject))?.threadId) return new Skip('The thread begins with it.');
    try {
      await plugin.send(target, { text: createdMessage(shown), key: effectKey(subject, 'told') }, signal);
      return undefined;
    } catch (error) {
      if (error instanceof AppError && error.kind === 'not_found') return new Skip(`${title} has no channel ${target}.`);
      throw error;
    }
  });

/** Everybody in a channel reads its threads: people are called to one only when the alert is no experiment. */
export async function inviteToRoom(ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome {
  const room = await roomOf(ctx, subject);
  if (room?.threadId && !(await isInProduction(ctx, subject.id))) return new Skip('A thread is read by those who are in its channel.');
  return invitePeople(ctx, subject, signal);
}

async function isInProduction(ctx: Context, caseId: number): Promise<boolean> {
  const { rows } = await sql<{ lifecycle: string | null }>`
    select d.lifecycle from signal_instances i join signals d on d.id = i.signal_id where i.case_id = ${caseId}
    order by i.created_at, i.id limit 1`.execute(ctx.db);
  return rows[0]?.lifecycle?.toLowerCase() === 'production';
}

/** Shows the case as it is now in the message its thread began with. */
export const updateThread = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'conversation', signal, async ({ plugin, shown }) => {
    const room = await roomOf(ctx, subject);
    if (!room?.threadId || !plugin.updateThread) return new Skip('The case has no thread.');
    await plugin.updateThread({ channel_id: room.channelId, thread_id: room.threadId }, shown, signal);
    return undefined;
  });

/** From a thread into a channel of its own; each says where the other is. */
const moveToChannel = (ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome =>
  withPlugin(ctx, subject, 'conversation', signal, async ({ plugin, shown, title }) => {
    const room = await roomOf(ctx, subject);
    if (!room) throw new Error('The room of the case does not exist yet.');
    if (room.threadId === null) return new Skip('The case has a room of its own.');
    const { channelId, threadId } = room;
    const former = await weblinkOf(ctx, subject.id);
    const key = effectKey(subject, 'conversation');
    const made = await findOrCreate(plugin, key, signal, () => plugin.create(key, shown, signal));
    const [there, back] = [linkTo('this channel', made.weblink), linkTo('a thread', former)];
    await plugin.send(channelId, { text: `This case goes on in ${there}.`, key: effectKey(subject, 'moved'), threadId }, signal);
    await plugin.send(made.channel_id, { text: `This case began in ${back}.`, key: effectKey(subject, 'moved-from') }, signal);
    return async (tx) => {
      await sql`
        update conversations set channel_id = ${made.channel_id}, thread_id = null, resource_id = ${made.resource_id},
          resource_type = ${made.resource_type}, weblink = ${made.weblink}, updated_at = ${tx.now()} where case_id = ${subject.id}`.execute(
        tx.db,
      );
      await record(tx, subject, {
        source: title,
        description: 'The case moved from a thread to a channel of its own.',
        details: { from: former, to: made.weblink },
      });
      announce(tx, subject, 'updated', 'messages');
    };
  });

const linkTo = (words: string, weblink: string | null) => (weblink ? `[${words}](${weblink})` : words);

async function weblinkOf(ctx: Context, caseId: number): Promise<string | null> {
  const { rows } = await sql<{ weblink: string | null }>`select weblink from conversations where case_id = ${caseId}`.execute(ctx.db);
  return rows[0]?.weblink ?? null;
}

export const channelFlow: Flow = {
  name: 'case-channel',
  steps: [
    { name: 'move-to-channel', title: 'Open a channel of its own', priority: 50, timeoutMs: 20_000, run: moveToChannel },
    { name: 'invite-to-channel', title: 'Invite people to the channel', after: ['move-to-channel'], priority: 30, run: invitePeople },
    { name: 'set-channel-topic', title: 'Set the topic of the channel', after: ['move-to-channel'], run: setTopic },
    { name: 'pin-links-in-channel', title: 'Pin the links in the channel', after: ['move-to-channel'], run: pinLinks },
  ],
};
