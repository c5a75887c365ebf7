import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { notFound, unavailable } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { enqueue, type SubjectRef } from '../../core/jobs.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import type { Resource } from '../../plugin-sdk/subject.ts';
import { keeperOf } from './storage-of.ts';

export const REMOVE_FILE = 'remove-stored-file';
export type RemoveFile = { projectId: number; storage: Resource; path: string };

const DOWNLOAD_TIMEOUT_MS = 3_600_000;

/** @returns the bytes of a file and what they are called @throws not_found; unavailable the file is no longer where it was */
export async function openFile(ctx: Context, fileId: number) {
  const file = await findFile(ctx, fileId);
  const plugin = await keeperOf(ctx, file.projectId, file.storage);
  try {
    return { ...file, body: await plugin.get(file.storage, file.path, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)) };
  } catch (error) {
    throw error instanceof PluginError ? unavailable(error.message, error) : error;
  }
}

/** Takes a file away; its bytes go after the commit. @throws not_found */
export async function deleteFile(ctx: Context, fileId: number): Promise<void> {
  await transaction(ctx, async (tx) => {
    const { projectId, storage, path, name, subject } = await findFile(tx, fileId);
    await tx.db.deleteFrom('files').where('id', '=', fileId).execute();
    await enqueue(tx, REMOVE_FILE, { projectId, storage, path } satisfies RemoveFile);
    await record(tx, subject, { description: `The file ${name} was deleted.`, owner: tx.actor.email });
    announce(tx, subject, 'files');
  });
}

type StoredFile = {
  name: string;
  contentType: string;
  size: number;
  path: string;
  storage: Resource;
  subject: SubjectRef;
  projectId: number;
};

async function findFile(ctx: Context, fileId: number): Promise<StoredFile> {
  const { rows } = await sql<StoredFile>`
    select f.name, f.content_type as "contentType", f.size, f.path, coalesce(i.project_id, c.project_id) as "projectId",
      json_build_object('resource_id', coalesce(s.resource_id, ''), 'resource_type', coalesce(s.resource_type, ''), 'weblink', s.weblink) as storage,
      json_build_object('kind', case when i.id is not null then 'incident' else 'case' end, 'id', coalesce(i.id, c.id)) as subject
    from files f join storages s on s.id = f.storage_id
    left join incidents i on i.id = s.incident_id left join cases c on c.id = s.case_id
    where f.id = ${fileId} and f.organization_id = ${ctx.tenant.id} and coalesce(i.id, c.id) is not null`.execute(ctx.db);
  if (!rows[0]) throw notFound('file');
  return rows[0];
}
