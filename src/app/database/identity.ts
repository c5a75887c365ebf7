import { createHash } from 'node:crypto';
import { chownSync, existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** PostgreSQL refuses to run as root, so root hands it to `nobody`: an account that exists everywhere, which initdb needs. */
const NOBODY = 65_534;

/** As whom the database's programs run; empty when that is ourselves. */
export type Identity = { uid?: number; gid?: number };

export const isRoot = () => process.getuid?.() === 0;

export const databaseIdentity = (): Identity => (isRoot() ? { uid: NOBODY, gid: NOBODY } : {});

/** Makes the database's account the owner of a file of ours; nothing to do when we are not root. */
export function handOver(path: string) {
  const { uid, gid } = databaseIdentity();
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** Whether the database's account can walk to `path`: as root, every folder above must be open to others. */
export function isReachable(path: string): boolean {
  if (!isRoot()) return true;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Where things go that cannot stay where they were wanted. */
export const fallbackRoot = () => (isRoot() ? '/var/lib/tocsin' : join(homedir(), '.cache', 'tocsin'));

/** @returns `wanted`, or a place of its own that the database's account can reach */
export function reachablePath(wanted: string): string {
  if (isReachable(wanted)) return wanted;
  return join(fallbackRoot(), createHash('sha256').update(resolve(wanted)).digest('hex').slice(0, 16));
}
