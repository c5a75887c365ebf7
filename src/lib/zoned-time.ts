import { Temporal } from 'temporal-polyfill';

/** @returns whether this is the name of a time zone: `UTC`, `Europe/Berlin` */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.instant().toZonedDateTimeISO(name);
    // Offsets such as +02:00 are accepted by Temporal and are no names.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** @returns `2026-11-24 17:30:00`, as a clock on the wall of that zone shows it */
export function wallTime(at: Date, timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return zoned.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
}

/**
 * The moment a wall clock shows a date and a time. An hour that a change of clocks skips moves on by as much, one that comes twice
 * means the first.
 * @param date `2026-11-24`
 * @param time `17:30`
 * @returns undefined when there is no such date or time
 */
export function momentOf(date: string, time: string, timeZone: string): Date | undefined {
  try {
    const plain = Temporal.PlainDateTime.from(`${date}T${time.padStart(5, '0')}`, { overflow: 'reject' });
    return new Date(plain.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds);
  } catch {
    return undefined;
  }
}

/** @returns the date a wall calendar of that zone shows: `2026-11-24` */
export const wallDate = (at: Date, timeZone: string) => wallTime(at, timeZone).slice(0, 10);
