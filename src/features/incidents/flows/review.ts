import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { type Finish, type Flow, Skip, type SubjectRef } from '../../../core/jobs.ts';
import { archiveRoom, askForFeedback, effectKey, inviteAgain, setTopic, unarchiveRoom, updateTicket } from '../../assembly/index.ts';
import { postNotice } from '../../conversations/index.ts';
import { queueMail } from '../../mail/index.ts';
import { describeSubject } from '../../participants/index.ts';
import { createReviewDocument, fillIncidentDocument, fillReviewDocument } from './documents.ts';

type Outcome = Promise<Finish | Skip | undefined>;

/** Says in the room where the review is written. */
async function announceReview(ctx: Context, subject: SubjectRef): Outcome {
  const { rows } = await sql<{ weblink: string | null }>`
    select d.weblink from incidents s join documents d on d.id = s.incident_review_document_id where s.id = ${subject.id}`.execute(ctx.db);
  const link = rows[0]?.weblink;
  if (!link) return new Skip('There is no review document.');
  return (tx) =>
    postNotice(tx, subject, {
      text: `The incident is stable. Write the review here: [Review document](${link})`,
      key: 'review',
      pinned: true,
    });
}

/** Asks the commander to look the incident over once more. */
async function askForReview(ctx: Context, subject: SubjectRef, _signal: AbortSignal, occasion: number | undefined): Outcome {
  const commander = await commanderAtClosing(ctx, subject);
  if (!commander) return new Skip('Nobody was in command.');
  const full = await describeSubject(ctx, subject);
  const markdown = [
    `**[${full.name}](${full.url})** is closed. Please look it over while it is fresh:`,
    `- ${full.title} — ${full.type}, severity ${full.severity}, priority ${full.priority}`,
    `- Resolution: ${(full.resolution ?? '').slice(0, 100)}`,
    '- Are type, severity, tags and times right? Are all costs entered? Are the open tasks still needed?',
  ].join('\n\n');
  return (tx) =>
    queueMail(tx, {
      key: `${effectKey(subject, 'review-request')}-${occasion ?? 0}`,
      to: [commander.email],
      subject: `${full.name} is closed: please look it over`,
      markdown,
      subjectRef: subject,
      actions: [{ label: 'Open the incident', url: full.url }],
    });
}

async function commanderAtClosing(ctx: Context, subject: SubjectRef) {
  const { rows } = await sql<{ email: string }>`
    select i.email from incidents s join participants p on p.id = s.commander_id join individual_contacts i on i.id = p.individual_contact_id
    where s.id = ${subject.id}`.execute(ctx.db);
  return rows[0];
}

export const stableFlow: Flow = {
  name: 'incident-stable',
  steps: [
    { name: 'fill-document-when-stable', title: 'Bring the incident document up to date', run: fillIncidentDocument },
    { name: 'create-review-document', title: 'Make the review document', run: createReviewDocument },
    { name: 'fill-review-document', title: 'Fill in the review document', after: ['create-review-document'], run: fillReviewDocument },
    { name: 'announce-review', title: 'Say where the review is written', after: ['create-review-document'], run: announceReview },
  ],
};

export const closedFlow: Flow = {
  name: 'incident-closed',
  steps: [
    { name: 'ask-for-review', title: 'Ask the commander to look it over', run: askForReview },
    { name: 'ask-for-feedback', title: 'Ask everybody how it went', run: askForFeedback },
    { name: 'fill-review-when-closed', title: 'Bring the review document up to date', run: fillReviewDocument },
    { name: 'archive-conversation', title: 'Archive the room', run: archiveRoom },
  ],
};

export const reopenedFlow: Flow = {
  name: 'incident-reopened',
  steps: [
    { name: 'unarchive-conversation', title: 'Open the room again', priority: 50, run: unarchiveRoom },
    { name: 'invite-again', title: 'Bring people back', after: ['unarchive-conversation'], run: inviteAgain },
    { name: 'set-topic-again', title: 'Set the topic of the room', after: ['unarchive-conversation'], run: setTopic },
    { name: 'update-ticket-again', title: 'Bring the ticket up to date', run: updateTicket },
  ],
};
