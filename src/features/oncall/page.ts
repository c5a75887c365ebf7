import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { enqueue, type SubjectRef } from '../../core/jobs.ts';
import { queueMail } from '../mail/index.ts';
import { describePaged } from './store.ts';

export const PAGE_SERVICE = 'page-service';
/** Pages overtake everything else that waits. */
export const PAGE_PRIORITY = 100;

export type NewPage = {
  /** the same key pages once, for ever */
  key: string;
  subject: SubjectRef;
  title: string;
  message: string;
};

/** Wakes whoever is on call for the service, through the service's own plug-in, after the commit. */
export async function pageService(tx: Context, { key, subject, ...page }: NewPage & { serviceId: number }): Promise<void> {
  await enqueue(tx, PAGE_SERVICE, { ...page, key, subject }, { key: `${PAGE_SERVICE}:${key}`, subject, priority: PAGE_PRIORITY });
}

/** Wakes one person by Tocsin's own page, for people who are on no service. */
export async function pagePerson(tx: Context, page: NewPage & { email: string }): Promise<void> {
  const isNew = await insertPage(tx, page);
  if (isNew) await record(tx, page.subject, { description: `${page.email} was paged.`, type: 'Participant updated' });
}

/** Puts a page on the person's screen and into their mail. @returns false when the key was used before */
export async function insertPage(tx: Context, page: NewPage & { email: string; serviceId?: number }): Promise<boolean> {
  const { key, subject, title, message, email, serviceId } = page;
  const described = await describePaged(tx, subject);
  if (!described) return false;
  const inserted = await tx.db
    .insertInto('pages')
    .values({
      organization_id: tx.tenant.id,
      incident_id: subject.kind === 'incident' ? subject.id : null,
      case_id: subject.kind === 'case' ? subject.id : null,
      service_id: serviceId ?? null,
      email,
      title,
      message,
      idempotency_key: key,
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return false;
  announce(tx, { kind: 'page', id: inserted.id }, 'created');
  announce(tx, subject, 'pages');
  await queueMail(tx, {
    key: `page:${key}`,
    to: [email],
    subject: `You are being paged: ${title}`,
    markdown: `# ${title}\n\n${message}\n\nOpen the ${subject.kind} and say that you are on it.`,
    subjectRef: subject,
    actions: [{ label: `Open ${described.name}`, url: described.url }],
    priority: PAGE_PRIORITY,
  });
  return true;
}
