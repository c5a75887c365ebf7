/** One line of the table: a figure beside its limit. */
export type Row = {
  work: string;
  measured: string;
  limit: string;
  /** as the budget counts it: measured divided by limit, or the other way round; undefined where there is no limit */
  ratio: string;
  budget: string;
  verdict: 'ok' | 'misses' | 'not measured' | '—';
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? (sorted[Math.floor(middle)] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

export const perSecond = (value: number) => `${value < 100 ? value.toFixed(1) : Math.round(value)}/s`;
export const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** Throughput against the limit: at least `least` of it. */
export function throughputRow(work: string, least: number, pairs: readonly { measured: number; limit: number }[]): Row {
  const [measured, limit] = [median(pairs.map((pair) => pair.measured)), median(pairs.map((pair) => pair.limit))];
  return {
    work,
    measured: perSecond(measured),
    limit: perSecond(limit),
    ratio: `${Math.round((100 * measured) / limit)} %`,
    budget: `≥ ${100 * least} %`,
    verdict: measured / limit >= least ? 'ok' : 'misses',
  };
}

/** Time against the limit: at most `most` times as long. */
export function durationRow(work: string, most: number, pairs: readonly { measured: number; limit: number }[]): Row {
  const [measured, limit] = [median(pairs.map((pair) => pair.measured)), median(pairs.map((pair) => pair.limit))];
  return {
    work,
    measured: ms(measured),
    limit: ms(limit),
    ratio: `${(measured / limit).toFixed(1)} ×`,
    budget: `≤ ${most} ×`,
    verdict: measured / limit <= most ? 'ok' : 'misses',
  };
}

/** A figure that must not pass a bound. */
export function boundRow(work: string, { value, most, unit }: { value: number | undefined; most: number; unit: string }): Row {
  const measured = value === undefined ? '—' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
  const verdict = value === undefined ? 'not measured' : value <= most ? 'ok' : 'misses';
  return { work, measured, limit: '—', ratio: '—', budget: `≤ ${most} ${unit}`, verdict };
}

const HEAD = ['Work', 'Measured', 'Limit', 'Ratio', 'Budget', ''];

export function markdownOf(rows: readonly Row[]): string {
  const lines = [
    HEAD,
    HEAD.map(() => '---'),
    ...rows.map((row) => [row.work, row.measured, row.limit, row.ratio, row.budget, row.verdict]),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
