import { enableCompileCache } from 'node:module';
import { Command, CommanderError } from 'commander';
import { AppError } from '../core/errors.ts';
import { addDatabaseCommands } from './commands/database.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addServerCommands } from './commands/server.ts';
import { addUserCommands } from './commands/users.ts';
import { report } from './stages.ts';
import { FAILED, systemCode } from './startup-error.ts';
import { VERSION } from './version.ts';

/** The command line: exit codes 0 done, 1 failed or refused, 2 usage, 78 configuration. */
enableCompileCache();

const USAGE = 2;

// `| head` closes the pipe when it has seen enough: that is no failure.
process.stdout.on('error', (error) => process.exit(systemCode(error) === 'EPIPE' ? 0 : FAILED));

const program = new Command('tocsin').description('Incident response, self-hosted.').version(VERSION);
program.exitOverride();
addServerCommands(program);
addDatabaseCommands(program);
addUserCommands(program);
addDoctorCommand(program);
for (const command of program.commands) for (const one of [command, ...command.commands]) one.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE;
  else if (error instanceof AppError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = FAILED;
  } else process.exitCode = report(error);
}
