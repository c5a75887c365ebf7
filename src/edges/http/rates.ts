import { limited } from '../../core/errors.ts';

/** Requests a minute; 0: as many as one likes. */
export type Rates = {
  /** for one signed-in user */
  perCaller: number;
  /** for everything from one address, signed in or not */
  perAddress: number;
  /** for one address on the operations that name this limit */
  named: Readonly<Record<string, number>>;
};

export const NO_RATES: Rates = { perCaller: 0, perAddress: 0, named: {} };

const MINUTE_MS = 60_000;
const MOST_KEYS = 50_000;
/** Making room is a walk over all of them: it is made for many at once. */
const ROOM = MOST_KEYS / 10;

/**
 * Counts requests in this process: nothing is asked of the database, so several processes let through as many times the limit.
 * A key may use a minute's worth at once and earns it back evenly.
 *
 * @source docs/decisions/2026-11-25-request-limits.md
 */
export function createRates(now: () => Date) {
  /** when a key will have earned back all it used, ms */
  const restoredAt = new Map<string, number>();

  function makeRoom(at: number) {
    for (const [key, restored] of restoredAt) if (restored <= at) restoredAt.delete(key);
    // All of them are busy: whoever came first is forgotten, so that memory stays bounded.
    for (const key of restoredAt.keys()) {
      if (restoredAt.size <= MOST_KEYS - ROOM) break;
      restoredAt.delete(key);
    }
  }

  return {
    /** @throws limited the key has used up what it may */
    count(key: string, perMinute: number) {
      if (!perMinute) return;
      const at = now().getTime();
      const known = restoredAt.get(key);
      if (known === undefined && restoredAt.size >= MOST_KEYS) makeRoom(at);
      const restored = Math.max(known ?? 0, at) + MINUTE_MS / perMinute;
      // Sums of fractions of a minute are not exact; a thousandth of a millisecond is no request.
      const excessMs = restored - at - MINUTE_MS;
      if (excessMs > 0.001) throw limited(`At most ${perMinute} requests a minute are taken here; wait a while and try again.`, excessMs);
      restoredAt.set(key, restored);
    },
  };
}
