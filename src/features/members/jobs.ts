import { type JobDefinition, job } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { expireMembers } from './expire.ts';

const EXPIRE = 'expire-members';

export const jobs: JobDefinition[] = [
  job({
    name: EXPIRE,
    run: async (ctx) => {
      await expireMembers(ctx);
      return undefined;
    },
  }),
];

export const schedules: Schedule[] = [{ name: EXPIRE, cron: '* * * * *', job: EXPIRE }];
