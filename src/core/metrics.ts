import type { Metrics } from '../plugin-sdk/metrics.ts';

/** For an installation that measures nothing. */
export const NO_METRICS: Metrics = { counter: () => undefined, timer: () => undefined, gauge: () => undefined };
