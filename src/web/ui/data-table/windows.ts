/** Windows of time as an address carries them: a preset (`7d`) or two days, both included (`2026-11-01..2026-11-24`). */
export const PRESETS: Record<string, { label: string; days: number }> = {
  '1d': { label: 'Last 24 hours', days: 1 },
  '7d': { label: 'Last 7 days', days: 7 },
  '30d': { label: 'Last 30 days', days: 30 },
  '90d': { label: 'Last 90 days', days: 90 },
  '365d': { label: 'Last 12 months', days: 365 },
};

const DAY_MS = 86_400_000;

/** @returns UTC instants; the end is the end of its day in the reader's zone, so the last day counts whole */
export function windowBounds(value: string | undefined, now = Date.now()): { from?: string; to?: string } {
  const preset = value === undefined ? undefined : PRESETS[value];
  // Whole minutes keep the answer of a preset cached for a while.
  if (preset) return { from: new Date(Math.floor(now / 60_000) * 60_000 - preset.days * DAY_MS).toISOString() };
  const [from, to] = (value ?? '').split('..');
  return {
    ...(from && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(to && { to: new Date(`${to}T23:59:59.999`).toISOString() }),
  };
}

export function windowLabel(value: string): string {
  const [from, to] = value.split('..');
  return PRESETS[value]?.label ?? (from && to ? `${from} to ${to}` : from ? `from ${from}` : `until ${to}`);
}
