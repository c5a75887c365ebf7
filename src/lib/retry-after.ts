const DAY_MS = 86_400_000;

/**
 * How long the header `Retry-After` asks to wait: seconds, or a date.
 *
 * @returns ms, 0 for a date that is past, a day at most; undefined for a header that is absent or makes no sense
 * @source RFC 9110, section 10.2.3
 */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : /[a-z]/i.test(text) ? Date.parse(text) - now.getTime() : Number.NaN;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), DAY_MS);
}
