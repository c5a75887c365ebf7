import pg from 'pg';
import type {} from 'vitest';

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

let given: string | undefined;

/** Outside of a test run nobody has started a server: a script starts its own and says which. */
export const databasesOn = (url: string) => {
  given = url;
};

/** @returns address of a new database, migrated and otherwise empty */
export const cloneDatabase = (name: string) => create(name, `template ${TEMPLATE} strategy file_copy`);

/** @returns address of a new database without any table */
export const emptyDatabase = (name: string) => create(name, '');

async function create(name: string, how: string): Promise<string> {
  const server = given ?? (await import('vitest')).inject('databaseServer');
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name} ${how}`);
  } finally {
    await client.end();
  }
  return urlOf(server, name);
}
