import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { StartupError, systemCode } from '../startup-error.ts';
import { findBinaries, POSTGRES_MAJOR } from './binaries.ts';
import { databaseIdentity, handOver, reachablePath } from './identity.ts';
import { claimFolder, stopLeftover } from './owner.ts';

/** A Unix socket's path may have this many bytes, `/.s.PGSQL.5432` included. */
const LONGEST_SOCKET = 107;
const SOCKET_NAME_BYTES = 15;
const READY_MS = 120_000;
const REMEMBERED_LINES = 40;
/** A fixed environment: the operator's locale and time zone must not reach the data. */
const ENVIRONMENT = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };

export type EmbeddedOptions = {
  /** the installation's data folder; the database lives in `pg/<major>` below it */
  dataDir: string;
  /** for tests only: faster, and a crash of the machine may lose everything */
  unsafe?: boolean;
  onProgress?: (message: string) => void;
  /** the server ended by itself; `reason` is what it said last */
  onExit?: (reason: string) => void;
};

export type Embedded = { url: string; folder: string; created: boolean; stop(): Promise<void> };

/**
 * Starts the PostgreSQL that npm brought, on a folder of its own, reachable only through a Unix socket of this account.
 * @throws StartupError folder in use, of another major version, unwritable, or the disk is full
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const wanted = join(resolve(options.dataDir), 'pg');
  const root = reachablePath(wanted);
  try {
    mkdirSync(root, { recursive: true, mode: 0o755 });
    refuseOtherMajor(root);
    const release = claimFolder(root);
    try {
      return await startClaimed(root, options, release);
    } catch (error) {
      release();
      throw error;
    }
  } catch (error) {
    throw explained(error, root);
  }
}

function refuseOtherMajor(root: string) {
  const others = readdirSync(root).filter((name) => /^\d+$/.test(name) && name !== POSTGRES_MAJOR);
  const own = join(root, POSTGRES_MAJOR, 'PG_VERSION');
  const found = existsSync(own) ? readFileSync(own, 'utf8').trim() : others[0];
  if (found === undefined || found === POSTGRES_MAJOR || (others.includes(found) && existsSync(own))) return;
  throw new StartupError(
    `The data folder ${root} holds a PostgreSQL ${found} database and this version brings PostgreSQL ${POSTGRES_MAJOR}; start the version that made it and move the data to a PostgreSQL of your own (DATABASE_HOSTNAME), or set TOCSIN_DATA_DIR to a new folder.`,
  );
}

async function startClaimed(root: string, options: EmbeddedOptions, release: () => void): Promise<Embedded> {
  const bin = findBinaries();
  const pgdata = join(root, POSTGRES_MAJOR);
  const created = !existsSync(pgdata);
  if (created) {
    options.onProgress?.(`Creating the database in ${pgdata} …`);
    await initialise(bin, root, pgdata, options.unsafe ?? false);
  } else {
    await stopLeftover(pgdata);
  }
  const sockets = socketFolder(pgdata);
  const server = await launch(bin, pgdata, sockets.path, options);
  return {
    url: `postgres://app@/postgres?host=${encodeURIComponent(sockets.path)}`,
    folder: pgdata,
    created,
    stop: async () => {
      await server.stop();
      sockets.remove();
      release();
    },
  };
}

/** However this process ends, short of a kill: its child ends as well. */
function endWithUs(child: ChildProcess): () => void {
  const end = () => child.kill('SIGINT');
  process.once('exit', end);
  return () => process.off('exit', end);
}

/** Made under another name first: a first start that is killed leaves nothing that looks like a database. */
async function initialise(bin: string, root: string, pgdata: string, unsafe: boolean) {
  for (const name of readdirSync(root)) if (/^new-\d+$/.test(name)) rmSync(join(root, name), { recursive: true, force: true });
  const unfinished = join(root, `new-${process.pid}`);
  mkdirSync(unfinished, { mode: 0o700 });
  handOver(unfinished);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const child = spawn(join(bin, 'initdb'), ['-D', unfinished, '-U', 'app', '-A', 'trust', ...locale, ...(unsafe ? ['--no-sync'] : [])], {
    ...databaseIdentity(),
    cwd: '/',
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const forget = endWithUs(child);
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done)).finally(forget);
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`initdb: ${said.join('').trim()}`);
  }
  renameSync(unfinished, pgdata);
}

