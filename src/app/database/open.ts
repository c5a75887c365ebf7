import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from '../config/config.ts';
import { StartupError } from '../startup-error.ts';
import { startEmbedded } from './embedded.ts';

export type OpenDatabase = { url: string; created: boolean; stop(): Promise<void> };

type OpenOptions = {
  onProgress?: (message: string) => void;
  onExit?: (reason: string) => void;
  /** how long a server that does not answer is given to come up */
  patienceMs?: number;
};

const PATIENCE_MS = 15_000;
const RETRY_MS = 500;
const CONNECT_MS = 5000;
const OLDEST = 180_000;

/** Starts the embedded database, or waits a little for the configured one. */
export async function openDatabase(config: Config, options: OpenOptions = {}): Promise<OpenDatabase> {
  if (config.databaseUrl === undefined) return startEmbedded({ dataDir: config.dataDir, ...options });
  await waitForServer(config.databaseUrl, config.databaseName, options);
  return { url: config.databaseUrl, created: false, stop: async () => {} };
}

/** @throws StartupError it is not there, refuses us, or is too old */
async function waitForServer(url: string, name: string, { onProgress, patienceMs = PATIENCE_MS }: OpenOptions) {
  const until = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await requireVersion(url, name);
      return;
    } catch (error) {
      if (error instanceof StartupError || !mayComeUp(error) || performance.now() > until) throw explained(error, name);
      if (attempt === 0) onProgress?.(`Waiting for the database ${name} …`);
      await wait(RETRY_MS);
    }
  }
}

async function requireVersion(url: string, name: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS, application_name: 'tocsin' });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number; text: string }>(
      `select current_setting('server_version_num')::int as version, current_setting('server_version') as text`,
    );
    if ((rows[0]?.version ?? 0) < OLDEST)
      throw new StartupError(`The database ${name} is PostgreSQL ${rows[0]?.text}; PostgreSQL 18 or newer is needed.`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Refused credentials and absent databases do not mend themselves; a server that starts does. */
const mayComeUp = (error: unknown) => !(error instanceof pg.DatabaseError) || error.code === '57P03';

function explained(error: unknown, name: string): unknown {
  if (error instanceof StartupError) return error;
  const { code, message } = error as { code?: string; message: string };
  if (code === '28P01' || code === '28000') {
    return new StartupError(`The database ${name} refuses the user or the password; correct DATABASE_CREDENTIALS.`, { cause: error });
  }
  if (code === '3D000') return new StartupError(`There is no database ${name}; create it, or correct DATABASE_NAME.`, { cause: error });
  const reason = message || code || 'no answer';
  return new StartupError(
    `The database ${name} cannot be reached (${reason}); check DATABASE_HOSTNAME and DATABASE_PORT and that it runs, or unset them to use the embedded database.`,
    { cause: error },
  );
}
