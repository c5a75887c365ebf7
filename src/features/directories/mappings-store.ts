import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { Mapping } from './standing.ts';

/** @returns what the groups of SCIM give, by the id of the group as others have it */
export async function listMappings({ db, tenant }: Context): Promise<Mapping[]> {
  const { rows } = await sql<Mapping>`
    select group_id as "groupId", role, read_only as "isReadOnly", projects from group_mappings
    where organization_id = ${tenant.id} and connection = 'scim' order by id`.execute(db);
  return rows;
}

export async function replaceMappings(tx: Context, mappings: readonly Mapping[]): Promise<void> {
  await sql`delete from group_mappings where organization_id = ${tx.tenant.id} and connection = 'scim'`.execute(tx.db);
  await sql`
    insert into group_mappings (organization_id, group_id, role, read_only, projects, created_at)
    select ${tx.tenant.id}, m."groupId", m.role, m."isReadOnly", m.projects, ${tx.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(mappings)}::jsonb) as m ("groupId" text, role text, "isReadOnly" boolean, projects jsonb)`.execute(
    tx.db,
  );
}

const MOST_GROUPS = 1000;

/** @returns the groups of the directory by name, with the ids that others know them by */
export async function listGroups({
  db,
  tenant,
}: Context): Promise<{ id: string; name: string; external_id: string | null; members: number }[]> {
  const { rows } = await sql<{ id: string; name: string; external_id: string | null; members: number }>`
    select g.uid as id, g.display_name as name, g.external_id,
      (select count(*) from directory_group_members gm where gm.directory_group_id = g.id) as members
    from directory_groups g where g.organization_id = ${tenant.id} order by lower(g.display_name) limit ${MOST_GROUPS}`.execute(db);
  return rows;
}
