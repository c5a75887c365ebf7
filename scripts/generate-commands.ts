import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../src/app/commands/program.ts';

/*
 * Writes docs/guides/command-line.md from the tree of commands, so that it can name none that is not there and forget none.
 * With --check it writes nothing and fails when the file is not what the tree says.
 */

const FILE = fileURLToPath(new URL('../docs/guides/command-line.md', import.meta.url));

const OPENING = `# The command line

<!-- Written by scripts/generate-commands.ts: change the commands, then run \`npm run generate\`. -->

\`tocsin\` (\`bin/tocsin.mjs\`; also called \`dispatch\`) reads the same settings as the server, from the environment and from \`.env\` in the folder
where it is started; \`--help\`, \`--version\` and completion need none. On the embedded database a command works beside a running server.

- **Exit status**: 0 done, 1 failed or refused, 2 wrong usage, 78 wrong configuration.
- **Output**: what was asked for is on standard output, everything else on standard error. \`--json\` prints data for programs.
- **Questions** are asked on a terminal only. A script answers with \`--yes\`, and gives passwords and tokens on standard input or in a file:
  what stands on a command line is seen by everybody on the machine.
- **Bars** show how far long work is on a terminal, without \`--json\`.
`;

const BACKUP = `
## Backup and restore

\`database dump\` writes one moment of the whole database into one file while the server goes on; it needs no other program, and the database
may be the embedded one or any other. The format is described in \`src/app/database/dump/README.md\`. A file gets its name only when it is
whole. It does not hold the uploaded files and generated keys below \`TOCSIN_DATA_DIR\`: copy that folder as well, without \`pg\`.

\`database restore\` reads the file to its end before it changes anything, and fills an empty database in one transaction. A dump of an older
version is restored with its schema and then migrated; one of a newer version is refused. \`--replace\` empties a database that is in use by
nobody first.

\`\`\`sh
tocsin database dump --dump-file /backup/monday.dump
tocsin database restore --dump-file /backup/monday.dump
\`\`\`
`;

function section(command: Command, path: string, depth: number): string {
  const help = command.createHelp();
  const shown = help.visibleCommands(command).filter((one) => one.name() !== 'help');
  const aliases = command.aliases().length
    ? ` Also called ${command
        .aliases()
        .map((one) => `\`${one}\``)
        .join(', ')}.`
    : '';
  const rows = [
    ...command.registeredArguments.map((one) => row(one.variadic ? `${one.name()}...` : one.name(), one.description + choicesOf(one))),
    ...help
      .visibleOptions(command)
      .filter(({ long }) => long !== '--help')
      .map((one) => row(one.flags, about(one))),
  ];
  const table = rows.length ? `\n| | |\n| --- | --- |\n${rows.join('\n')}\n` : '';
  const usage = shown.length ? path : `${path} ${command.usage()}`;
  return [
    `\n${'#'.repeat(depth)} \`${usage.replace(/ \[options\]$/, rows.length ? ' [options]' : '')}\`\n`,
    `\n${sentence(command.description())}${aliases}\n${table}`,
    ...shown.map((one) => section(one, `${path} ${one.name()}`, depth + 1)),
  ].join('');
}

const row = (name: string, text: string) => `| \`${name}\` | ${text.replaceAll('|', '\\|').replace(/(?<!`)<(\w+)>/g, '&lt;$1&gt;')} |`;
const choicesOf = ({ argChoices }: Argument) => (argChoices ? `: ${argChoices.join(', ')}` : '');
const sentence = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, '.');

function about({ description, defaultValue, mandatory, flags }: Option): string {
  const isShown =
    defaultValue !== undefined && !Array.isArray(defaultValue) && typeof defaultValue !== 'boolean' && !flags.startsWith('--no-');
  return `${description}${isShown ? ` (default: ${defaultValue})` : ''}${mandatory ? '; required' : ''}`;
}

// A name of its own, whatever this script was started as.
const program = createProgram().name('tocsin');
const groups = program
  .createHelp()
  .visibleCommands(program)
  .filter((one) => one.name() !== 'help');
const text = [OPENING, ...groups.map((one) => section(one, one.name(), 2)), BACKUP].join('');

if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write('docs/guides/command-line.md is not what the commands say: run `npm run generate` and review the difference.\n');
  process.exitCode = 1;
}
