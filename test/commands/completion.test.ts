import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { anInstallation, type Installation, LONG } from '../installation.ts';

let place: Installation;
const scripts: Record<string, string> = {};

beforeAll(async () => {
  place = await anInstallation({ empty: true });
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out, err } = await place.tocsin(['completion', shell], { environment: { PORT: 'x' } });
    assert.equal(code, 0, err);
    scripts[shell] = out;
  }
}, LONG);
afterAll(() => place.remove());

const isHere = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** What the shell offers behind these words, asked in the shell itself. */
const ASK: Record<string, (words: string[]) => string[]> = {
  bash: (words) => [
    '-c',
    `${scripts.bash}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tocsin; printf '%s\\n' "\${COMPREPLY[@]}"`,
    'bash',
    ...words,
  ],
  // The shell's own functions only draw what they are given, which is what is looked at; what does not begin alike is left to them.
  zsh: (words) => [
    '-c',
    `compdef() { : }; _files() { print files }; _describe() { print -l -- \${(P)\${@[-1]}} }
${scripts.zsh}
words=("$@"); CURRENT=$#; _tocsin`,
    'zsh',
    ...words,
  ],
  fish: (words) => ['--no-config', '-c', `${scripts.fish}\ncomplete -C ${JSON.stringify(words.join(' '))}`],
};

function offered(shell: string, ...words: string[]): string[] {
  const last = words.at(-1) ?? '';
  return execFileSync(shell, ASK[shell]?.(['tocsin', ...words]) ?? [])
    .toString()
    .split('\n')
    .map((line) => line.split(/[:\t]/)[0]?.trim() ?? '')
    .filter((word) => word !== '' && word.startsWith(last));
}

for (const shell of ['bash', 'zsh', 'fish'])
  test.skipIf(!isHere(shell))(`${shell} completes groups, commands and options`, { timeout: LONG }, () => {
    assert.deepEqual(offered(shell, 'sched'), ['scheduler']);
    assert.deepEqual(offered(shell, 'user', 'dis'), ['disable']);
    assert.deepEqual(offered(shell, 'server', 'start', '--mi'), ['--migrate']);
    assert.deepEqual(offered(shell, 'user', 'disable', 'ada@example.com', '--h'), ['--help']);
    assert.deepEqual(offered(shell, 'database', 'restore', '--r'), ['--replace']);
    assert.deepEqual(offered(shell, 'server', 'sh'), [], 'hidden commands are not offered');
    assert.deepEqual(offered(shell, 'server', 'start', '--ud'), [], 'refused options are not offered');
  });

test.skipIf(!isHere('zsh'))('zsh takes the script where its own completion runs', { timeout: LONG }, () => {
  const file = join(place.folder, 'completion.zsh');
  writeFileSync(file, scripts.zsh ?? '');
  const said = execFileSync('zsh', [
    '-f',
    '-c',
    'autoload -U compinit; compinit -D -u; source $1; print $_comps[tocsin] $_comps[dispatch]',
    'zsh',
    file,
  ]);
  assert.equal(said.toString(), '_tocsin _tocsin\n');
});

test.skipIf(!isHere('fish'))('fish says what a word means, and completes the other name as well', { timeout: LONG }, () => {
  const ask = (line: string) => execFileSync('fish', ['--no-config', '-c', `${scripts.fish}\ncomplete -C '${line}'`]).toString();
  assert.match(ask('tocsin user dis'), /^disable\tlocks an account and ends all its sessions; nothing of it is lost\n$/);
  assert.match(ask('dispatch sched'), /^scheduler\tperiodic work\n$/);
});
