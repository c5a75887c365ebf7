import { enableCompileCache } from 'node:module';
import { CommanderError } from 'commander';
import { AppError } from '../core/errors.ts';
import { createProgram } from './commands/program.ts';
import { report } from './stages.ts';
import { FAILED, systemCode } from './startup-error.ts';

/** The command line: exit codes 0 done, 1 failed or refused, 2 usage, 78 configuration. */
enableCompileCache();

const USAGE = 2;

// `| head` closes the pipe when it has seen enough: that is no failure.
process.stdout.on('error', (error) => process.exit(systemCode(error) === 'EPIPE' ? 0 : FAILED));

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else if (error instanceof AppError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = FAILED;
  } else process.exitCode = report(error);
}
