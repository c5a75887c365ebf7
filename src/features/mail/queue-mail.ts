import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { AppError } from '../../core/errors.ts';
import { enqueue, type SubjectRef } from '../../core/jobs.ts';
import { findCapability } from '../plugins/index.ts';
import { type MailAction, renderMail } from './render.ts';

export const SEND_MAIL = 'send-mail';

/** The database's own limit for an address list is none; a mail server's usually is 100. */
const MOST_RECIPIENTS = 100;

export type NewMail = {
  /** the same key is one mail, for ever */
  key: string;
  /** addresses of people, or of groups that Tocsin keeps: those become their members */
  to: string[];
  cc?: string[];
  subject: string;
  markdown: string;
  subjectRef?: SubjectRef;
  /** whose mail server sends it, when it is about no subject; default: the organization's default project */
  projectId?: number;
  actions?: MailAction[];
  /** higher is sent first */
  priority?: number;
};

/** Writes a mail into the outbox, to be sent after the commit; without a mail server it is kept there to be read. */
export async function queueMail(tx: Context, mail: NewMail): Promise<void> {
  const to = await people(tx, mail.to);
  const cc = (await people(tx, mail.cc ?? [])).filter((address) => !to.includes(address));
  if (!to.length) return;
  const projectId = await projectOf(tx, mail);
  const status = projectId !== undefined && (await canSend(tx, projectId)) ? 'queued' : 'kept';
  for (let part = 0; part * MOST_RECIPIENTS < to.length; part += 1) {
    await insertMail(tx, mail, {
      key: part ? `${mail.key}:${part + 1}` : mail.key,
      to: to.slice(part * MOST_RECIPIENTS, (part + 1) * MOST_RECIPIENTS),
      cc: part ? [] : cc,
      status,
      projectId,
    });
  }
}

type Part = { key: string; to: string[]; cc: string[]; status: 'queued' | 'kept'; projectId: number | undefined };

async function insertMail(tx: Context, mail: NewMail, { key, to, cc, status, projectId }: Part) {
  const subject = mail.subject.replace(/\s+/g, ' ').trim();
  const { html, text } = renderMail({
    subject,
    markdown: mail.markdown,
    actions: mail.actions ?? [],
    sender: tx.tenant.name,
    footer: `Sent by Tocsin for ${tx.tenant.name}: ${tx.settings.uiUrl}/${tx.tenant.slug}`,
  });
  const inserted = await tx.db
    .insertInto('mails')
    .values({
      organization_id: tx.tenant.id,
      incident_id: mail.subjectRef?.kind === 'incident' ? mail.subjectRef.id : null,
      case_id: mail.subjectRef?.kind === 'case' ? mail.subjectRef.id : null,
      to,
      cc,
      subject,
      text,
      html,
      status,
      idempotency_key: key,
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return;
  announce(tx, { kind: 'mail', id: inserted.id }, 'created');
  if (status !== 'queued') return;
  await enqueue(tx, SEND_MAIL, { mailId: inserted.id, projectId }, { key: `${SEND_MAIL}:${inserted.id}`, priority: mail.priority ?? 0 });
}

/** A domain that never exists: the addresses of groups that Tocsin keeps itself. */
const OWN_GROUP = /\.invalid$/;

/** Addresses once each, our own groups replaced by their members. */
async function people(tx: Context, addresses: string[]): Promise<string[]> {
  const wanted = [...new Set(addresses.map((address) => address.trim().toLowerCase()).filter(Boolean))];
  const groups = wanted.filter((address) => OWN_GROUP.test(address));
  if (!groups.length) return wanted;
  const members = await tx.db
    .selectFrom('group_members')
    .select(sql<string>`lower(email)`.as('email'))
    .distinct()
    .where('organization_id', '=', tx.tenant.id)
    .where('group_email', 'in', groups)
    .orderBy('email')
    .execute();
  return [...new Set([...wanted.filter((address) => !OWN_GROUP.test(address)), ...members.map((row) => row.email)])];
}

async function projectOf(tx: Context, { subjectRef, projectId }: NewMail): Promise<number | undefined> {
  if (projectId !== undefined) return projectId;
  const from = subjectRef
    ? sql`${sql.table(`${subjectRef.kind}s`)} s where s.id = ${subjectRef.id}`
    : sql`(select id as project_id, organization_id from projects where "default") s where true`;
  const { rows } = await sql<{
    project_id: number;
  }>`select s.project_id from ${from} and s.organization_id = ${tx.tenant.id} limit 1`.execute(tx.db);
  return rows[0]?.project_id;
}

async function canSend(tx: Context, projectId: number): Promise<boolean> {
  try {
    return (await findCapability(tx, projectId, 'email'))?.capability.configured === true;
  } catch (error) {
    // A broken configuration must be seen: the mail waits, and its job says what is wrong until somebody mends it.
    if (error instanceof AppError) return true;
    throw error;
  }
}
