/** PostgreSQL's largest integer. */
const LARGEST = 2 ** 31 - 1;

/** @returns the id that a client's value can mean, `"7"` as well as 7; undefined for what no row can have */
export function rowId(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 && number <= LARGEST ? number : undefined;
}
