import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { POSTGRES_MAJOR } from './binaries.ts';
import { reachablePath } from './identity.ts';
import { commandOf } from './owner.ts';

/** Lines of `postmaster.pid`. @source https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/utils/pidfile.h */
const PID_LINE = 0;
const SOCKET_LINE = 4;

/** @returns the address of the embedded database when another process of ours runs it, so that commands can work beside a server */
export function runningEmbedded(dataDir: string): string | undefined {
  const pgdata = join(reachablePath(join(resolve(dataDir), 'pg')), POSTGRES_MAJOR);
  const file = join(pgdata, 'postmaster.pid');
  const owner = join(pgdata, '..', 'owner.json');
  if (!existsSync(file) || !existsSync(owner)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const { pid, command } = JSON.parse(readFileSync(owner, 'utf8')) as { pid: number; command: string };
  const alive = commandOf(Number(lines[PID_LINE])).includes(pgdata) && commandOf(pid) === command;
  const sockets = lines[SOCKET_LINE]?.trim();
  return alive && sockets ? `postgres://app@/postgres?host=${encodeURIComponent(sockets)}` : undefined;
}
