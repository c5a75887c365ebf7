import { type JobDefinition, job } from '../../core/jobs.ts';
import { forgetExpiredAttempts } from '../../core/rate-limit.ts';
import type { Schedule } from '../../core/schedule.ts';
import { RENEW_SESSION, renewSession } from './provider-grant.ts';
import { forgetUnansweredChallenges } from './second-factor/passkey-challenges.ts';
import { forgetEndedSessions } from './sessions.ts';

const FORGET_ATTEMPTS = 'forget-sign-in-attempts';

export const jobs: JobDefinition[] = [
  job<{ session_id: number }>({ name: RENEW_SESSION, run: (ctx, { session_id }) => renewSession(ctx, session_id) }),
  job({
    name: FORGET_ATTEMPTS,
    run: async (ctx) => {
      await forgetExpiredAttempts(ctx);
      await forgetEndedSessions(ctx);
      await forgetUnansweredChallenges(ctx);
      return undefined;
    },
  }),
];

export const schedules: Schedule[] = [{ name: FORGET_ATTEMPTS, cron: '10 * * * *', job: FORGET_ATTEMPTS }];
