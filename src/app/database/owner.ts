import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StartupError, systemCode } from '../startup-error.ts';

const STALE_WAIT_MS = 60_000;
const POLL_MS = 25;

/**
 * Claims a database folder for this process.
 * @returns gives it back
 * @throws StartupError a living process owns it
 */
export function claimFolder(folder: string): () => void {
  const file = join(folder, 'owner.json');
  const mine = JSON.stringify({ pid: process.pid, command: commandOf(process.pid) });
  for (let attempt = 0; ; attempt += 1) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      const release = () => {
        process.off('exit', release);
        if (existsSync(file) && readFileSync(file, 'utf8') === mine) rmSync(file);
      };
      process.once('exit', release);
      return release;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const owner = readOwner(file);
    if (owner && isOwner(owner)) {
      throw new StartupError(
        `The data folder ${folder} is in use by process ${owner.pid}; stop it first, or set TOCSIN_DATA_DIR to another folder.`,
      );
    }
    if (attempt > 3) throw new StartupError(`The data folder ${folder} cannot be claimed: remove ${file} and try again.`);
    rmSync(file, { force: true });
  }
}

type Owner = { pid: number; command: string };

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    // Half written by a process that was killed: nobody's.
    return undefined;
  }
}

/** The number alone proves nothing: it may have been given to another program since. */
const isOwner = ({ pid, command }: Owner) => pid !== process.pid && command !== '' && commandOf(pid) === command;

/** @returns the command line of a process, or '' when there is none */
export function commandOf(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return '';
  }
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    // Gone in between.
    return '';
  }
}

/** Ends a database server that outlived its owner (killed, out of memory), so that ours can have the files. */
export async function stopLeftover(pgdata: string): Promise<void> {
  const file = join(pgdata, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!(pid > 0) || !commandOf(pid).includes(pgdata)) return;
  process.kill(pid, 'SIGINT');
  const until = performance.now() + STALE_WAIT_MS;
  while (existsSync(file) && commandOf(pid) !== '') {
    if (performance.now() > until)
      throw new StartupError(`An earlier database server (process ${pid}) does not stop; end it, then start again.`);
    await wait(POLL_MS);
  }
}
