import type { Management } from './management.ts';

export type State = 'as it was' | 'to be created' | 'created' | 'to be changed' | 'changed';

/** One thing at Auth0, and what became or would become of it. */
export type Change = { resource: string; name: string; state: State; detail: string };

/** @param apply false: nothing is written */
export type Run = { api: Management; apply: boolean; tell(change: Change): void };

export const creation = ({ apply }: Run): State => (apply ? 'created' : 'to be created');
export const alteration = ({ apply }: Run): State => (apply ? 'changed' : 'to be changed');

/** Whether everything wanted is there; what else there is does not count, nor does the order of lists. */
export function covers(current: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(current) && current.length === wanted.length && wanted.every((one) => current.some((other) => covers(other, one)));
  if (wanted && typeof wanted === 'object')
    return !!current && Object.entries(wanted).every(([name, value]) => covers((current as Record<string, unknown>)[name], value));
  return current === wanted;
}

/** @returns those of the wanted fields that are not so, with their wanted values */
export const differences = <T extends object>(current: object, wanted: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(wanted).filter(([name, value]) => !covers((current as Record<string, unknown>)[name], value)),
  ) as Partial<T>;

/** What somebody has added stays. */
export const together = (current: readonly string[] | undefined, wanted: readonly string[]) => [
  ...new Set([...(current ?? []), ...wanted]),
];
