import type { Rotation } from '../../../api/types.ts';

type Person = Rotation['people'][number];
export type Shift = { person: Person; from: Date; to: Date };

const HOUR_MS = 3_600_000;

/**
 * The shift that runs at a moment and those after it. People take turns in their order, each for the same length, counted from the start.
 * @returns none while nobody takes turns; before the start the first is the first that will run
 */
export function shiftsFrom(
  { starts_at, shift_hours, people }: Pick<Rotation, 'starts_at' | 'shift_hours' | 'people'>,
  now: number,
  many: number,
): Shift[] {
  const start = starts_at ? Date.parse(starts_at) : Number.NaN;
  if (!people.length || !(shift_hours > 0) || Number.isNaN(start)) return [];
  const length = shift_hours * HOUR_MS;
  const current = Math.max(0, Math.floor((now - start) / length));
  return Array.from({ length: many }, (_, index) => {
    const turn = current + index;
    return {
      person: people[turn % people.length] as Person,
      from: new Date(start + turn * length),
      to: new Date(start + (turn + 1) * length),
    };
  });
}
