import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { notFound, unavailable } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import { enqueue } from '../../core/jobs.ts';
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
    const { projectId, storage, path, name, incidentId } = await findFile(tx, fileId);
    await tx.db.deleteFrom('files').where('id', '=', fileId).execute();
    await enqueue(tx, REMOVE_FILE, { projectId, storage, path } satisfies RemoveFile);
    const subject = { kind: 'incident', id: incidentId } as const;
    await record(tx, subject, { description: `The file ${name} was deleted.`, owner: tx.actor.email });
    announce(tx, subject, 'files');
  });
}

async function findFile(ctx: Context, fileId: number) {
  const row = await ctx.db
    .selectFrom('files as f')
    .innerJoin('storages as s', 's.id', 'f.storage_id')
    .innerJoin('incidents as i', 'i.id', 's.incident_id')
    .select([
      'f.name',
      'f.content_type',
      'f.size',
      'f.path',
      's.resource_id',
      's.resource_type',
      's.weblink',
      'i.id as incident_id',
      'i.project_id',
    ])
    .where('f.id', '=', fileId)
    .where('f.organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  if (!row) throw notFound('file');
  const { name, content_type: contentType, size, path, incident_id: incidentId, project_id: projectId } = row;
  const storage: Resource = { resource_id: row.resource_id ?? '', resource_type: row.resource_type ?? '', weblink: row.weblink };
  return { name, contentType, size, path, incidentId, projectId, storage };
}
