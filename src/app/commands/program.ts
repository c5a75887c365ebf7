import { basename } from 'node:path';
import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { addAbsentCommands } from './absent.ts';
import { addAuditCommands } from './audit.ts';
import { addAuth0Commands } from './auth0.ts';
import { addCompletionCommand } from './completion.ts';
import { addDatabaseCommands } from './database.ts';
import { addDoctorCommand } from './doctor.ts';
import { addKeyCommands } from './keys.ts';
import { addMemberCommands } from './members.ts';
import { addPluginCommands } from './plugins.ts';
import { addSchedulerCommands } from './scheduler.ts';
import { addScimCommands } from './scim.ts';
import { addServerCommands } from './server.ts';
import { addSignalCommands } from './signals.ts';
import { addUserCommands } from './users.ts';

/** The name we were called by. `bin/tocsin.mjs` hands it on as the zeroth argument when it starts another Node. */
const calledAs = () => ([process.argv[1] ?? '', process.argv0].some((path) => basename(path) === 'dispatch') ? 'dispatch' : 'tocsin');

/** The whole tree of commands. Making it reads no configuration, so that help answers always. */
export function createProgram(): Command {
  const program = new Command(calledAs()).description('Incident response, self-hosted.').version(VERSION);
  program.exitOverride();
  addServerCommands(program);
  addSchedulerCommands(program);
  addDatabaseCommands(program);
  addUserCommands(program);
  addMemberCommands(program);
  addAuditCommands(program);
  addKeyCommands(program);
  addScimCommands(program);
  addPluginCommands(program);
  addSignalCommands(program);
  addDoctorCommand(program);
  addAuth0Commands(program);
  addCompletionCommand(program);
  addAbsentCommands(program);
  for (const command of program.commands) for (const one of [command, ...command.commands]) one.exitOverride();
  return program;
}
