import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { announce } from '../../../core/db.ts';
import { record } from '../../../core/history.ts';
import { type Finish, Skip, type SubjectRef } from '../../../core/jobs.ts';
import type { Resource } from '../../../plugin-sdk/subject.ts';
import { recalculate } from '../../costs/index.ts';
import { documentResource, insertDocument } from '../../documents/index.ts';
import { BEGINNINGS } from '../document-beginnings.ts';
import { documentValues } from '../document-values.ts';
import { effectKey, findOrCreate, refreshAfter, withPlugin } from './effects.ts';

type Outcome = Promise<Finish | Skip | undefined>;

/** The two documents of an incident: where it is kept, what it is made from, what it is called. */
const KINDS = {
  incident: {
    pointer: 'incident_document_id',
    template: 'incident_template_document_id',
    type: 'dispatch-incident-document',
    noun: 'Incident document',
  },
  review: {
    pointer: 'incident_review_document_id',
    template: 'review_template_document_id',
    type: 'dispatch-incident-review-document',
    noun: 'Review document',
  },
} as const;
type Kind = keyof typeof KINDS;

export const createIncidentDocument = (ctx: Context, subject: SubjectRef, signal: AbortSignal) => create(ctx, subject, signal, 'incident');

/** Once per incident, however often it becomes stable; a type may be left out of reviews. */
export async function createReviewDocument(ctx: Context, subject: SubjectRef, signal: AbortSignal): Outcome {
  const { rows } = await sql<{ excluded: boolean; name: string }>`
    select t.exclude_from_review as excluded, t.name from incidents s join incident_types t on t.id = s.incident_type_id
    where s.id = ${subject.id}`.execute(ctx.db);
  if (rows[0]?.excluded) return new Skip(`Incidents of type ${rows[0].name} are not reviewed.`);
  return create(ctx, subject, signal, 'review');
}

const create = (ctx: Context, subject: SubjectRef, signal: AbortSignal, kind: Kind): Outcome =>
  withPlugin(ctx, subject, 'document', signal, async ({ plugin, shown, title, projectId }) => {
    const state = await stateOf(ctx, subject, kind);
    if (state.documentId !== null) return undefined;
    const { noun, type, pointer } = KINDS[kind];
    const name = `${state.useTitle ? shown.title : shown.name} - ${noun}`;
    const key = effectKey(subject, `document-${kind}`);
    const template = state.templateId === null ? null : ((await documentResource(ctx, state.templateId)) ?? null);
    const made = await findOrCreate(plugin, key, signal, () =>
      plugin.create(key, { name, template, beginning: BEGINNINGS[kind], subject: shown }, signal),
    );
    return async (tx) => {
      const id = await insertDocument(tx, {
        resource_id: made.resource_id,
        resource_type: type,
        weblink: made.weblink,
        name,
        project_id: projectId,
        incident_id: subject.id,
      });
      await sql`update incidents set ${sql.ref(pointer)} = ${id}, updated_at = ${tx.now()} where id = ${subject.id}`.execute(tx.db);
      await record(tx, subject, { source: title, description: `The ${noun.toLowerCase()} was made.`, details: { weblink: made.weblink } });
      announce(tx, subject, 'documents', 'updated');
      await refreshAfter(tx, subject, `document-${kind}`);
      // Reviewing costs time, counted from the moment there is something to review.
      if (kind === 'review') await recalculate(tx, [subject.id]);
    };
  });

type State = { documentId: number | null; templateId: number | null; useTitle: boolean };

async function stateOf(ctx: Context, subject: SubjectRef, kind: Kind): Promise<State> {
  const { pointer, template } = KINDS[kind];
  const { rows } = await sql<State>`
    select s.${sql.ref(pointer)} as "documentId", t.${sql.ref(template)} as "templateId",
      p.storage_use_title and s.visibility = 'Open' as "useTitle"
    from incidents s join incident_types t on t.id = s.incident_type_id join projects p on p.id = s.project_id
    where s.id = ${subject.id}`.execute(ctx.db);
  return rows[0] as State;
}

export const fillIncidentDocument = (ctx: Context, subject: SubjectRef, signal: AbortSignal) => fill(ctx, subject, signal, 'incident');
export const fillReviewDocument = (ctx: Context, subject: SubjectRef, signal: AbortSignal) => fill(ctx, subject, signal, 'review');

/** Writes what is known now into the document's placeholders; what people wrote stays. */
const fill = (ctx: Context, subject: SubjectRef, signal: AbortSignal, kind: Kind): Outcome =>
  withPlugin(ctx, subject, 'document', signal, async ({ plugin, full, projectId }) => {
    const { documentId } = await stateOf(ctx, subject, kind);
    const document: Resource | undefined = documentId === null ? undefined : await documentResource(ctx, documentId);
    if (!document) return new Skip(`There is no ${KINDS[kind].noun.toLowerCase()}.`);
    await plugin.fill(document, await documentValues(ctx, subject, full, projectId), signal);
    return (tx) => {
      announce(tx, subject, 'documents');
      return Promise.resolve();
    };
  });
