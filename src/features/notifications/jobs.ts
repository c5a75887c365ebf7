import { eachOrganization } from '../../core/each-organization.ts';
import { type JobDefinition, job, Skip } from '../../core/jobs.ts';
import type { Schedule } from '../../core/schedule.ts';
import { findCapability } from '../plugins/index.ts';
import { sendDailyReports, sendWeeklyReports } from './reports.ts';
import { SEND_JOB } from './targets.ts';

const sendNotification = job<{ project_id: number; channel: string; text: string; key: string }>({
  name: SEND_JOB,
  run: async (ctx, { project_id, channel, text, key }, _job, signal) => {
    const found = await findCapability(ctx, project_id, 'conversation');
    if (!found) return new Skip('No conversation plug-in is enabled in this project.');
    await found.capability.send(channel, { text, key }, signal);
    return undefined;
  },
});

const dailyReports = job<{ at: string }>({
  name: 'send-daily-reports',
  timeoutMs: 300_000,
  run: async (ctx, { at }) => {
    await eachOrganization(ctx, (inside) => sendDailyReports(inside, new Date(at)));
    return undefined;
  },
});

const weeklyReports = job<{ at: string }>({
  name: 'send-weekly-reports',
  timeoutMs: 300_000,
  run: async (ctx, { at }) => {
    await eachOrganization(ctx, (inside) => sendWeeklyReports(inside, new Date(at)));
    return undefined;
  },
});

export const jobs: JobDefinition[] = [sendNotification, dailyReports, weeklyReports];

export const schedules: Schedule[] = [
  { name: 'send-daily-reports', cron: '0 18 * * *', job: 'send-daily-reports' },
  { name: 'send-weekly-reports', cron: '0 18 * * 1', job: 'send-weekly-reports' },
];
