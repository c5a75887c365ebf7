/** People take turns in order, each for the same time, counted from the start. */
export type Rotation<P = string> = { startsAt: Date; shiftHours: number; people: readonly P[] };

/** One turn of one person. */
export type Shift<P = string> = { person: P; from: Date; until: Date };

const HOUR_MS = 3_600_000;

/**
 * Whose turn it is. A shift belongs to the moment it begins, not to the one it ends.
 * @param ahead 0 for the shift at `at`, 1 for the one after it
 * @returns undefined before the rotation begins, or when nobody is in it
 */
export function onShift<P>({ startsAt, shiftHours, people }: Rotation<P>, at: Date, ahead = 0): Shift<P> | undefined {
  const lengthMs = shiftHours * HOUR_MS;
  const passed = Math.floor((at.getTime() - startsAt.getTime()) / lengthMs);
  const index = Math.max(passed, -1) + ahead;
  const person = people[index % people.length];
  if (index < 0 || person === undefined) return undefined;
  const from = startsAt.getTime() + index * lengthMs;
  return { person, from: new Date(from), until: new Date(from + lengthMs) };
}
