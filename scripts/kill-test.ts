import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../src/app/database/migrate.ts';
import { startTemporary } from '../src/app/database/temporary.ts';
import { killRound } from '../test/kill/round.ts';

/*
 * `npm run kill-test -- 100`: opens as many incidents, one after the other, and kills the working process at each step of the creation
 * flow, at a point that differs from round to round. Ends at the first incident that has something twice or lacks something.
 */

const rounds = Number(process.argv[2] ?? 1);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('Say how often: npm run kill-test -- 100');
  process.exit(2);
}

const server = await startTemporary();
const urlOf = (database: string) => server.url.replace('/postgres?', `/${database}?`);

// Nobody else would stop the database.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop().finally(() => process.exit(130)));

async function query(text: string) {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

try {
  await query('create database kill_template');
  await migrate(urlOf('kill_template'));
  for (let round = 1; round <= rounds; round += 1) {
    const database = `kill_${randomBytes(4).toString('hex')}`;
    await query(`create database ${database} template kill_template`);
    const { deaths, steps, counts } = await killRound(urlOf(database), round % 2 ? 'random' : 'acted');
    const unfinished = Object.entries(steps).filter(([, status]) => status !== 'done');
    const wrong = Object.entries(counts).filter(([, count]) => count !== 1);
    if (unfinished.length || wrong.length || deaths.length < Object.keys(steps).length - 1)
      throw new Error(`Round ${round}: ${JSON.stringify({ deaths, unfinished, wrong })}`);
    console.log(`${round} of ${rounds}: killed ${deaths.length} times, everything is there once`);
    await query(`drop database ${database} with (force)`);
  }
} finally {
  await server.stop();
}