function socketFolder(pgdata: string): { path: string; remove(): void } {
  if (Buffer.byteLength(pgdata) + SOCKET_NAME_BYTES <= LONGEST_SOCKET) return { path: pgdata, remove: () => {} };
  const path = mkdtempSync(join(tmpdir().length > 60 ? '/tmp' : tmpdir(), 'tocsin-'));
  chmodSync(path, 0o700);
  handOver(path);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

async function launch(bin: string, pgdata: string, sockets: string, { unsafe, onExit }: EmbeddedOptions) {
  const settings = [
    'listen_addresses=',
    'jit=off',
    'max_connections=200',
    ...(unsafe ? ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'] : []),
  ];
  const child = spawn(join(bin, 'postgres'), ['-D', pgdata, '-k', sockets, ...settings.flatMap((one) => ['-c', one])], {
    ...databaseIdentity(),
    cwd: '/',
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own process group: Ctrl-C reaches us first, and we stop it last.
    detached: true,
  });
  const forget = endWithUs(child);
  const said: string[] = [];
  let stopping = false;
  const exited = new Promise<void>((done) => {
    child
      .on('error', (error) => said.push(error.message))
      .on('close', () => {
        forget();
        if (ready && !stopping) onExit?.(lastWords(said));
        done();
      });
  });
  let ready = false;
  await new Promise<void>((done, fail) => {
    const late = setTimeout(() => fail(new Error(`The database is not ready after ${READY_MS / 1000} s.`)), READY_MS);
    createInterface({ input: child.stderr as NonNullable<ChildProcess['stderr']> }).on('line', (line) => {
      said.push(line);
      if (said.length > REMEMBERED_LINES) said.shift();
      if (!line.includes('ready to accept connections')) return;
      ready = true;
      clearTimeout(late);
      done();
    });
    exited.then(() => {
      clearTimeout(late);
      fail(new Error(lastWords(said)));
    });
  }).catch((error) => {
    child.kill('SIGINT');
    throw error;
  });
  return {
    /** SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for every client. */
    async stop() {
      stopping = true;
      child.kill('SIGINT');
      await exited;
    },
  };
}

const lastWords = (said: string[]) =>
  (said.findLast((line) => /FATAL|PANIC/.test(line)) ?? said.at(-1) ?? 'it said nothing').replace(/^.*?(FATAL|PANIC):\s*/, '');

/** Turns what the system or PostgreSQL said into one line with a remedy. */
function explained(error: unknown, root: string): unknown {
  if (error instanceof StartupError) return error;
  const code = systemCode(error);
  const text = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC' || /No space left on device/i.test(text)) {
    return new StartupError(`The disk that holds ${root} is full; free some space, or set TOCSIN_DATA_DIR to a folder on another disk.`, {
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || /Permission denied/i.test(text)) {
    return new StartupError(
      `The data folder ${root} cannot be written; give this account access, or set TOCSIN_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  if (/incompatible with server/i.test(text)) {
    return new StartupError(
      `The database in ${root} was made by another PostgreSQL version than ${POSTGRES_MAJOR}; set TOCSIN_DATA_DIR to a new folder.`,
      { cause: error },
    );
  }
  if (/lock file .* already exists|is another postmaster/i.test(text)) {
    return new StartupError(
      `The data folder ${root} is in use by another database server; stop it, or set TOCSIN_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  if (/could not look up effective user ID/i.test(text)) {
    const account = process.getuid?.();
    return new StartupError(
      `The account number ${account} has no name on this machine (/etc/passwd), which PostgreSQL needs; run as a named account, or set DATABASE_HOSTNAME.`,
      { cause: error },
    );
  }
  return new StartupError(`The embedded database in ${root} does not start: ${text.replace(/\s+/g, ' ')}`, { cause: error });
}
