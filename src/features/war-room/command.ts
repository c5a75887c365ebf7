import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';

export type Kind = SubjectRef['kind'];

/** Where a command is given. */
export type Room = { subject: SubjectRef; projectId: number; name: string };

export type Outcome = {
  /** what the caller alone reads, in Markdown */
  reply?: string;
  /** what the command itself put into the room, as JSON text */
  message?: string;
  /** nothing happened: the reply says why */
  isIdle?: boolean;
};

export type Command = {
  /** without the slash */
  name: string;
  /** further names, the reference's among them; `dispatch-` before any name is understood as well */
  aliases?: readonly string[];
  /** what follows the name */
  usage: string;
  /** one sentence */
  help: string;
  /** the only kind of subject in whose rooms it makes sense */
  only?: Kind;
  /** what others should see in the room: the command changes something and says nothing of its own */
  isShown?: boolean;
  run(ctx: Context, room: Room, text: string): Promise<Outcome>;
};

/** Said in front of a command's name by clients of the reference. */
export const PREFIX = 'dispatch-';

/** @returns the command of this name, whichever of its names was used */
export function commandOf(commands: readonly Command[], typed: string): Command | undefined {
  const name = typed.startsWith(PREFIX) ? typed.slice(PREFIX.length) : typed;
  return commands.find((one) => one.name === name || one.aliases?.includes(name));
}

/** @returns what can be typed in the room of such a subject */
export const commandsIn = (commands: readonly Command[], kind: Kind) => commands.filter(({ only }) => !only || only === kind);

/** Said when a command cannot be understood: nothing happened, and this is how it is written. */
export const usage = ({ name, usage: rest, help }: Pick<Command, 'name' | 'usage' | 'help'>, problem: string): Outcome => ({
  isIdle: true,
  reply: `${problem}\n\n\`/${name}${rest ? ` ${rest}` : ''}\` ${help}`,
});
