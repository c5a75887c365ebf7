import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { type Context, SYSTEM_ACTOR, type System } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';
import { createIncident } from '../../src/features/incidents/index.ts';
import { createOrganization } from '../../src/features/organizations/index.ts';
import { registerCatalogue } from '../../src/features/plugins/index.ts';
import { systemOn } from './system.ts';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
const MOST_LIVES = 40;
const LONGEST_LIFE_MS = 60_000;

/** How a round ended: where processes were killed, and how often each thing is there. */
export type Round = { deaths: string[]; steps: Record<string, string>; counts: Record<string, number> };

/**
 * Opens an incident and lets processes work on it, each of which is killed once at the next step, until one lives to the end.
 * @param databaseUrl a migrated database that is this round's own
 * @param point where in a step the process is killed
 */
export async function killRound(databaseUrl: string, point: 'started' | 'acted' | 'wrote' | 'random'): Promise<Round> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-kill-'));
  const { system, close } = systemOn(databaseUrl, dataDir);
  try {
    const { ctx, id } = await openOne(system);
    const deaths = join(dataDir, 'deaths');
    for (let life = 0; ; life += 1) {
      const end = await live([databaseUrl, dataDir, deaths, point]);
      if (end === 0) break;
      if (end !== 'SIGKILL' || life >= MOST_LIVES) throw new Error(`A worker ended with ${end} in its life ${life + 1}.`);
    }
    return {
      deaths: existsSync(deaths) ? readFileSync(deaths, 'utf8').trim().split('\n') : [],
      steps: await stepsOf(ctx, id),
      counts: { ...(await countsOf(ctx, id)), folders: foldersOf(dataDir, ctx.tenant.id) },
    };
  } finally {
    await close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** An incident whose commander is paged. */
async function openOne(system: System) {
  await registerCatalogue(system);
  const outside: Context = { ...system, actor: SYSTEM_ACTOR, tenant: { id: 0, slug: '', name: '' } };
  const organizationId = await transaction(outside, (tx) => createOrganization(tx, { name: 'Killed' }));
  const ctx: Context = { ...outside, tenant: { id: organizationId, slug: 'killed', name: 'Killed' } };
  await sql`update incident_priorities set page_commander = true where organization_id = ${organizationId}`.execute(system.db);
  const id = await createIncident(ctx, {
    title: 'Disk full',
    description: 'No space left on db-1',
    project: { name: 'default' },
    reporter: { individual: { email: 'reporter@example.com' } },
    commander_email: 'commander@example.com',
  });
  return { ctx, id };
}

/** @returns the exit code or the signal that ended the process */
function live(args: string[]): Promise<number | NodeJS.Signals | null> {
  const child = spawn(process.execPath, [WORKER, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: LONGEST_LIFE_MS,
    // Most of a short life is reading the program.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'tocsin-kill-compiled') },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
}

async function stepsOf(ctx: Context, id: number): Promise<Record<string, string>> {
  const { rows } = await sql<{ step: string; status: string }>`
    select step, status from jobs where incident_id = ${id} and flow is not null order by id`.execute(ctx.db);
  return Object.fromEntries(rows.map(({ step, status }) => [step, status]));
}

/** What has to be there exactly once, by name. */
async function countsOf(ctx: Context, id: number): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*)::int from tickets where incident_id = ${id}) as tickets,
      (select count(*)::int from storages where incident_id = ${id}) as storages,
      (select count(*)::int from conferences where incident_id = ${id}) as conferences,
      (select count(*)::int from conversations where incident_id = ${id}) as conversations,
      (select count(*)::int from groups where incident_id = ${id} and kind = 'tactical') as "tactical groups",
      (select count(*)::int from groups where incident_id = ${id} and kind = 'notifications') as "notifications groups",
      (select count(*)::int from documents where organization_id = ${ctx.tenant.id}) as documents,
      (select count(*)::int from pages where incident_id = ${id}) as pages,
      (select count(*)::int from events where incident_id = ${id} and description like 'The ticket was made%') as "ticket entries",
      (select count(*)::int from events where incident_id = ${id} and description like 'The room was made%') as "room entries",
      (select count(*)::int from events where incident_id = ${id} and description like '% was paged%') as "page entries",
      (select count(*)::int from messages where pinned) as "pinned messages",
      (select count(*)::int from messages where body like '**Here from the beginning**%') as rounds,
      (select count(*)::int from mails where subject like '%you take part' and 'commander@example.com' = any("to")) as "commander''s welcomes",
      (select count(*)::int from mails where subject like '%you take part' and 'reporter@example.com' = any("to")) as "reporter''s welcomes",
      (select coalesce(max(n), 0)::int from (select count(*) as n from made_resources group by effect_key) x) as "makings of one thing"`.execute(
    ctx.db,
  );
  return rows[0] as Record<string, number>;
}

/** Folders of incidents in the storage on disk. */
const foldersOf = (dataDir: string, organizationId: number) => readdirSync(join(dataDir, 'files', String(organizationId))).length;
