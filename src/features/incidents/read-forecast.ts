import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { filterFromText } from '../../core/filter.ts';
import { scopeOf } from '../../core/resource.ts';
import { forecastMonths, monthOf, monthsBetween } from './forecast.ts';
import { incidents } from './resource.ts';

/** Months that are foretold; the first of them have happened already, so that the forecast can be judged by them. */
const AHEAD = 12;
const KNOWN = 3;

export type Forecast = { categories: string[]; series: { name: string; data: number[] }[] };

/**
 * How many incidents a month will bring, from those the caller may see: foretold from what happened up to three months ago, beside what
 * the last three completed months really brought. Fewer than four months of history foretell nothing.
 */
export async function readForecast(ctx: Context, filter: string | undefined): Promise<Forecast> {
  const counts = await countByMonth(ctx, filter);
  const first = [...counts.keys()].sort()[0];
  const now = ctx.now();
  const history = first === undefined ? [] : monthsBetween(first, monthOf(now, -KNOWN - 1)).map((month) => counts.get(month) ?? 0);
  if (history.length <= KNOWN) return answer([], [], []);
  const categories = Array.from({ length: AHEAD }, (_, index) => monthOf(now, index - KNOWN));
  const actual = categories.slice(0, KNOWN).map((month) => counts.get(month) ?? 0);
  return answer(categories, forecastMonths(history, AHEAD), actual);
}

const answer = (categories: string[], predicted: number[], actual: number[]): Forecast => ({
  categories,
  series: [
    { name: 'Predicted', data: predicted },
    { name: 'Actual', data: actual },
  ],
});

async function countByMonth(ctx: Context, filter: string | undefined): Promise<Map<string, number>> {
  const wanted = filter === undefined ? undefined : filterFromText(incidents, filter);
  const { rows } = await sql<{ month: string; count: number }>`
    select to_char(t0.reported_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as count
    from incidents t0 join incident_types ty on ty.id = t0.incident_type_id and not ty.exclude_from_metrics
    where ${scopeOf(ctx, incidents, 't0')} ${wanted ? sql`and ${wanted}` : sql``} group by 1`.execute(ctx.db);
  return new Map(rows.map(({ month, count }) => [month, count]));
}
