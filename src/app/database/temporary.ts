import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from './embedded.ts';

/** A database server for scripts and tests: empty, fast, unsafe, gone when stopped. */
export async function startTemporary() {
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-db-'));
  // The database's account must be able to walk through it.
  chmodSync(dataDir, 0o755);
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const server = await startEmbedded({ dataDir, unsafe: true });
    return {
      url: server.url,
      async stop() {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
