import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import { announceRoom, conversationOfChannel, insertMessage } from './store.ts';

const LONGEST = 40_000;

/**
 * The room's own door for the built-in conversation plug-in: writes a notice once per key.
 * @throws not_found no such room
 */
export async function postToRoom(
  ctx: Context,
  channelId: string,
  message: { text: string; key?: string; pinned?: boolean; onlyTo?: string },
): Promise<void> {
  await transaction(ctx, async (tx) => {
    const conversation = await conversationOfChannel(tx, channelId);
    if (!conversation) throw notFound('room');
    const id = await insertMessage(tx, conversation.id, {
      kind: 'notice',
      body: message.text.slice(0, LONGEST),
      only_to: message.onlyTo ?? null,
      pinned: message.pinned ?? false,
      idempotency_key: message.key ?? null,
    });
    if (id !== undefined) announceRoom(tx, conversation);
  });
}

/** Says above the room what it is about. */
export async function setRoomTopic(ctx: Context, channelId: string, topic: string): Promise<void> {
  await changeRoom(ctx, channelId, { topic });
}

/** An archived room can be read and not written. */
export async function setRoomArchived(ctx: Context, channelId: string, archived: boolean): Promise<void> {
  await changeRoom(ctx, channelId, { archived_at: archived ? ctx.now() : null });
}

async function changeRoom(ctx: Context, channelId: string, change: { topic?: string; archived_at?: Date | null }) {
  await transaction(ctx, async (tx) => {
    const conversation = await conversationOfChannel(tx, channelId);
    if (!conversation) throw notFound('room');
    await tx.db
      .updateTable('conversations')
      .set({ ...change, updated_at: tx.now() })
      .where('id', '=', conversation.id)
      .execute();
    announceRoom(tx, conversation);
  });
}
