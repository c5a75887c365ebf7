import assert from 'node:assert/strict';
import type { Command } from 'commander';
import { afterAll, beforeAll, test } from 'vitest';
import { createProgram } from '../../src/app/commands/program.ts';
import { runProgram } from '../../src/app/commands/run-program.ts';
import { anInstallation, type Installation, LONG } from '../installation.ts';

/* What is true of every command, whoever adds the next one. */

let place: Installation;

beforeAll(async () => {
  place = await anInstallation({ empty: true });
}, LONG);
afterAll(() => place.remove());

type Found = { words: string[]; command: Command };

const below = (command: Command, words: string[]): Found[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== 'help')
    .flatMap((one) => [{ words: [...words, one.name()], command: one }, ...below(one, [...words, one.name()])]);

const all = below(createProgram(), []);
const name = ({ words }: Found) => words.join(' ');
const isGroup = ({ command }: Found) => command.commands.length > 0;

/** They do something and say so in a sentence, run until they are stopped, or print what is for a shell. */
const WITHOUT_DATA = [
  ...['server start', 'server develop', 'worker start', 'scheduler start', 'signals process'],
  ...['database drop', 'plugins uninstall'],
  ...['user register', 'user update', 'user reset', 'user disable', 'user enable', 'user remove-second-factor'],
  ...['member set-role', 'member suspend', 'member reactivate', 'member remove', 'audit export'],
  ...['service-account create', 'service-account delete', 'api-key revoke'],
  ...['keys rotate', 'keys revoke', 'keys export'],
  ...['scim token revoke', 'scim adopt', 'scim map set', 'scim map remove'],
  ...['completion bash', 'completion zsh', 'completion fish'],
];

test('every command, argument and option says what it is for', () => {
  assert.ok(all.length > 40);
  for (const found of all) {
    const { command } = found;
    assert.ok(command.description(), name(found));
    for (const one of command.options) assert.ok(one.description, `${name(found)} ${one.flags}`);
    for (const one of command.registeredArguments) assert.ok(one.description, `${name(found)} <${one.name()}>`);
  }
});

test('every command that prints data prints it for programs as well', () => {
  const known = new Set(all.map(name));
  for (const one of WITHOUT_DATA) assert.ok(known.has(one), `there is no ${one} any more`);
  for (const found of all.filter((one) => !isGroup(one))) {
    const hasJson = found.command.options.some(({ long }) => long === '--json');
    assert.equal(hasJson, !WITHOUT_DATA.includes(name(found)), `${name(found)}: --json`);
  }
});

test('every command explains itself without configuration, and ends with 0', { timeout: 4 * LONG }, async () => {
  const environment = { PORT: 'x', DATABASE_URL: 'nonsense' };
  const explain = async (found: Found) => {
    const { code, out, err } = await place.tocsin([...found.words, '--help'], { environment });
    assert.deepEqual([code, out.startsWith(`Usage: tocsin ${name(found)}`)], [0, true], `${name(found)}: ${out}${err}`);
  };
  const left = [...all];
  const worker = async () => {
    for (let found = left.pop(); found; found = left.pop()) await explain(found);
  };
  await Promise.all([worker(), worker()]);
});

/** What a command demands before it looks at anything else. */
const demanded = ({ command }: Found) =>
  command.options.filter((one) => one.mandatory).flatMap(({ long }) => [long ?? '', long === '--email' ? 'ada@example.com' : 'Admin']);

test('an option that a command does not know ends with 2 and is named', async () => {
  for (const found of all) {
    const program = createProgram();
    let said = '';
    for (const { command } of [{ command: program }, ...below(program, [])])
      command.configureOutput({
        writeErr: (text) => {
          said += text;
        },
      });
    const code = await runProgram(program, [...found.words, ...demanded(found), '--nonsense']);
    assert.deepEqual([code, /^error: unknown option '--nonsense'/.test(said)], [2, true], `${name(found)}: ${said}`);
  }
});

test('a command that is not there, and a group without a command, end with 2', { timeout: LONG }, async () => {
  const unknown = await place.tocsin(['serve']);
  assert.deepEqual([unknown.code, unknown.err], [2, "error: unknown command 'serve'\n(Did you mean server?)\n"]);
  for (const words of [[], ['user']]) {
    const { code, err } = await place.tocsin(words);
    assert.deepEqual([code, err.startsWith('Usage: tocsin')], [2, true], err);
  }
});
