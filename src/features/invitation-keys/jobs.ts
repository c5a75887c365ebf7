import { type JobDefinition, job } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { tendKeys } from './keys.ts';

const TEND = 'tend-invitation-keys';

export const jobs: JobDefinition[] = [
  job({
    name: TEND,
    run: async (ctx) => {
      await tendKeys(ctx);
      return undefined;
    },
  }),
];

export const schedules: Schedule[] = [{ name: TEND, cron: '25 * * * *', job: TEND }];
