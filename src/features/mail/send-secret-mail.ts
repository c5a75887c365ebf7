import type { Context, Settings } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { unavailable } from '../../core/errors.ts';
import type { Finish } from '../../core/jobs.ts';
import type { Email } from '../../plugin-sdk/capabilities.ts';
import { type MailAction, renderMail } from './render.ts';

export type SecretMail = {
  /** one row of the outbox, however many attempts it takes */
  key: string;
  /** another attempt is another mail: its secret differs */
  attempt: number;
  to: string;
  /** whose outbox tells of it; undefined: nobody's */
  organizationId: number | undefined;
  subject: string;
  markdown: string;
  actions?: MailAction[];
  /** what the outbox says in place of the words */
  outbox: string;
};

/** Whether such mails can be sent: what must not be read is not kept for reading either. */
export const canSendSecretMail = ({ smtpUrl }: Pick<Settings, 'smtpUrl'>): boolean => smtpUrl !== undefined;

/**
 * Sends a mail that nobody but its receiver may read, from within a job. It goes through the installation's own mail server: a project's is
 * in the hands of whoever administers the project.
 *
 * @param isLast no attempt follows this one
 * @returns notes in the outbox that it is sent
 * @throws what the mail server says, noted in the outbox
 */
export async function sendSecretMail(ctx: Context, mail: SecretMail, isLast: boolean, signal: AbortSignal): Promise<Finish> {
  const { key, attempt, to, subject } = mail;
  const { organizationId: id } = mail;
  const at: Context = id === undefined ? ctx : { ...ctx, tenant: { id, slug: '', name: '' } };
  await transaction(at, (tx) => insertRow(tx, mail));
  try {
    const { html, text } = rendered(ctx, mail, mail.markdown, mail.actions);
    await mailServer(ctx).send(`${key}-${attempt}`, { to: [to], cc: [], subject, text, html }, signal);
  } catch (error) {
    const failed = { status: isLast ? 'failed' : 'queued', last_error: (error as Error).message } as const;
    await transaction(at, (tx) => mark(tx, key, failed));
    throw error;
  }
  return (tx) => mark({ ...tx, tenant: at.tenant }, key, { status: 'sent', last_error: null, sent_at: tx.now() });
}

function mailServer(ctx: Context): Email {
  const plugin = ctx.plugins.find(({ type, builtIn }) => type === 'email' && builtIn);
  if (!plugin || !canSendSecretMail(ctx.settings)) throw unavailable('The installation has no mail server (TOCSIN_SMTP_URL).');
  return plugin.create({}, ctx.hostFor(ctx, 0)) as Email;
}

const rendered = ({ settings }: Context, { subject }: SecretMail, markdown: string, actions: MailAction[] = []) =>
  renderMail({ subject, markdown, actions, sender: 'Tocsin', footer: `Sent by Tocsin: ${settings.uiUrl}` });

async function insertRow(tx: Context, mail: SecretMail) {
  if (mail.organizationId === undefined) return;
  const inserted = await tx.db
    .insertInto('mails')
    .values({
      organization_id: mail.organizationId,
      to: [mail.to],
      subject: mail.subject,
      ...rendered(tx, mail, mail.outbox),
      status: 'queued',
      idempotency_key: mail.key,
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) announce(tx, { kind: 'mail', id: inserted.id }, 'created');
}

async function mark(tx: Context, key: string, change: { status: 'queued' | 'sent' | 'failed'; last_error: string | null; sent_at?: Date }) {
  const row = await tx.db
    .updateTable('mails')
    .set(change)
    .where('organization_id', '=', tx.tenant.id)
    .where('idempotency_key', '=', key)
    .returning('id')
    .executeTakeFirst();
  if (row) announce(tx, { kind: 'mail', id: row.id }, 'updated');
}
