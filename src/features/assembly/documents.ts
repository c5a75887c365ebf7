import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import { record } from '../../core/history.ts';
import { type Finish, Skip, type Step, type SubjectRef } from '../../core/jobs.ts';
import type { Resource, Subject } from '../../plugin-sdk/subject.ts';
import { documentResource, insertDocument } from '../documents/index.ts';
import { effectKey, findOrCreate, refreshAfter, withPlugin } from './effects.ts';

type Outcome = Promise<Finish | Skip | undefined>;

/** One document a kind of subject has: where it is kept, what it is made from, what it is called and what is filled in. */
export type DocumentKind = {
  /** in effect keys: `document-review` */
  what: string;
  /** the subject's column that points to it */
  pointer: string;
  /** the column of the subject's type that points to its template */
  template: string;
  resourceType: string;
  /** `Review document` */
  noun: string;
  /** Markdown to begin with when the type has no template */
  beginning: string;
  /** what stands for each `{{placeholder}}` */
  values(ctx: Context, subject: SubjectRef, full: Subject, projectId: number): Promise<Record<string, string>>;
  /** with the document, in its transaction */
  made?(tx: Context, subject: SubjectRef): Promise<void>;
};

/** The two steps of a document: once made, and filled in as often as it takes. */
export const documentSteps = (kind: DocumentKind): { create: Step['run']; fill: Step['run'] } => ({
  create: (ctx, subject, signal) => create(ctx, subject, signal, kind),
  fill: (ctx, subject, signal) => fill(ctx, subject, signal, kind),
});

const create = (ctx: Context, subject: SubjectRef, signal: AbortSignal, kind: DocumentKind): Outcome =>
  withPlugin(ctx, subject, 'document', signal, async ({ plugin, shown, title, projectId }) => {
    const state = await stateOf(ctx, subject, kind);
    if (state.documentId !== null) return undefined;
    const { noun, what, pointer, resourceType, beginning } = kind;
    const name = `${state.useTitle ? shown.title : shown.name} - ${noun}`;
    const key = effectKey(subject, `document-${what}`);
    const template = state.templateId === null ? null : ((await documentResource(ctx, state.templateId)) ?? null);
    const made = await findOrCreate(plugin, key, signal, () => plugin.create(key, { name, template, beginning, subject: shown }, signal));
    return async (tx) => {
      const id = await insertDocument(tx, {
        resource_id: made.resource_id,
        resource_type: resourceType,
        weblink: made.weblink,
        name,
        project_id: projectId,
        [`${subject.kind}_id`]: subject.id,
      });
      await sql`
        update ${sql.table(`${subject.kind}s`)} set ${sql.ref(pointer)} = ${id}, updated_at = ${tx.now()} where id = ${subject.id}`.execute(
        tx.db,
      );
      await record(tx, subject, { source: title, description: `The ${noun.toLowerCase()} was made.`, details: { weblink: made.weblink } });
      announce(tx, subject, 'documents', 'updated');
      await refreshAfter(tx, subject, `document-${what}`);
      await kind.made?.(tx, subject);
    };
  });

type State = { documentId: number | null; templateId: number | null; useTitle: boolean };

async function stateOf(ctx: Context, subject: SubjectRef, { pointer, template }: DocumentKind): Promise<State> {
  const { rows } = await sql<State>`
    select s.${sql.ref(pointer)} as "documentId", t.${sql.ref(template)} as "templateId",
      p.storage_use_title and s.visibility = 'Open' as "useTitle"
    from ${sql.table(`${subject.kind}s`)} s join ${sql.table(`${subject.kind}_types`)} t on t.id = ${sql.ref(`s.${subject.kind}_type_id`)}
    join projects p on p.id = s.project_id where s.id = ${subject.id}`.execute(ctx.db);
  return rows[0] as State;
}

/** Writes what is known now into the document's placeholders; what people wrote stays. */
const fill = (ctx: Context, subject: SubjectRef, signal: AbortSignal, kind: DocumentKind): Outcome =>
  withPlugin(ctx, subject, 'document', signal, async ({ plugin, full, projectId }) => {
    const { documentId } = await stateOf(ctx, subject, kind);
    const document: Resource | undefined = documentId === null ? undefined : await documentResource(ctx, documentId);
    if (!document) return new Skip(`There is no ${kind.noun.toLowerCase()}.`);
    await plugin.fill(document, await kind.values(ctx, subject, full, projectId), signal);
    return (tx) => {
      announce(tx, subject, 'documents');
      return Promise.resolve();
    };
  });
