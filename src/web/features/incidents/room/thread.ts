import type { Message } from '../../../api/types.ts';

const TOGETHER_MS = 5 * 60_000;

export type ThreadItem =
  | { kind: 'day'; key: string; at: Date }
  | { kind: 'new'; key: string }
  | { kind: 'message'; key: string; message: Message; continues: boolean };

/** A message that the system wrote, not a person. */
export const isNotice = ({ author, kind }: Pick<Message, 'author' | 'kind'>) => !author || kind === 'notice' || kind === 'system';

/**
 * Messages as they are read: days apart, what is new below a line, and words of one person shortly after each other under one name.
 * @param messages oldest first
 * @param readUpTo id of the last message read before; undefined: no line
 * @param mine whether the reader wrote it: own words are never new
 */
export function threadOf(messages: readonly Message[], readUpTo: number | undefined, mine: (message: Message) => boolean): ThreadItem[] {
  const items: ThreadItem[] = [];
  let hasLine = readUpTo === undefined;
  let previous: Message | undefined;
  for (const message of messages) {
    const at = new Date(message.created_at);
    const isOtherDay = !previous || new Date(previous.created_at).toDateString() !== at.toDateString();
    const isNew = !hasLine && message.id > (readUpTo ?? 0) && !mine(message);
    if (isOtherDay) items.push({ kind: 'day', key: `day ${at.toDateString()}`, at });
    if (isNew) items.push({ kind: 'new', key: 'new' });
    hasLine ||= isNew;
    const continues =
      Boolean(previous) &&
      !isOtherDay &&
      !isNew &&
      !isNotice(message) &&
      !isNotice(previous as Message) &&
      previous?.author?.email === message.author?.email &&
      at.getTime() - Date.parse((previous as Message).created_at) < TOGETHER_MS;
    items.push({ kind: 'message', key: String(message.id), message, continues });
    previous = message;
  }
  return items;
}
