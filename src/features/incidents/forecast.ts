/** Months of a year: the season that incidents may follow. */
const SEASON = 12;
/** Smoothing factors that are tried; the combination that would have foretold the past best is used. */
const FACTORS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9];

type Factors = { level: number; trend: number; season: number };
type Fit = { forecast: (ahead: number) => number; error: number };

/**
 * Foretells a monthly count by additive exponential smoothing with a trend and, once two years are known, a yearly season.
 * @param history counts of consecutive months, oldest first
 * @returns whole numbers, rounded up, none below 0
 * @source Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 8.3
 */
export function forecastMonths(history: readonly number[], ahead: number): number[] {
  const period = history.length >= 2 * SEASON ? SEASON : 1;
  let best: Fit | undefined;
  for (const level of FACTORS)
    for (const trend of FACTORS)
      for (const season of period > 1 ? FACTORS : [0]) {
        const fit = smooth(history, period, { level, trend, season });
        if (!best || fit.error < best.error) best = fit;
      }
  return Array.from({ length: ahead }, (_, index) => Math.max(Math.ceil(best?.forecast(index + 1) ?? 0), 0));
}

function smooth(history: readonly number[], period: number, factors: Factors): Fit {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
  let level = period > 1 ? mean(history.slice(0, period)) : (history[0] ?? 0);
  let trend = period > 1 ? (mean(history.slice(period, 2 * period)) - level) / period : (history[1] ?? level) - level;
  const seasons = history.slice(0, period).map((value) => (period > 1 ? value - level : 0));
  let error = 0;
  for (const [month, value] of history.entries()) {
    if (month < period) continue;
    const season = seasons[month % period] ?? 0;
    error += (value - (level + trend + season)) ** 2;
    const former = level;
    level = factors.level * (value - season) + (1 - factors.level) * (level + trend);
    trend = factors.trend * (level - former) + (1 - factors.trend) * trend;
    seasons[month % period] = factors.season * (value - level) + (1 - factors.season) * season;
  }
  return { error, forecast: (steps) => level + steps * trend + (seasons[(history.length + steps - 1) % period] ?? 0) };
}

/** @returns `YYYY-MM` of the month `offset` months from the one that `date` is in, UTC */
export function monthOf(date: Date, offset = 0): string {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1)).toISOString().slice(0, 7);
}

/** @returns every month from the first to the last, both included */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last && months.length < 1200; month = monthOf(new Date(`${month}-01T00:00:00Z`), 1)) months.push(month);
  return months;
}
