import { type JobDefinition, job } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { forgetOldEntries } from './forget.ts';

const FORGET = 'forget-old-audit-entries';

export const jobs: JobDefinition[] = [
  job({
    name: FORGET,
    run: async (ctx) => {
      await forgetOldEntries(ctx);
      return undefined;
    },
  }),
];

export const schedules: Schedule[] = [{ name: FORGET, cron: '40 3 * * *', job: FORGET }];
