import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../src/app/database/migrate.ts';
import { startTemporary } from '../src/app/database/temporary.ts';
import { TEMPLATE, urlOf } from './database.ts';

/** One server for the whole run, with a migrated database that every test process copies. */
export default async function setup(project: TestProject) {
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
  project.provide('databaseServer', server.url);
  return () => server.stop();
}
