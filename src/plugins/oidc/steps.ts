import { type Check, Refused } from '../../plugin-sdk/authentication.ts';
import type { Place } from './places.ts';

/** What one step says: it is good, or only worth knowing; what is wrong is thrown. */
export type Said = string | { note: string };
export type Step = {
  check: string;
  look(): Promise<Said>;
  /** what of the provider's console to name when it is not good */
  place?: keyof Omit<Place, 'name'>;
};

/** Takes the steps in order; after the first wrong one the rest is only named. */
export async function take(steps: Step[], place: Place | undefined): Promise<Check[]> {
  const checks: Check[] = [];
  let wrong: string | undefined;
  const at = (where: Step['place']) => (place && where ? ` At ${place.name}: ${place[where]}.` : '');
  for (const { check, look, place: where } of steps) {
    if (wrong) {
      checks.push({ check, result: 'note', detail: `Not looked at: first mend "${wrong}".` });
      continue;
    }
    try {
      const said = await look();
      checks.push(
        typeof said === 'string' ? { check, result: 'good', detail: said } : { check, result: 'note', detail: said.note + at(where) },
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      wrong = check;
      checks.push({ check, result: 'wrong', detail: error.message + at(where) });
    }
  }
  return checks;
}
