import { type JobDefinition, job } from '../../core/jobs.ts';
import { forgetExpiredAttempts } from '../../core/rate-limit.ts';
import type { Schedule } from '../../core/schedule.ts';
import { forgetEndedSessions } from './sessions.ts';

const FORGET_ATTEMPTS = 'forget-sign-in-attempts';

export const jobs: JobDefinition[] = [
  job({
    name: FORGET_ATTEMPTS,
    run: async (ctx) => {
      await forgetExpiredAttempts(ctx);
      await forgetEndedSessions(ctx);
      return undefined;
    },
  }),
];

export const schedules: Schedule[] = [{ name: FORGET_ATTEMPTS, cron: '10 * * * *', job: FORGET_ATTEMPTS }];
