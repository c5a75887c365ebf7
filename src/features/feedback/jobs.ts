import { eachOrganization } from '../../core/each-organization.ts';
import { type JobDefinition, job } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { askAfterShifts } from './ask-after-shifts.ts';
import { reportFeedback } from './daily-report.ts';

const NAME = 'report-feedback';
const ASK = 'ask-after-shifts';

const report = job<{ at: string }>({
  name: NAME,
  timeoutMs: 300_000,
  run: async (ctx, { at }) => {
    await eachOrganization(ctx, (inside) => reportFeedback(inside, new Date(at)));
    return undefined;
  },
});

const ask = job<{ at: string }>({
  name: ASK,
  timeoutMs: 300_000,
  run: async (ctx, { at }) => {
    await eachOrganization(ctx, (inside) => askAfterShifts(inside, new Date(at)));
    return undefined;
  },
});

export const jobs: JobDefinition[] = [report, ask];
export const schedules: Schedule[] = [
  { name: NAME, cron: '0 18 * * *', job: NAME },
  // The contract's two times of day, for people at work on either side of the ocean.
  { name: ASK, cron: '0 6,16 * * *', job: ASK },
];
