import type { TestProject } from 'vitest/node';
import { startServer } from './server.ts';

/** One server for the whole run, with a migrated database that every test process copies. */
export default async function setup(project: TestProject) {
  const server = await startServer();
  project.provide('databaseServer', server.url);
  return () => server.stop();
}
