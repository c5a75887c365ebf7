import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from './processes.ts';

const BUILT = join(ROOT, 'dist/web');
/** What somebody who is signed in sees first. */
const SCREEN = /^incident-list-.*\.js$/;
const IMPORT = /(?:from|import)\s*["']\.\/([^"']+\.js)["']/g;

/** @returns JavaScript that the first screen loads, gzip, kB: the entry, the incident list and all that they import; undefined: not built */
export function firstScreenKb(): number | undefined {
  const page = join(BUILT, 'index.html');
  if (!existsSync(page)) return undefined;
  const entries = [...readFileSync(page, 'utf8').matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1] as string);
  const screens = readdirSync(join(BUILT, 'assets')).filter((name) => SCREEN.test(name));
  const files = new Set<string>();
  for (const file of [...entries, ...screens.map((name) => `assets/${name}`)]) addWithImports(file, files);
  return [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(BUILT, file))).length, 0) / 1000;
}

function addWithImports(file: string, files: Set<string>) {
  if (files.has(file)) return;
  files.add(file);
  for (const [, name] of readFileSync(join(BUILT, file), 'utf8').matchAll(IMPORT)) addWithImports(`assets/${name}`, files);
}
