import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { invalid } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { type SubjectRef, startFlow } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { postNotice } from '../conversations/index.ts';
import { queueMail } from '../mail/index.ts';
import { activeEmails, describeSubject, findParticipant, groupOf, incidentEdit } from '../participants/index.ts';
import { asMarkdown, type ExecutiveReportCreate, partsOf, type ReportType, type TacticalReportCreate } from './report.ts';
import { reportFlow } from './report-document.ts';
import { insertReport } from './store.ts';

/**
 * Says what is known, what is done and what is needed: pinned in the room and by mail to whoever works on it.
 * @returns the report's id
 * @throws forbidden the caller may not change the incident
 */
export function createTacticalReport(ctx: Context, incidentId: number, input: TacticalReportCreate): Promise<number> {
  return transaction(ctx, async (tx) => {
    const report = await createReport(tx, incidentId, 'Tactical Report', input);
    await postNotice(tx, report.subject, {
      key: `report-${report.id}`,
      pinned: true,
      text: `### Tactical report ${report.number}\n\n${report.markdown}\n\n_${report.author}_`,
    });
    await mailReport(tx, report, 'tactical');
    return report.id;
  });
}

/**
 * Tells those who wait outside how it stands: by mail at once, and as a document as soon as the document plug-in has made it.
 * @returns the report's id
 * @throws forbidden the caller may not change the incident
 */
export function createExecutiveReport(ctx: Context, incidentId: number, input: ExecutiveReportCreate): Promise<number> {
  return transaction(ctx, async (tx) => {
    const report = await createReport(tx, incidentId, 'Executive Report', input);
    await startFlow(tx, reportFlow, report.subject, report.id);
    await mailReport(tx, report, 'notifications');
    return report.id;
  });
}

type Report = { id: number; number: number; type: ReportType; subject: SubjectRef; author: string; markdown: string };

async function createReport(tx: Context, incidentId: number, type: ReportType, details: Record<string, string>): Promise<Report> {
  const subject: SubjectRef = { kind: 'incident', id: incidentId };
  await requirePermission(tx, incidentEdit, { table: 'incidents', id: incidentId });
  if (!Object.values(details).some(Boolean))
    throw invalid(Object.keys(partsOf(type))[0] as string, 'Write at least one part of the report.');
  const participant = await findParticipant(tx, subject, tx.actor.email);
  const author = participant?.name ?? tx.actor.email;
  const { id, number } = await insertReport(tx, { incidentId, participantId: participant?.id ?? null, type, details });
  await record(tx, subject, {
    source: 'Incident Participant',
    description: `${author} wrote a new ${type.toLowerCase()}.`,
    type: 'Assessment updated',
    details,
    owner: author,
    individual_id: participant?.individual_contact_id ?? null,
  });
  announce(tx, subject, 'reports', 'updated');
  return { id, number, type, subject, author, markdown: asMarkdown(type, details) };
}

/** To the group that is meant for it; to everybody who takes part while nobody is in it. */
async function mailReport(tx: Context, { id, number, type, subject, author, markdown }: Report, kind: 'tactical' | 'notifications') {
  const incident = await describeSubject(tx, subject);
  const group = await groupOf(tx, subject, kind);
  await queueMail(tx, {
    key: `report-${id}`,
    to: group?.members.length ? [group.email] : await activeEmails(tx, subject),
    subject: `${incident.name}: ${type.toLowerCase()} ${number}`,
    markdown: `**[${incident.name}](${incident.url})** ${incident.title}\n\n${markdown}\n\nFrom ${author}; in command: ${incident.commander ?? 'nobody yet'}.`,
    subjectRef: subject,
    actions: [{ label: 'Open the incident', url: incident.url }],
  });
}
