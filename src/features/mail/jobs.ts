import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { type JobDefinition, job, Skip } from '../../core/jobs.ts';
import { findCapability } from '../plugins/index.ts';
import { SEND_MAIL } from './queue-mail.ts';

const MAX_ATTEMPTS = 15;

/** Hands one mail to the mail server. A second attempt after a lost answer carries the same Message-ID. */
const sendMail = job<{ mailId: number; projectId: number }>({
  name: SEND_MAIL,
  maxAttempts: MAX_ATTEMPTS,
  async run(ctx, { mailId, projectId }, { attempts }, signal) {
    const mail = await ctx.db
      .selectFrom('mails')
      .select(['idempotency_key', 'to', 'cc', 'subject', 'text', 'html', 'status'])
      .where('id', '=', mailId)
      .where('organization_id', '=', ctx.tenant.id)
      .executeTakeFirst();
    if (!mail || mail.status === 'sent') return new Skip('The mail is gone or has been sent.');
    try {
      const email = await findCapability(ctx, projectId, 'email');
      if (!email?.capability.configured) return (tx) => mark(tx, mailId, { status: 'kept', last_error: null });
      const { idempotency_key: key, to, cc, subject, text, html } = mail;
      await email.capability.send(key, { to, cc, subject, text, html }, signal);
    } catch (error) {
      const failed = { status: attempts >= MAX_ATTEMPTS ? 'failed' : 'queued', last_error: (error as Error).message } as const;
      await transaction(ctx, (tx) => mark(tx, mailId, failed));
      throw error;
    }
    return (tx) => mark(tx, mailId, { status: 'sent', last_error: null, sent_at: tx.now() });
  },
});

type Mark = { status: 'kept' | 'queued' | 'sent' | 'failed'; last_error: string | null; sent_at?: Date };

async function mark(tx: Context, id: number, change: Mark) {
  await tx.db.updateTable('mails').set(change).where('id', '=', id).execute();
  announce(tx, { kind: 'mail', id }, 'updated');
}

export const jobs: JobDefinition[] = [sendMail];
