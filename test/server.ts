import pg from 'pg';
import { migrate } from '../src/app/database/migrate.ts';
import { startTemporary } from '../src/app/database/temporary.ts';
import { TEMPLATE, urlOf } from './database.ts';

/** A PostgreSQL of its own with a migrated database that `cloneDatabase` copies. */
export async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = await startTemporary();
  try {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`create database ${TEMPLATE}`);
    await client.end();
    await migrate(urlOf(server.url, TEMPLATE));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { url: server.url, stop: () => server.stop() };
}
