import type { Context } from '../../core/context.ts';
import { announce } from '../../core/db.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { idFromResource, resourceIdOf } from './resource-id.ts';

export type NewDocument = {
  name: string;
  project_id: number;
  resource_id: string | null;
  resource_type: string;
  weblink: string | null;
  description?: string | null;
  incident_id?: number | null;
  case_id?: number | null;
  report_id?: number | null;
};

/**
 * Records a document that a plug-in has made. The built-in plug-in keeps its documents in the same table: its row is there already and
 * is completed.
 * @returns the document's id
 */
export async function insertDocument(tx: Context, document: NewDocument): Promise<number> {
  const row = { ...document, updated_at: tx.now() };
  const ownId = await ownDocument(tx, document.project_id, document.resource_id);
  if (ownId !== undefined) {
    await tx.db.updateTable('documents').set(row).where('id', '=', ownId).execute();
    announce(tx, { kind: 'document', id: ownId }, 'updated');
    return ownId;
  }
  const { id } = await tx.db
    .insertInto('documents')
    .values({ ...row, organization_id: tx.tenant.id, created_at: tx.now(), evergreen_last_reminder_at: tx.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  announce(tx, { kind: 'document', id }, 'created');
  return id;
}

async function ownDocument(tx: Context, projectId: number, resourceId: string | null): Promise<number | undefined> {
  const id = idFromResource(resourceId);
  if (id === undefined) return undefined;
  const document = await tx.db
    .selectFrom('documents')
    .select('id')
    .where('id', '=', id)
    .where('organization_id', '=', tx.tenant.id)
    .where('project_id', '=', projectId)
    .where('resource_id', '=', resourceId)
    .executeTakeFirst();
  return document?.id;
}

/** @returns the document as plug-ins know it: as a template to copy, or to fill in; undefined when there is none */
export async function documentResource(ctx: Context, documentId: number): Promise<Resource | undefined> {
  const document = await ctx.db
    .selectFrom('documents')
    .select(['id', 'resource_id', 'resource_type', 'weblink'])
    .where('id', '=', documentId)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  if (!document) return undefined;
  // Documents written in Tocsin by hand have no id of another system.
  return {
    resource_id: document.resource_id || resourceIdOf(document.id),
    resource_type: document.resource_type ?? '',
    weblink: document.weblink,
  };
}
