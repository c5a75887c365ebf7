import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Context, NOWHERE, type System, systemContext, type Tenant } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';
import { addMember, createUser, findUserId, storedPassword } from '../../src/features/auth/index.ts';
import { createOrganization } from '../../src/features/organizations/index.ts';
import { ENQUIRIES, type Enquiry, playCase } from './cases.ts';
import { PEOPLE } from './cast.ts';
import { furnish } from './furnish.ts';
import { play } from './play.ts';
import { createStage } from './stage.ts';
import { OPEN_AT_THE_END, STORIES, type Story } from './stories.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SEASON_DAYS = 150;
export const EXAMPLE = 'Example Bank';
export const SLUG = 'example_bank';

export type Season = { stories: readonly Story[]; open: readonly ('Active' | 'Stable')[]; enquiries: readonly Enquiry[] };
const WHOLE_SEASON: Season = { stories: STORIES, open: OPEN_AT_THE_END, enquiries: ENQUIRIES };

/** @returns the organization of the example, when it is there */
export async function findExample({ db }: Pick<System, 'db'>): Promise<Tenant | undefined> {
  return db.selectFrom('organizations').select(['id', 'slug', 'name']).where('slug', '=', SLUG).executeTakeFirst();
}

/** Takes the example away again, with its people's accounts and files. */
export async function removeExample(system: System, example: Tenant): Promise<void> {
  await transaction(systemContext(system, NOWHERE), async (tx) => {
    await sql`delete from organizations where id = ${example.id}`.execute(tx.db);
    await sql`delete from users u where u.email = any(${PEOPLE.map(({ email }) => email)})
      and not exists (select 1 from organization_members m where m.dispatch_user_id = u.id)`.execute(tx.db);
  });
  await rm(join(system.settings.dataDir, 'files', String(example.id)), { recursive: true, force: true });
}

/**
 * Founds the example bank and plays its season, so that the last incidents are going on now.
 * @param password of everybody's account
 */
export async function playExample(
  system: System,
  {
    password,
    onProgress,
    season = WHOLE_SEASON,
    name = EXAMPLE,
  }: { password: string; onProgress(message: string, done: number, total: number): void; season?: Season; name?: string },
): Promise<Tenant> {
  const { stories, open, enquiries } = season;
  const end = system.now();
  const begin = new Date(end.getTime() - (SEASON_DAYS + 10) * DAY_MS);
  const example = await found({ ...system, now: () => begin }, name, password);
  const stage = await createStage(system, example);
  try {
    stage.at(begin);
    const total = stories.length + enquiries.length;
    onProgress('Setting up teams, rotations, templates and tags', 0, total);
    const { tags } = await furnish(stage, PEOPLE[0].email);
    for (const [number, story] of stories.entries()) {
      const left = stories.length - number;
      const endsAs = open[open.length - left] ?? 'Closed';
      onProgress(`Incident ${number + 1} of ${stories.length}: ${story.title}`, number, total);
      await play(stage, { story, number, startsAt: startOf(end, left, open.length, stories.length), endsAs, tags });
    }
    for (const [number, one] of enquiries.entries()) {
      onProgress(`Case ${number + 1} of ${enquiries.length}: ${one.title}`, stories.length + number, total);
      await playCase(stage, one, { number, end });
    }
    stage.at(end);
    await stage.settle();
  } finally {
    await stage.close();
  }
  return example;
}

/** Closed ones are spread over the season and end well before now; the open ones began in the last hours, the last one minutes ago. */
function startOf(end: Date, left: number, open: number, all: number): Date {
  if (left <= open) return new Date(end.getTime() - (left === 1 ? HOUR_MS / 2 : left * 7 * HOUR_MS));
  const share = (all - left) / (all - open);
  const evenly = end.getTime() - SEASON_DAYS * DAY_MS + share * (SEASON_DAYS - 8) * DAY_MS;
  return new Date(evenly + ((left * 37) % 24) * HOUR_MS);
}

async function found(system: System, name: string, password: string): Promise<Tenant> {
  const stored = await storedPassword(system, password, { email: PEOPLE[0].email });
  return transaction(systemContext(system, NOWHERE), async (tx) => {
    const id = await createOrganization(tx, {
      name,
      description: 'An example: nothing in it is real.',
      banner_enabled: true,
      banner_text: 'This is an example organization.',
      banner_color: '#1976d2',
    });
    const { slug } = await tx.db.selectFrom('organizations').select('slug').where('id', '=', id).executeTakeFirstOrThrow();
    const tenant: Tenant = { id, slug, name };
    await addAccounts({ ...tx, tenant }, stored);
    return tenant;
  });
}

/** Everybody of the cast, and whoever owns the installation, so that they can look on. */
async function addAccounts(tx: Context, password: string | null) {
  const owners = await tx.db
    .selectFrom('organization_members')
    .select('dispatch_user_id as id')
    .where('role', '=', 'Owner')
    .where('organization_id', '<>', tx.tenant.id)
    .distinct()
    .execute();
  for (const { id } of owners) await addMember(tx, { userId: id, organizationId: tx.tenant.id, role: 'Owner', source: 'import' });
  for (const { email, role } of PEOPLE) {
    const userId = (await findUserId(tx, email)) ?? (await createUser(tx, { email, password }));
    await addMember(tx, { userId, organizationId: tx.tenant.id, role, source: 'import' });
  }
}
