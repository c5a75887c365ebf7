import pg from 'pg';
import type { Config } from '../config/config.ts';
import { StartupError } from '../startup-error.ts';
import { runningEmbedded } from './attach.ts';
import { connectForCopy, emptyDatabase } from './dump/tables.ts';
import { openDatabase } from './open.ts';

const EMBEDDED = 'embedded';
/** Databases that every server has: one does not drop what one is connected to. */
const ELSEWHERE = ['postgres', 'template1'];

/** @returns what somebody types who means this database */
export function nameOfDatabase({ databaseUrl, databaseName }: Config): string {
  if (databaseUrl === undefined) return EMBEDDED;
  return databaseName.split(' on ')[0] ?? databaseName;
}

/**
 * Deletes the configured database. The embedded one is emptied: its server and folder stay.
 * @throws StartupError somebody works on it, or this account may not
 */
export async function dropDatabase(config: Config): Promise<void> {
  if (config.databaseUrl === undefined) return emptyEmbedded(config);
  await openDatabase(config);
  const name = nameOfDatabase(config);
  const client = await connectElsewhere(config.databaseUrl, name);
  try {
    await client.query(`drop database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    throw explained(error, name);
  } finally {
    await client.end();
  }
}

async function emptyEmbedded(config: Config) {
  if (runningEmbedded(config.dataDir)) throw new StartupError('Tocsin runs on this database; stop it first. Nothing was changed.');
  const database = await openDatabase(config);
  try {
    const client = await connectForCopy(database.url, 'drop');
    await client.query('begin');
    await emptyDatabase(client);
    await client.query('commit');
    await client.end();
  } finally {
    await database.stop();
  }
}

async function connectElsewhere(url: string, name: string): Promise<pg.Client> {
  const database = ELSEWHERE.find((one) => one !== name);
  const parsed = new URL(url.replace(/^(postgres(?:ql)?:\/\/[^/@]*)@\//, '$1@socket/'));
  parsed.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: parsed.href.replace('@socket/', '@/'), application_name: 'tocsin drop' });
  client.on('error', () => {});
  await client.connect();
  return client;
}

function explained(error: unknown, name: string): unknown {
  const { code, detail } = error as { code?: string; detail?: string };
  if (code === '55006')
    return new StartupError(
      `The database ${name} is in use (${detail ?? 'by others'}); stop every process of Tocsin first. Nothing was changed.`,
      {
        cause: error,
      },
    );
  if (code === '42501')
    return new StartupError(`This account may not drop the database ${name}; let its owner do it. Nothing was changed.`, { cause: error });
  return error;
}
