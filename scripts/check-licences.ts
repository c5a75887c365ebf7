import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/* What a production installation ships may be used and passed on under Apache-2.0. */

const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
];

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const checker = spawnSync(
  `${ROOT}node_modules/.bin/license-checker-rseidelsohn`,
  ['--production', '--excludePrivatePackages', '--json', '--start', ROOT],
  {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  },
);
if (checker.status !== 0) throw new Error(checker.stderr);

const packages = JSON.parse(checker.stdout) as Record<string, { licenses: string | string[] }>;
const isAllowed = (expression: string) =>
  expression
    .replace(/[()*]/g, '')
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((one) => ALLOWED.includes(one.trim())));

const refused = Object.entries(packages).filter(([, { licenses }]) => ![licenses].flat().every(isAllowed));
for (const [name, { licenses }] of refused) process.stderr.write(`${name}: the licence ${licenses} is not among those we may ship\n`);
if (refused.length) process.exitCode = 1;
