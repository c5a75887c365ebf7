import { sql } from 'kysely';
import { type Context, NOWHERE, type System, systemContext, type Tenant } from '../../src/core/context.ts';
import { transaction } from '../../src/core/db.ts';
import { insertOne } from '../../src/core/write.ts';
import { addMember, createUser } from '../../src/features/auth/index.ts';
import { recalculate } from '../../src/features/costs/index.ts';
import { createOrganization, projects } from '../../src/features/organizations/index.ts';
import { dictionaryRows } from './dictionary-rows.ts';
import { incidentRows, NUMBERED } from './incident-rows.ts';
import { END, pickFunction } from './pick.ts';

export type FillOptions = {
  incidents: number;
  seed: number;
  /** name of the organization that is made for the data */
  name: string;
  onProgress?: (message: string) => void;
};

/** Who the measurements are made as: a Member, who is shown restricted incidents only where they take part. */
export const MEMBER = 'person-7@bench.example';

const PROJECTS = ['payments', 'platform'];

/** Fills an organization of its own with incidents and everything below them, all in one transaction. @returns the organization */
export async function fill(system: System, { incidents, seed, name, onProgress = () => {} }: FillOptions): Promise<Tenant> {
  const moved: System = { ...system, now: () => new Date(END) };
  const tenant = await transaction(systemContext(moved, NOWHERE), async (outside) => {
    const id = await createOrganization(outside, { name });
    const { slug } = await outside.db.selectFrom('organizations').select('slug').where('id', '=', id).executeTakeFirstOrThrow();
    const inside: Context = { ...outside, tenant: { id, slug, name } };
    await addPeople(inside);
    const place = { organizationId: id, organization: slug, projectIds: await addProjects(inside), incidents };
    await insertRows(inside, seed, [...dictionaryRows(place), ...incidentRows(place)], onProgress);
    return inside.tenant;
  });
  onProgress('Calculating costs');
  await sql`analyze`.execute(system.db);
  await transaction(systemContext(moved, tenant), (tx) => recalculate(tx, 'all'));
  // Nobody looks on: notes of the changes would only be in the way of the measurements.
  await sql`delete from live_notes where organization_id = ${tenant.id}`.execute(system.db);
  return tenant;
}

async function addPeople(tx: Context) {
  const known = await tx.db.selectFrom('users').select('id').where('email', '=', MEMBER).executeTakeFirst();
  const userId = known?.id ?? (await createUser(tx, { email: MEMBER, password: null }));
  await addMember(tx, { userId, organizationId: tx.tenant.id, role: 'Member', source: 'import' });
}

/** The default project is the largest; two more. @returns ids in the order of their share */
async function addProjects(tx: Context): Promise<number[]> {
  for (const name of PROJECTS) await insertOne(tx, projects, { name, display_name: name, description: 'One of the measuring data.' });
  const rows = await tx.db.selectFrom('projects').select('id').where('organization_id', '=', tx.tenant.id).orderBy('id').execute();
  return rows.map((row) => row.id);
}

async function insertRows(tx: Context, seed: number, statements: string[], onProgress: (message: string) => void) {
  await sql.raw(pickFunction(seed)).execute(tx.db);
  // Every link is right by construction: looking each of them up would take longer than everything else.
  await sql`set local session_replication_role = replica`.execute(tx.db);
  await sql`select set_config('work_mem', '256MB', true)`.execute(tx.db);
  let last = '';
  for (const statement of statements) {
    const table = /insert into (\w+)/.exec(statement)?.[1];
    if (table && table !== last) onProgress(`Filling ${table}`);
    last = table ?? last;
    await sql.raw(statement).execute(tx.db);
  }
  for (const table of NUMBERED) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'), greatest(max(id), 1)) from ${sql.table(table)}`.execute(tx.db);
  }
}
