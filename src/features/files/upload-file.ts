import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { AppError, invalidAt, unavailable } from '../../core/errors.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { findJson } from '../../core/list.ts';
import type { StoredFile } from '../../plugin-sdk/capabilities.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';
import { callerIndividual } from '../people/index.ts';
import { files } from './resource.ts';
import { type SubjectStorage, storageOf } from './storage-of.ts';

const GIGABYTE = 1_073_741_824;
export const MOST_BYTES = 2 * GIGABYTE;
const UPLOAD_TIMEOUT_MS = 3_600_000;

export type Upload = { name: string; contentType: string; body: AsyncIterable<Uint8Array> };

/**
 * Stores a file of an incident or case as it arrives.
 * @returns the JSON text of its record
 * @throws conflict there is no storage yet; unavailable the disk is full; invalid it is empty or too large; nothing is left behind
 */
export async function uploadFile(ctx: Context, subject: SubjectRef, upload: Upload): Promise<string> {
  const storage = await storageOf(ctx, subject);
  const signal = AbortSignal.timeout(UPLOAD_TIMEOUT_MS);
  const file = { name: shownName(upload.name), contentType: contentTypeOf(upload.contentType), body: bounded(upload.body) };
  const stored = await storage.plugin.put(storage.resource, file, signal).catch(translate);
  try {
    if (!stored.size) throw invalidAt(['body'], 'The file is empty: it was not stored.');
    return await recordFile(ctx, storage, stored);
  } catch (error) {
    // Bytes that nobody can find are of no use.
    await storage.plugin.remove(storage.resource, stored.path, signal);
    throw error;
  }
}

async function recordFile(ctx: Context, storage: SubjectStorage, stored: StoredFile): Promise<string> {
  return transaction(ctx, async (tx) => {
    const creator = await callerIndividual(tx, storage.projectId);
    const { name, contentType: content_type, size, sha256, path } = stored;
    const { id } = await tx.db
      .insertInto('files')
      .values({
        organization_id: tx.tenant.id,
        storage_id: storage.id,
        name,
        content_type,
        size,
        sha256,
        path,
        individual_contact_id: creator.id,
        created_at: tx.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const { subject } = storage;
    await record(tx, subject, { description: `${creator.name} added the file ${name}.`, owner: creator.name, individual_id: creator.id });
    announce(tx, subject, 'files');
    return (await findJson(tx, files, files.read, id)) as string;
  });
}

async function* bounded(body: AsyncIterable<Uint8Array>) {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw invalidAt(['body'], `A file may have at most ${MOST_BYTES / GIGABYTE} GB.`);
    yield chunk;
  }
}

/** The last part of a path, without what no file system or header takes. */
function shownName(name: string): string {
  const shown = (name.split(/[\\/]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .trim()
    .slice(0, 255);
  if (!shown || shown === '.' || shown === '..') throw invalidAt(['query', 'name'], 'Give the file a name, for example ?name=log.txt.');
  return shown;
}

const contentTypeOf = (given: string) => (/^[\w.+-]+\/[\w.+-]+/.exec(given)?.[0] ?? 'application/octet-stream').toLowerCase();

function translate(error: unknown): never {
  if (error instanceof AppError) throw error;
  if (error instanceof PluginError) throw unavailable(error.message, error);
  if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') throw invalidAt(['body'], 'The upload broke off: the file was not stored.');
  throw error;
}
