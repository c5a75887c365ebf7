import type { RoomCommand } from '../../../api/types.ts';

const MOST = 8;
const PREFIX = /^\/(dispatch-)?/;
const words = (name: string) => name.replace(PREFIX, '').toLowerCase();

/**
 * Commands that a text may become. People type `/task`, the command may be called `/dispatch-create-task`: any of its words counts.
 * @returns nothing once the command is complete and something follows it
 */
export function completionsFor(text: string, commands: readonly RoomCommand[]): RoomCommand[] {
  if (!/^\/\S*$/.test(text)) return [];
  const typed = words(text);
  const found = commands.filter((one) => words(one.name).includes(typed) || one.name.startsWith(text));
  return found
    .sort((a, b) => Number(words(b.name).startsWith(typed)) - Number(words(a.name).startsWith(typed)) || a.name.localeCompare(b.name))
    .slice(0, MOST);
}

/** The command a text has begun to use, for the line that tells what follows it. */
export const commandIn = (text: string, commands: readonly RoomCommand[]): RoomCommand | undefined =>
  commands.find((one) => text.startsWith(`${one.name} `));
