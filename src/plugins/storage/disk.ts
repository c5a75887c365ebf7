import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { StoredFile } from '../../plugin-sdk/capabilities.ts';
import { PluginError } from '../../plugin-sdk/failure.ts';

type Incoming = { name: string; contentType: string; body: AsyncIterable<Uint8Array> };

const PART = '.part';
const DAY_MS = 86_400_000;
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
/** What stored files are called: never by a name that came from outside. */
const STORED_NAME = /^[0-9a-f-]{36}$/;

export const makeFolder = (folder: string) => mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });

/**
 * Writes the body beside its place, makes sure that it is on the disk, and moves it there: a crash leaves the whole file or none.
 * @throws PluginError the disk is full or cannot be written; nothing is left behind
 */
export async function writeStored(folder: string, { name, contentType, body }: Incoming, signal: AbortSignal): Promise<StoredFile> {
  const path = randomUUID();
  const target = join(folder, path);
  const temporary = target + PART;
  try {
    await makeFolder(folder);
    await removeAbandoned(folder);
    const { size, sha256 } = await writeAll(temporary, body, signal);
    await rename(temporary, target);
    await syncFolder(folder);
    return { name, contentType, size, sha256, path };
  } catch (error) {
    await rm(temporary, { force: true });
    throw asFailure(error);
  }
}

/** What processes that were killed in the middle of an upload have left; no upload takes as long as a day. */
async function removeAbandoned(folder: string) {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(PART)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    // The file's own time comes from the machine's clock, so it is compared with that.
    if (Date.now() - mtimeMs > DAY_MS) await rm(path, { force: true });
  }
}

async function writeAll(path: string, body: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx', PRIVATE_FILE);
  try {
    for await (const chunk of body) {
      signal.throwIfAborted();
      await writeChunk(file, chunk);
      hash.update(chunk);
      size += chunk.byteLength;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest('hex') };
}

/** The system may take less than it is given; the rest is offered again, and then it says why. */
async function writeChunk(file: FileHandle, chunk: Uint8Array) {
  let written = 0;
  while (written < chunk.byteLength) written += (await file.write(chunk, written)).bytesWritten;
}

/** The move itself is safe only when the folder is on the disk as well. */
async function syncFolder(folder: string) {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asFailure(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new PluginError('The disk is full: the file was not stored. Free some space in the data folder, then send it again.', {
      cause: error,
    });
  }
  if (code === 'EFBIG') {
    return new PluginError('The file is larger than the system lets one file be: it was not stored. Raise the limit or send it in parts.', {
      retry: false,
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new PluginError('The data folder cannot be written: the file was not stored. Check its owner and its mount.', { cause: error });
  }
  return error;
}

/** @throws PluginError the file is gone */
export async function readStored(folder: string, path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const file = await open(placeOf(folder, path), 'r').catch((cause) => {
    throw new PluginError('The file is no longer on the disk. Restore the data folder from a backup.', { retry: false, cause });
  });
  return createReadStream('', { fd: file, autoClose: true, signal });
}

export const removeStored = (folder: string, path: string) => rm(placeOf(folder, path), { force: true });
export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true });

function placeOf(folder: string, path: string): string {
  if (!STORED_NAME.test(path) || !basename(folder) || dirname(join(folder, path)) !== join(folder)) {
    throw new PluginError('This is no stored file.', { retry: false });
  }
  return join(folder, path);
}
