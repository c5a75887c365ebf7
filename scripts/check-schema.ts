import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSchema, findBreakingChanges } from 'graphql';

/*
 * Compares the management API with the one of the last release: nothing that was promised is taken away. A release copies contract/schema.graphql to
 * contract/schema.released.graphql; only a major version may break what is in it.
 * @source management-api.md, API-12
 */

/** @returns what a client of `released` would miss in `current`, in sentences */
export const breakingChanges = (released: string, current: string): string[] =>
  findBreakingChanges(buildSchema(released), buildSchema(current))
    .map(({ description }) => description)
    .sort();

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (name: string) => readFileSync(new URL(`../contract/${name}`, import.meta.url), 'utf8');
  const broken = breakingChanges(read('schema.released.graphql'), read('schema.graphql'));
  for (const one of broken) process.stderr.write(`${one}\n`);
  if (broken.length) process.exitCode = 1;
}
