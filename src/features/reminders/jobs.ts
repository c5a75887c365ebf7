import type { Context } from '../../core/context.ts';
import { eachOrganization } from '../../core/each-organization.ts';
import { type JobDefinition, job } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { remindToCloseCases, remindToTriage } from './case-reminders.ts';
import { remindToClose } from './close-reminders.ts';
import { remindOfEvergreen } from './evergreen-reminders.ts';
import { remindOfReports } from './report-reminders.ts';

/** @returns a job that does the work in every organization */
const everywhere = (name: string, work: (inside: Context, at: Date) => Promise<void>): JobDefinition =>
  job<{ at: string }>({
    name,
    timeoutMs: 300_000,
    run: async (ctx, { at }) => {
      await eachOrganization(ctx, (inside) => work(inside, new Date(at)));
      return undefined;
    },
  });

export const jobs: JobDefinition[] = [
  everywhere('remind-of-reports', remindOfReports),
  everywhere('remind-to-close', remindToClose),
  everywhere('remind-of-evergreen', remindOfEvergreen),
  everywhere('remind-to-triage', remindToTriage),
  everywhere('remind-to-close-cases', remindToCloseCases),
];

export const schedules: Schedule[] = [
  { name: 'remind-of-reports', cron: '*/5 * * * *', job: 'remind-of-reports' },
  { name: 'remind-to-close', cron: '0 18 * * 1', job: 'remind-to-close' },
  { name: 'remind-of-evergreen', cron: '0 18 * * 1', job: 'remind-of-evergreen' },
  { name: 'remind-to-triage', cron: '0 18 * * *', job: 'remind-to-triage' },
  { name: 'remind-to-close-cases', cron: '0 18 * * 1', job: 'remind-to-close-cases' },
];
