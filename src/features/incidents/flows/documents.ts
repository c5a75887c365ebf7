import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { type Finish, Skip, type SubjectRef } from '../../../core/jobs.ts';
import { documentSteps } from '../../assembly/index.ts';
import { recalculate } from '../../costs/index.ts';
import { BEGINNINGS } from '../document-beginnings.ts';
import { documentValues } from '../document-values.ts';

const incidentDocument = documentSteps({
  what: 'incident',
  pointer: 'incident_document_id',
  template: 'incident_template_document_id',
  resourceType: 'dispatch-incident-document',
  noun: 'Incident document',
  beginning: BEGINNINGS.incident,
  values: documentValues,
});

const reviewDocument = documentSteps({
  what: 'review',
  pointer: 'incident_review_document_id',
  template: 'review_template_document_id',
  resourceType: 'dispatch-incident-review-document',
  noun: 'Review document',
  beginning: BEGINNINGS.review,
  values: documentValues,
  // Reviewing costs time, counted from the moment there is something to review.
  made: async (tx, subject) => {
    await recalculate(tx, [subject.id]);
  },
});

export const { create: createIncidentDocument, fill: fillIncidentDocument } = incidentDocument;
export const { fill: fillReviewDocument } = reviewDocument;

/** Once per incident, however often it becomes stable; a type may be left out of reviews. */
export async function createReviewDocument(ctx: Context, subject: SubjectRef, signal: AbortSignal): Promise<Finish | Skip | undefined> {
  const { rows } = await sql<{ excluded: boolean; name: string }>`
    select t.exclude_from_review as excluded, t.name from incidents s join incident_types t on t.id = s.incident_type_id
    where s.id = ${subject.id}`.execute(ctx.db);
  if (rows[0]?.excluded) return new Skip(`Incidents of type ${rows[0].name} are not reviewed.`);
  return reviewDocument.create(ctx, subject, signal, undefined);
}
