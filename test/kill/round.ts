import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { type Context, NOWHERE, SYSTEM_ACTOR, type System } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';
import type { SubjectRef } from '../../src/core/jobs.ts';
import { createCase } from '../../src/features/cases/index.ts';
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
 * Opens an incident or a case and lets processes work on it, each of which is killed once at the next step, until one lives to the end.
 * @param databaseUrl a migrated database that is this round's own
 * @param point where in a step the process is killed
 */
export async function killRound(
  databaseUrl: string,
  point: 'started' | 'acted' | 'wrote' | 'random',
  kind: SubjectRef['kind'] = 'incident',
): Promise<Round> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-kill-'));
  const { system, close } = systemOn(databaseUrl, dataDir);
  try {
    const { ctx, subject } = await openOne(system, kind);
    const deaths = join(dataDir, 'deaths');
    for (let life = 0; ; life += 1) {
      const end = await live([databaseUrl, dataDir, deaths, point]);
      if (end === 0) break;
      if (end !== 'SIGKILL' || life >= MOST_LIVES) throw new Error(`A worker ended with ${end} in its life ${life + 1}.`);
    }
    return {
      deaths: existsSync(deaths) ? readFileSync(deaths, 'utf8').trim().split('\n') : [],
      steps: await stepsOf(ctx, subject),
      counts: { ...(await countsOf(ctx, subject)), folders: foldersOf(dataDir, ctx.tenant.id) },
    };
  } finally {
    await close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** An incident or a case, of which whoever is in charge is paged. */
async function openOne(system: System, kind: SubjectRef['kind']): Promise<{ ctx: Context; subject: SubjectRef }> {
  await registerCatalogue(system);
  const outside: Context = { ...system, actor: SYSTEM_ACTOR, tenant: NOWHERE };
  const organizationId = await transaction(outside, (tx) => createOrganization(tx, { name: 'Killed' }));
  const ctx: Context = { ...outside, tenant: { id: organizationId, slug: 'killed', name: 'Killed' } };
  await sql`update incident_priorities set page_commander = true where organization_id = ${organizationId}`.execute(system.db);
  await sql`update case_priorities set page_assignee = true where organization_id = ${organizationId}`.execute(system.db);
  const reported = {
    title: 'Disk full',
    description: 'No space left on db-1',
    project: { name: 'default' },
    reporter: { individual: { email: 'reporter@example.com' } },
  };
  const id = await (kind === 'incident'
    ? createIncident(ctx, { ...reported, commander_email: 'commander@example.com' })
    : createCase(ctx, { ...reported, assignee: { individual: { email: 'commander@example.com' } } }));
  return { ctx, subject: { kind, id } };
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

async function stepsOf(ctx: Context, { kind, id }: SubjectRef): Promise<Record<string, string>> {
  const { rows } = await sql<{ step: string; status: string }>`
    select step, status from jobs where ${sql.ref(`${kind}_id`)} = ${id} and flow is not null order by id`.execute(ctx.db);
  return Object.fromEntries(rows.map(({ step, status }) => [step, status]));
}

/** What has to be there exactly once, by name. */
async function countsOf(ctx: Context, { kind, id }: SubjectRef): Promise<Record<string, number>> {
  const own = sql`${sql.ref(`${kind}_id`)} = ${id}`;
  const ofIncidentsAlone =
    kind === 'incident'
      ? sql`, (select count(*)::int from conferences where ${own}) as conferences,
      (select count(*)::int from groups where ${own} and kind = 'notifications') as "notifications groups"`
      : sql``;
  const { rows } = await sql<Record<string, number>>`
    select (select count(*)::int from tickets where ${own}) as tickets,
      (select count(*)::int from storages where ${own}) as storages,
      (select count(*)::int from conversations where ${own}) as conversations,
      (select count(*)::int from groups where ${own} and kind = 'tactical') as "tactical groups",
      (select count(*)::int from documents where organization_id = ${ctx.tenant.id}) as documents,
      (select count(*)::int from pages where ${own}) as pages,
      (select count(*)::int from events where ${own} and description like 'The ticket was made%') as "ticket entries",
      (select count(*)::int from events where ${own} and description like 'The room was made%') as "room entries",
      (select count(*)::int from events where ${own} and description like '% was paged%') as "page entries",
      (select count(*)::int from messages where pinned) as "pinned messages",
      (select count(*)::int from messages where body like '**Here from the beginning**%') as rounds,
      (select count(*)::int from mails where subject like '%you take part' and 'commander@example.com' = any("to")) as "welcomes of who is in charge",
      (select count(*)::int from mails where subject like '%you take part' and 'reporter@example.com' = any("to")) as "reporter''s welcomes",
      (select coalesce(max(n), 0)::int from (select count(*) as n from made_resources group by effect_key) x) as "makings of one thing"
      ${ofIncidentsAlone}`.execute(ctx.db);
  return rows[0] as Record<string, number>;
}

/** Folders of subjects in the storage on disk. */
const foldersOf = (dataDir: string, organizationId: number) => readdirSync(join(dataDir, 'files', String(organizationId))).length;
