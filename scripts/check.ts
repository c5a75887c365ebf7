import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/* Everything a change must pass; CI runs the same. Every check runs, whatever the others say. */

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const bin = (name: string) => `${ROOT}node_modules/.bin/${name}`;

type Check = { name: string; command: string; parameters: string[] };

const node = (name: string, ...parameters: string[]): Check => ({ name, command: process.execPath, parameters });

const CHECKS: Check[] = [
  { name: 'format and lint', command: bin('biome'), parameters: ['check', '--error-on-warnings', '.'] },
  { name: 'types of the server', command: bin('tsc'), parameters: ['-p', 'tsconfig.json'] },
  { name: 'types of the web application', command: bin('tsc'), parameters: ['-p', 'tsconfig.web.json'] },
  node('import rules', 'scripts/check-imports.ts'),
  node('tables match migrations', 'scripts/generate-tables.ts', '--check'),
  node('schema matches parts', 'scripts/generate-graphql.ts', '--check'),
  node('contract matches routes', 'scripts/generate-contract.ts', '--check'),
  node('guide matches commands', 'scripts/generate-commands.ts', '--check'),
  node('guide matches settings', 'scripts/generate-settings.ts', '--check'),
  node('mail layout', 'scripts/compile-mail.ts', '--check'),
  node('the management API keeps its promises', 'scripts/check-schema.ts'),
  node('a test per requirement', 'scripts/check-requirements.ts'),
  { name: 'dead code', command: bin('knip'), parameters: ['--no-progress'] },
  node('licences', 'scripts/check-licences.ts'),
  { name: 'tests', command: bin('vitest'), parameters: ['run', '--reporter=dot'] },
];

const wanted = process.argv.slice(2).includes('--no-tests') ? CHECKS.filter(({ name }) => name !== 'tests') : CHECKS;
const failed: string[] = [];
for (const { name, command, parameters } of wanted) {
  process.stdout.write(`— ${name}\n`);
  const { status } = spawnSync(command, parameters, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) failed.push(name);
}
process.stdout.write(failed.length ? `\nFailed: ${failed.join(', ')}\n` : `\nAll ${wanted.length} checks passed.\n`);
if (failed.length) process.exitCode = 1;
