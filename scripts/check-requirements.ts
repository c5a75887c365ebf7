import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/*
 * Each numbered requirement about access has a test whose name carries its number. What has none yet is listed here, with why; the list only gets
 * shorter: a number that is in it and has a test is a mistake, too.
 */

const ROOT = resolve(import.meta.dirname, '..');

const upTo = (prefix: string, last: number) => Array.from({ length: last }, (_one, index) => `${prefix}${index + 1}`);
const REQUIRED = [
  ...upTo('INV-', 57),
  'INV-40a',
  'INV-49a',
  ...upTo('API-', 24),
  ...upTo('CHECK 24.', 20),
  ...upTo('CHECK 10.', 12),
  ...upTo('ATTACK 23.', 8),
];

const OPEN: Record<string, string> = {
  'INV-55': 'a second factor is a choice of each person; no organization asks for it yet',
  'API-4': 'the management API has no subscriptions yet',
  'API-19': 'the management API has no subscriptions yet',
  'API-20': 'the management API has no subscriptions yet',
  'API-21': 'the management API has no subscriptions yet',
  'API-22': 'the management API has no subscriptions yet',
  'CHECK 10.8': 'the management API has no subscriptions yet',
  'CHECK 10.9': 'the management API has no subscriptions yet',
  'CHECK 10.7': 'the management API has no incidents yet',
  'API-24': 'every statement names the organization; the database does not repeat it by itself yet',
};

const texts = globSync(['src/**/*.test.ts', 'src/**/*.test.mjs', 'test/**/*.test.ts', 'deploy/**/*.test.{ts,mjs,js}'], { cwd: ROOT }).map(
  (file) => readFileSync(join(ROOT, file), 'utf8'),
);
/** In the name of a test: quoted, behind `test(`, `test.each(…)(` or `describe(`. */
const named = texts.flatMap((text) =>
  [...text.matchAll(/['"`](?=[^'"`\n]*(?:INV|API|CHECK|ATTACK)[- ]\d)([^\n]*)/g)].map((match) => match[1] ?? ''),
);

const isTested = (number: string) => {
  const whole = new RegExp(`${number.replaceAll('.', '\\.')}(?![0-9a])`);
  return named.some((name) => whole.test(name)) || isInRange(number);
};

/** `INV-13 to INV-15` names the one between them as well. */
function isInRange(number: string): boolean {
  const [, prefix, at] = /^(INV-|API-)(\d+)$/.exec(number) ?? [];
  if (!prefix) return false;
  return named.some((name) =>
    [...name.matchAll(new RegExp(`${prefix}(\\d+) to ${prefix}(\\d+)`, 'g'))].some(
      ([, from, to]) => Number(from) <= Number(at) && Number(at) <= Number(to),
    ),
  );
}

const missing = REQUIRED.filter((number) => !isTested(number) && !(number in OPEN));
const done = Object.keys(OPEN).filter((number) => isTested(number));
for (const number of missing) process.stderr.write(`${number} has no test\n`);
for (const number of done) process.stderr.write(`${number} has a test now: take it off the list in scripts/check-requirements.ts\n`);
if (missing.length || done.length) process.exitCode = 1;
else process.stdout.write(`${REQUIRED.length - Object.keys(OPEN).length} of ${REQUIRED.length} requirements have a test by their number\n`);
