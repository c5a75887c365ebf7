import { preferences } from './preferences.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @returns `2 h 14 min`; the two largest units, never seconds beyond a minute */
export function duration(ms: number): string {
  const abs = Math.max(0, ms);
  if (abs < MINUTE) return `${Math.floor(abs / 1000)} s`;
  if (abs < HOUR) return `${Math.floor(abs / MINUTE)} min`;
  if (abs < DAY) return pair(Math.floor(abs / HOUR), 'h', Math.floor((abs % HOUR) / MINUTE), 'min');
  return pair(Math.floor(abs / DAY), 'd', Math.floor((abs % DAY) / HOUR), 'h');
}

const pair = (big: number, bigUnit: string, small: number, smallUnit: string) =>
  small ? `${big} ${bigUnit} ${small} ${smallUnit}` : `${big} ${bigUnit}`;

/** @returns `just now`, `12 min ago`, `in 3 h`; from a week on the date */
export function relative(at: Date, now: number): string {
  const ms = now - at.getTime();
  if (Math.abs(ms) < MINUTE) return 'just now';
  if (Math.abs(ms) >= 7 * DAY) return day(at, now);
  const [amount, unit] = Math.abs(ms) < HOUR ? [ms / MINUTE, 'min'] : Math.abs(ms) < DAY ? [ms / HOUR, 'h'] : [ms / DAY, 'd'];
  return ms > 0 ? `${Math.floor(amount as number)} ${unit} ago` : `in ${Math.ceil(-(amount as number))} ${unit}`;
}

export const timeZone = () => preferences().timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(options: Intl.DateTimeFormatOptions) {
  const key = JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(undefined, options);
  formatters.set(key, known);
  return known;
}

function day(at: Date, now: number) {
  const sameYear = at.getFullYear() === new Date(now).getFullYear();
  return formatter({ day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }), timeZone: timeZone() }).format(at);
}

/** Date and time to the second, with its zone: for tooltips and records. */
export const absolute = (at: Date, zone = timeZone()) =>
  formatter({
    year: 'numeric',
    month: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(at);

export const clock = (at: Date) => formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: timeZone() }).format(at);
export const dayOf = (at: Date) =>
  formatter({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: timeZone() }).format(at);

/** @param amount in units of the currency; cents are left out from a hundred on */
export function money(amount: number | null | undefined): string {
  const value = amount ?? 0;
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2;
  return new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency: preferences().currency ?? 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

export const count = (value: number, one: string, many = `${one}s`) =>
  `${new Intl.NumberFormat().format(value)} ${value === 1 ? one : many}`;

const UNITS = ['B', 'kB', 'MB', 'GB'];
export function bytes(size: number): string {
  const step = Math.min(Math.floor(Math.log(Math.max(size, 1)) / Math.log(1000)), UNITS.length - 1);
  const value = size / 1000 ** step;
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[step]}`;
}
