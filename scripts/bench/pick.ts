/*
 * Everything in the measuring data follows from the row's number and the seed, so that the same command makes the same rows anywhere.
 */

/** The last moment of the data; months of history lie before it. */
export const END = '2026-11-01T00:00:00Z';
export const MONTHS = 18;

/** SQL function `pg_temp.pick(n, salt, most)`: a whole number from 0 to most - 1 that looks like chance and is none. */
export const pickFunction = (seed: number) => `
  create or replace function pg_temp.pick(n bigint, salt int, most int) returns int language sql immutable parallel safe as
  $$ select ((hashint8extended(n, salt + ${seed} * 1000) & 9223372036854775807) % most)::int $$`;

/** SQL text of an array of texts. */
export const textArray = (values: readonly string[]) => `array[${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')}]`;

/** SQL text: one of these texts for the row. */
export const oneOf = (values: readonly string[], n: string, salt: number) =>
  `(${textArray(values)})[1 + pg_temp.pick(${n}, ${salt}, ${values.length})]`;
