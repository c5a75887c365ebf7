import { forgetFinishedJobs } from '../core/forget-jobs.ts';
import type { Flow, JobDefinition } from '../core/jobs.ts';
import { forgetOldNotes } from '../core/live.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Work } from '../core/worker.ts';
import { jobs as assembly } from '../features/assembly/jobs.ts';
import { jobs as audit, schedules as auditSchedules } from '../features/audit/jobs.ts';
import { jobs as auth, schedules as authSchedules } from '../features/auth/jobs.ts';
import { flows as caseFlows, jobs as cases } from '../features/cases/jobs.ts';
import { jobs as challenges } from '../features/challenges/jobs.ts';
import { jobs as conversations } from '../features/conversations/jobs.ts';
import { schedules as costSchedules, jobs as costs } from '../features/costs/jobs.ts';
import { jobs as feedback, schedules as feedbackSchedules } from '../features/feedback/jobs.ts';
import { jobs as files } from '../features/files/jobs.ts';
import { jobs as forms } from '../features/forms/jobs.ts';
import { flows as incidentFlows, jobs as incidents } from '../features/incidents/jobs.ts';
import { schedules as invitationKeySchedules, jobs as invitationKeys } from '../features/invitation-keys/jobs.ts';
import { schedules as invitationSchedules, jobs as invitations } from '../features/invitations/jobs.ts';
import { jobs as mail } from '../features/mail/jobs.ts';
import { schedules as memberSchedules, jobs as members } from '../features/members/jobs.ts';
import { schedules as notificationSchedules, jobs as notifications } from '../features/notifications/jobs.ts';
import { jobs as oncall } from '../features/oncall/jobs.ts';
import { jobs as participants } from '../features/participants/jobs.ts';
import { jobs as passwordReset } from '../features/password-reset/jobs.ts';
import { jobs as people } from '../features/people/jobs.ts';
import { schedules as reminderSchedules, jobs as reminders } from '../features/reminders/jobs.ts';
import { flows as reportFlows } from '../features/reports/jobs.ts';
import { jobs as signals } from '../features/signals/jobs.ts';
import { schedules as taskSchedules, jobs as tasks } from '../features/tasks/jobs.ts';
import { schedules as workflowSchedules, jobs as workflows } from '../features/workflows/jobs.ts';

const FORGET_NOTES = 'forget-live-notes';
const FORGET_JOBS = 'forget-finished-jobs';

const ownJobs: JobDefinition[] = [
  {
    name: FORGET_NOTES,
    run: async (ctx) => {
      await forgetOldNotes(ctx);
      return undefined;
    },
  },
  {
    name: FORGET_JOBS,
    run: async (ctx) => {
      await forgetFinishedJobs(ctx);
      return undefined;
    },
  },
];

const flows: Flow[] = [...caseFlows, ...incidentFlows, ...reportFlows];

/** Everything the worker runs: jobs and flows of all features. */
export const work: Work = {
  jobs: [
    ...ownJobs,
    ...assembly,
    ...files,
    ...forms,
    ...invitationKeys,
    ...invitations,
    ...mail,
    ...members,
    ...oncall,
    ...audit,
    ...auth,
    ...cases,
    ...challenges,
    ...conversations,
    ...costs,
    ...feedback,
    ...incidents,
    ...notifications,
    ...participants,
    ...people,
    ...passwordReset,
    ...reminders,
    ...signals,
    ...tasks,
    ...workflows,
  ],
  flows,
};

/** Everything the clock starts. */
export const schedules: Schedule[] = [
  { name: FORGET_NOTES, cron: '*/15 * * * *', job: FORGET_NOTES },
  { name: FORGET_JOBS, cron: '30 * * * *', job: FORGET_JOBS },
  ...auditSchedules,
  ...authSchedules,
  ...costSchedules,
  ...feedbackSchedules,
  ...invitationKeySchedules,
  ...invitationSchedules,
  ...memberSchedules,
  ...notificationSchedules,
  ...reminderSchedules,
  ...taskSchedules,
  ...workflowSchedules,
];
