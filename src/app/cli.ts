import { enableCompileCache } from 'node:module';
import { createProgram } from './commands/program.ts';
import { runProgram } from './commands/run-program.ts';
import { FAILED, systemCode } from './startup-error.ts';

/** The command line: exit codes 0 done, 1 failed or refused, 2 usage, 78 configuration. */
enableCompileCache();

// `| head` closes the pipe when it has seen enough: that is no failure.
process.stdout.on('error', (error) => process.exit(systemCode(error) === 'EPIPE' ? 0 : FAILED));

const code = await runProgram(createProgram());
// A command that is over may have said itself how it went.
if (code !== undefined) process.exitCode = code;
