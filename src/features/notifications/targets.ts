import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { enqueue, type SubjectRef } from '../../core/jobs.ts';
import { queueMail } from '../mail/index.ts';
import { matchingFilters } from '../search-filters/index.ts';

export const SEND_JOB = 'send-notification';

export type Target = {
  id: number;
  name: string;
  type: 'conversation' | 'email';
  target: string;
  project_id: number;
  filter_ids: number[];
  /** those of its filters that ask for a visibility by name */
  visibility_filter_ids: number[];
};

/** @returns the enabled notifications of a project */
export async function targetsOf(ctx: Context, projectId: number, notificationId?: number): Promise<Target[]> {
  const { rows } = await sql<Target>`
    select n.id, n.name, n.type, n.target, n.project_id,
      array(select l.search_filter_id from notification_filters l where l.notification_id = n.id order by 1) as filter_ids,
      array(select f.id from notification_filters l join search_filters f on f.id = l.search_filter_id
        where l.notification_id = n.id and f.expression::text like '%"visibility"%' order by 1) as visibility_filter_ids
    from notifications n
    where n.organization_id = ${ctx.tenant.id} and n.project_id = ${projectId} and n.enabled
      ${notificationId === undefined ? sql`` : sql`and n.id = ${notificationId}`}
    order by n.id`.execute(ctx.db);
  return rows;
}

/**
 * Which of the targets hear of the subject: those without filters and those with one that matches; each once, however many match.
 * Of a restricted subject only those hear whose matching filter asks for a visibility by name: somebody has thought of it.
 */
export async function targetsFor<T extends Target>(
  tx: Context,
  subject: SubjectRef,
  visibility: 'Open' | 'Restricted',
  targets: readonly T[],
): Promise<T[]> {
  const matching = new Set(
    await matchingFilters(
      tx,
      subject,
      targets.flatMap((target) => target.filter_ids),
    ),
  );
  return targets.filter((target) => {
    if (visibility === 'Restricted') return target.visibility_filter_ids.some((id) => matching.has(id));
    return !target.filter_ids.length || target.filter_ids.some((id) => matching.has(id));
  });
}

export type Message = { key: string; subject: string; text: string; url: string; label: string; about?: SubjectRef };

/** Sends a message to one target after the commit, once per key. */
export async function sendToTarget(tx: Context, target: Target, message: Message): Promise<void> {
  const key = `notification-${target.id}-${message.key}`;
  if (target.type === 'email') {
    await queueMail(tx, {
      key,
      to: [target.target],
      subject: message.subject,
      markdown: message.text,
      projectId: target.project_id,
      actions: [{ label: message.label, url: message.url }],
      ...(message.about && { subjectRef: message.about }),
    });
    return;
  }
  const payload = { project_id: target.project_id, channel: target.target, text: message.text, key };
  await enqueue(tx, SEND_JOB, payload, { key, ...(message.about && { subject: message.about }) });
}
