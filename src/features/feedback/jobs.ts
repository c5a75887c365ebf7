import { eachOrganization } from '../../core/each-organization.ts';
import { type JobDefinition, job } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { reportFeedback } from './daily-report.ts';

const NAME = 'report-feedback';

const report = job<{ at: string }>({
  name: NAME,
  timeoutMs: 300_000,
  run: async (ctx, { at }) => {
    await eachOrganization(ctx, (inside) => reportFeedback(inside, new Date(at)));
    return undefined;
  },
});

export const jobs: JobDefinition[] = [report];
export const schedules: Schedule[] = [{ name: NAME, cron: '0 18 * * *', job: NAME }];
