export { remindAfterTransition } from './report-reminders.ts';
