import type { Flow, JobDefinition } from '../core/jobs.ts';
import { forgetOldNotes } from '../core/live.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Work } from '../core/worker.ts';
import { jobs as auth, schedules as authSchedules } from '../features/auth/jobs.ts';
import { jobs as conversations } from '../features/conversations/jobs.ts';
import { schedules as costSchedules, jobs as costs } from '../features/costs/jobs.ts';
import { jobs as mail } from '../features/mail/jobs.ts';
import { jobs as oncall } from '../features/oncall/jobs.ts';
import { jobs as participants } from '../features/participants/jobs.ts';
import { schedules as taskSchedules, jobs as tasks } from '../features/tasks/jobs.ts';

const FORGET_NOTES = 'forget-live-notes';

const ownJobs: JobDefinition[] = [
  {
    name: FORGET_NOTES,
    run: async (ctx) => {
      await forgetOldNotes(ctx);
      return undefined;
    },
  },
];

const flows: Flow[] = [];

/** Everything the worker runs: jobs and flows of all features. */
export const work: Work = { jobs: [...ownJobs, ...mail, ...oncall, ...auth, ...conversations, ...costs, ...participants, ...tasks], flows };

/** Everything the clock starts. */
export const schedules: Schedule[] = [
  { name: FORGET_NOTES, cron: '*/15 * * * *', job: FORGET_NOTES },
  ...authSchedules,
  ...costSchedules,
  ...taskSchedules,
];
