/** People take turns in order, each for the same time, counted from the start. */
export type Rotation<P = string> = { startsAt: Date; shiftHours: number; people: readonly P[] };

/** One turn of one person. */
export type Shift<P = string> = { person: P; from: Date; until: Date };

/** What lies after a moment, up to and including another. */
export type Span = { after: Date; until: Date };

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

/**
 * The shifts that ended in the span, oldest first: somebody else took over. Turns of one person that follow each other are one shift; who
 * is alone in a rotation is never relieved.
 */
export function endedShifts<P>({ startsAt, shiftHours, people }: Rotation<P>, { after, until }: Span): Shift<P>[] {
  const lengthMs = shiftHours * HOUR_MS;
  const turnsUntil = (at: Date) => Math.floor((at.getTime() - startsAt.getTime()) / lengthMs);
  const personAt = (turn: number) => people[turn % people.length] as P;
  const beginningOf = (turn: number): number => (turn > 0 && personAt(turn - 1) === personAt(turn) ? beginningOf(turn - 1) : turn);
  const shifts: Shift<P>[] = [];
  for (let turn = Math.max(0, turnsUntil(after)); people.length && turn < turnsUntil(until); turn += 1) {
    const person = personAt(turn);
    if (personAt(turn + 1) === person) continue;
    const from = startsAt.getTime() + beginningOf(turn) * lengthMs;
    shifts.push({ person, from: new Date(from), until: new Date(startsAt.getTime() + (turn + 1) * lengthMs) });
  }
  return shifts;
}
