export { type NewMail, queueMail } from './queue-mail.ts';
export type { MailAction } from './render.ts';
