export { type NewMail, queueMail } from './queue-mail.ts';
export type { MailAction } from './render.ts';
export { canSendSecretMail, type SecretMail, sendSecretMail } from './send-secret-mail.ts';
