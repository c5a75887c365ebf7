import { type Command, CommanderError } from 'commander';
import { AppError } from '../../core/errors.ts';
import { report } from '../stages.ts';
import { FAILED } from '../startup-error.ts';

const USAGE = 2;

/**
 * Runs one command and says what went wrong with it.
 * @param words as the shell gives them; default: what this process was started with
 * @returns 1 failed or refused, 2 usage, 78 configuration; undefined where the command has nothing to complain of
 */
export async function runProgram(program: Command, words?: string[]): Promise<number | undefined> {
  try {
    await (words ? program.parseAsync(words, { from: 'user' }) : program.parseAsync());
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    if (!(error instanceof AppError)) return report(error);
    process.stderr.write(`${error.message}\n`);
    return FAILED;
  }
}
