const parts = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string) {
  const known =
    parts.get(zone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  parts.set(zone, known);
  return known;
}

/** How far the zone is ahead of UTC at an instant, in milliseconds. */
function offsetMs(at: number, zone: string): number {
  const part = Object.fromEntries(
    formatter(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>;
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/** @returns `2026-11-24T09:30`, what a clock on the wall of that zone shows */
export function wallTime(at: Date, zone: string): string {
  return new Date(at.getTime() + offsetMs(at.getTime(), zone)).toISOString().slice(0, 16);
}

/**
 * The instant a wall clock names. A time that a change to summer time skips counts as the one after it; one that happens twice is the first.
 * @param wall `2026-11-24T09:30`
 * @returns undefined when it is no time
 */
export function instantOf(wall: string, zone: string): Date | undefined {
  const asUtc = /^\d{4,}-\d\d-\d\dT\d\d:\d\d/.test(wall) ? Date.parse(`${wall.slice(0, 16)}:00Z`) : Number.NaN;
  if (Number.isNaN(asUtc)) return undefined;
  const early = asUtc - offsetMs(asUtc - offsetMs(asUtc, zone), zone);
  // The guess may lie on the other side of a change of the clocks.
  const before = asUtc - offsetMs(early - 3_600_000, zone);
  return new Date(wallTime(new Date(before), zone) === wall.slice(0, 16) ? Math.min(before, early) : early);
}

/** Zones to offer: the reader's own first, UTC second, then all the others by name. */
export function zonesFor(own: string): string[] {
  const all = Intl.supportedValuesOf('timeZone');
  return [...new Set([own, 'UTC', ...all])];
}
