#!/usr/bin/env node
// Written for Node 20: it finds the Node 24 that npm brought and hands over to it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;
const cli = fileURLToPath(new URL('../src/app/cli.ts', import.meta.url));

function findNode() {
  try {
    const require = createRequire(import.meta.url);
    const path = join(dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`)), 'bin', 'node');
    return existsSync(path) ? path : undefined;
  } catch {
    // No package for this platform.
    return undefined;
  }
}

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  await import(cli);
} else {
  const node = findNode();
  if (!node) {
    process.stderr.write(
      `Tocsin needs Node ${NEEDED} or newer; this is Node ${process.versions.node}. Install it, or run npm ci without --omit=optional.\n`,
    );
    process.exit(1);
  }
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit', argv0: basename(process.argv[1]) });
  // The terminal sends its signals to both; what is sent to us alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
