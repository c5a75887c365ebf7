import { sql } from 'kysely';
import { StartupError } from '../../src/app/startup-error.ts';
import type { System, Tenant } from '../../src/core/context.ts';
import { fill, MEMBER } from './fill.ts';

/** Name of the organization that holds the measuring data. */
const NAME = 'bench';
export const DEFAULT_INCIDENTS = 100_000;

export type Size = { incidents: number; seed: number };

const descriptionOf = ({ incidents, seed }: Size) => `Measuring data: ${incidents} incidents, seed ${seed}.`;

/** @returns the organization with the measuring data and what it says of itself, or undefined */
export async function findBench({ db }: Pick<System, 'db'>): Promise<{ tenant: Tenant; description: string } | undefined> {
  const found = await db
    .selectFrom('organizations')
    .select(['id', 'slug', 'name', 'description'])
    .where('slug', '=', NAME)
    .executeTakeFirst();
  return found && { tenant: { id: found.id, slug: found.slug, name: found.name }, description: found.description ?? '' };
}

/**
 * Fills an empty installation with measuring data; one that has exactly these already stays as it is.
 * @throws StartupError the installation holds something else
 */
export async function ensureBench(
  system: System,
  size: Size,
  onProgress: (message: string) => void,
): Promise<{ tenant: Tenant; filled: boolean }> {
  const found = await findBench(system);
  if (found?.description === descriptionOf(size)) return { tenant: found.tenant, filled: false };
  if (found) throw refusal(system, `other measuring data (${found.description || 'unfinished'})`);
  if (await isUsed(system)) throw refusal(system, 'an installation that is in use');
  const tenant = await fill(system, { ...size, name: NAME, onProgress });
  onProgress('Vacuum and analyze');
  await sql`vacuum analyze`.execute(system.db);
  await system.db
    .updateTable('organizations')
    .set({ description: descriptionOf(size) })
    .where('id', '=', tenant.id)
    .execute();
  return { tenant, filled: true };
}

async function isUsed({ db }: Pick<System, 'db'>): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select 1 from users where email <> ${MEMBER}) or exists (select 1 from incidents)
      or exists (select 1 from organizations where not "default") as used`.execute(db);
  return rows[0]?.used === true;
}

const refusal = ({ settings }: Pick<System, 'settings'>, what: string) =>
  new StartupError(
    `The data folder ${settings.dataDir} holds ${what}; remove it first, or set TOCSIN_DATA_DIR to a new folder for the measuring data.`,
  );
