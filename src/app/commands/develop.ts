import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StartupError } from '../startup-error.ts';

const SCRIPT = fileURLToPath(new URL('../../../scripts/dev.ts', import.meta.url));

/** `server develop`: what `npm run dev` does, from any folder. */
export async function develop({ logLevel }: { logLevel?: string }) {
  if (!existsSync(SCRIPT)) throw new StartupError('This installation has no sources to watch: clone the repository.');
  const environment = { ...process.env, ...(logLevel && { LOG_LEVEL: logLevel }) };
  const child = spawn(process.execPath, [SCRIPT], { stdio: 'inherit', env: environment });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? 0;
}
