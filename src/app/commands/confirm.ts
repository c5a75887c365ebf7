import { isCancel, confirm as question, text } from '@clack/prompts';
import { StartupError } from '../startup-error.ts';

/** @throws StartupError no, or nobody is there to be asked */
export async function confirm(message: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) throw new StartupError(`${message} There is no terminal to ask on: say yes with --yes.`);
  const answer = await question({ message, initialValue: false });
  if (isCancel(answer) || !answer) throw new StartupError('Nothing was changed.');
}

/**
 * A question whose answer cannot be given by habit: the name of what will be lost.
 * @param given the answer that a script brings along
 * @throws StartupError another name, or nobody is there to be asked
 */
export async function confirmByName(message: string, name: string, given: string | undefined): Promise<void> {
  if (given === undefined && !process.stdin.isTTY)
    throw new StartupError(`${message} There is no terminal to ask on: say yes with --yes ${name}.`);
  const answer = given ?? (await text({ message: `${message} Type its name, ${name}, to go on.` }));
  if (isCancel(answer)) throw new StartupError('Nothing was changed.');
  if (answer !== name) throw new StartupError(`${answer} is not ${name}; nothing was changed.`);
}
