import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
  }
}

export const TEMPLATE = 'tocsin_template';

/** The same server, another database. */
export function urlOf(server: string, database: string): string {
  const url = new URL(server.replace('@/', '@socket/'));
  url.pathname = `/${database}`;
  return url.href.replace('@socket/', '@/');
}

/** @returns address of a new database, migrated and otherwise empty */
export async function cloneDatabase(name: string): Promise<string> {
  const server = inject('databaseServer');
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name} template ${TEMPLATE} strategy file_copy`);
  } finally {
    await client.end();
  }
  return urlOf(server, name);
}
