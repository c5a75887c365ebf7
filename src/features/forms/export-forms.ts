import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { AppError } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { scopeOf } from '../../core/resource.ts';
import type { DocumentStore } from '../../plugin-sdk/capabilities.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { documentResource, insertDocument } from '../documents/index.ts';
import { describeSubject, maskSubject } from '../participants/index.ts';
import { findCapability } from '../plugins/index.ts';
import { type ExportedForm, exportedValues } from './exported-values.ts';
import { forms } from './forms.ts';

/** More at once would keep whoever asks waiting. */
export const MOST_FORMS = 100;
const PATIENCE_MS = 30_000;
const NO_TIME = 'There was no time left for this form; export it again.';
const RESOURCE_TYPE = 'dispatch-forms-export-document';

export type Export = { links: string[]; skipped: { form_id: number; reason: string }[] };
type Place = { store: DocumentStore; title: string; template: Resource };

/**
 * Makes a document of each form from its project's template and keeps it with the form's incident. The same version of a form is one
 * document, however often it is exported; what an earlier export left unfinished is completed.
 *
 * @returns where the documents are, each link once, and which forms were left out and why
 */
export async function exportForms(ctx: Context, ids: readonly number[]): Promise<Export> {
  const known = await findForms(ctx, ids);
  const result: Export = { links: [], skipped: missing(ids, known) };
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for (const theirs of Map.groupBy(known, ({ project_id }) => project_id).values()) {
    const place = await placeOf(ctx, theirs[0] as ExportedForm);
    for (const form of theirs) {
      const made = typeof place === 'string' ? place : await exportForm(ctx, place, form, signal);
      if (typeof made === 'string') result.skipped.push({ form_id: form.id, reason: made });
      else if (made.weblink && !result.links.includes(made.weblink)) result.links.push(made.weblink);
    }
  }
  return result;
}

async function findForms(ctx: Context, ids: readonly number[]): Promise<ExportedForm[]> {
  const { rows } = await sql<ExportedForm>`
    select f.id, f.project_id, p.name as project, f.incident_id, f.updated_at, f.created_at, f.status, f.attorney_status, f.score, f.form_data,
      t.name as type, t.description as type_description, t.form_schema, c.name as creator
    from forms f join projects p on p.id = f.project_id left join form_types t on t.id = f.form_type_id
    left join individual_contacts c on c.id = f.creator_id
    where f.id = any(${ids}::int[]) and ${scopeOf(ctx, forms, 'f')} order by f.project_id, f.id`.execute(ctx.db);
  return rows;
}

const missing = (ids: readonly number[], known: readonly ExportedForm[]) =>
  [...new Set(ids)]
    .filter((id) => !known.some((form) => form.id === id))
    .map((form_id) => ({ form_id, reason: 'There is no such form, or you may not see it.' }));

/** @returns what documents are made with in the form's project, or why none can be */
async function placeOf(ctx: Context, { project_id, project }: ExportedForm): Promise<Place | string> {
  const plugin = await failing(() => findCapability(ctx, project_id, 'document'));
  if (typeof plugin === 'string') return plugin;
  if (!plugin) return `No document plug-in is enabled in the project ${project}.`;
  const template = await ctx.db
    .selectFrom('documents')
    .select('id')
    .where('organization_id', '=', ctx.tenant.id)
    .where('project_id', '=', project_id)
    .where('resource_type', '=', 'dispatch-forms-export-template')
    .executeTakeFirst();
  const resource = template && (await documentResource(ctx, template.id));
  if (!resource) return `The project ${project} has no template for the export of forms; add one to its documents.`;
  return { store: plugin.capability, title: plugin.title, template: resource };
}

async function exportForm(ctx: Context, place: Place, form: ExportedForm, signal: AbortSignal): Promise<Resource | string> {
  if (form.incident_id === null) return 'The form belongs to no incident that its document could be kept with.';
  if (signal.aborted) return NO_TIME;
  const incident = await describeSubject(ctx, { kind: 'incident', id: form.incident_id });
  const key = `incident-${incident.id}-form-${form.id}-${form.updated_at.getTime()}`;
  const name = `${incident.name} - ${form.type ?? 'Form'} - ${form.id}`;
  return failing(async () => {
    const { store, template } = place;
    const made = (await store.find(key, signal)) ?? (await store.create(key, { name, template, subject: maskSubject(incident) }, signal));
    await store.fill(made, exportedValues(form, incident), signal);
    await transaction(ctx, (tx) => keep(tx, place, form, { ...made, name }));
    return made;
  }, signal);
}

/** Enters the document, once, and tells the timeline. */
async function keep(tx: Context, { title }: Place, form: ExportedForm, made: Resource & { name: string }) {
  const known = await tx.db
    .selectFrom('documents')
    .select('id')
    .where('organization_id', '=', tx.tenant.id)
    .where('incident_id', '=', form.incident_id)
    .where('resource_type', '=', RESOURCE_TYPE)
    .where('resource_id', '=', made.resource_id)
    .executeTakeFirst();
  if (known) return;
  const subject = { kind: 'incident', id: Number(form.incident_id) } as const;
  await insertDocument(tx, {
    name: made.name,
    description: `Answers to the form ${form.type ?? form.id}`,
    resource_id: made.resource_id,
    resource_type: RESOURCE_TYPE,
    weblink: made.weblink,
    project_id: form.project_id,
    incident_id: form.incident_id,
  });
  await record(tx, subject, { source: title, description: `A form was exported: ${made.name}.`, details: { weblink: made.weblink } });
  announce(tx, subject, 'documents');
}

/** @returns what went wrong in the words of the plug-in or of the settings; a defect of ours is still thrown */
async function failing<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted) return NO_TIME;
    if (error instanceof PluginError || error instanceof AppError) return error.message;
    throw error;
  }
}
