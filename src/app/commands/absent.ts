import type { Command } from 'commander';

/** Commands of the reference that have no meaning here: scripts that still call them are told why, and fail. */
const ABSENT: [group: string, name: string, why: string][] = [
  ['server', 'shell', 'There is no `server shell`: the API and `psql` on the database show what a shell would.'],
  ['server', 'slack', 'There is no `server slack`: no chat needs a process of its own here. Remove the call.'],
  ['signals', 'consume', 'There is no `signals consume`: no plug-in that fetches signals is installed. Post them to /signals/instances.'],
];

const USAGE = 2;

export function addAbsentCommands(program: Command) {
  for (const [group, name, why] of ABSENT) {
    const parent =
      program.commands.find((one) => one.name() === group) ?? program.command(group, { hidden: true }).description(`about ${group}`);
    parent
      .command(`${name} [arguments...]`, { hidden: true })
      .description(why)
      .allowUnknownOption()
      .action(() => {
        process.stderr.write(`${why}\n`);
        process.exitCode = USAGE;
      });
  }
}
