import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { setMemberRole } from '../members/index.ts';
import { listMappings } from './mappings-store.ts';
import { type Mapping, standingFrom } from './standing.ts';
import { asDirectory } from './tokens.ts';

type Which = {
  /** `directory_users.id`; left out: everybody whom the directory manages */
  users?: readonly number[];
  /** projects that a mapping named until now: what those gave ends */
  formerProjects?: readonly number[];
};

type Member = { userId: number; role: 'Member' | 'Admin'; isReadOnly: boolean; groups: string[] };

/**
 * Gives those whom the directory manages what their groups say by now. Managers and Owners keep their rank: no group gives it, so none takes it.
 * @returns how many have another role
 */
export async function applyMappings(tx: Context, { users, formerProjects = [] }: Which = {}): Promise<number> {
  const mappings = await listMappings(tx);
  const directory = asDirectory(tx);
  const members = await managed(tx, users);
  let changed = 0;
  for (const { userId, groups, ...now } of members) {
    const { role, isReadOnly } = standingFrom(groups, mappings);
    if (role === now.role && isReadOnly === now.isReadOnly) continue;
    await setMemberRole(directory, { userId, role, isReadOnly });
    changed += 1;
  }
  await setProjects(tx, members, mappings, formerProjects);
  return changed;
}

async function managed(tx: Context, users: readonly number[] | undefined): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select m.dispatch_user_id as "userId", m.role, m.read_only as "isReadOnly",
      coalesce((select array_agg(g.uid::text) from directory_group_members gm join directory_groups g on g.id = gm.directory_group_id
        where gm.directory_user_id = d.id), '{}') as groups
    from directory_users d join organization_members m on m.id = d.member_id
    where d.organization_id = ${tx.tenant.id} and m.managed_by_directory and m.status <> 'removed' and m.role in ('Member', 'Admin')
      ${users ? sql`and d.id = any(${[...users]})` : sql``}
    order by m.dispatch_user_id for no key update of m`.execute(tx.db);
  return rows;
}

/** In a project that a mapping names, members of the directory have what their groups give; other projects are left alone. */
async function setProjects(tx: Context, members: Member[], mappings: readonly Mapping[], formerProjects: readonly number[]): Promise<void> {
  const named = [...new Set([...formerProjects, ...mappings.flatMap((one) => one.projects.map(({ id }) => id))])];
  if (!named.length || !members.length) return;
  const given = members.flatMap(({ userId, groups }) =>
    standingFrom(groups, mappings).projects.map(({ id, role }) => ({ user_id: userId, project_id: id, role })),
  );
  const wanted = sql`(
    select w.user_id, w.project_id, w.role from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as w (user_id int, project_id int, role text)
    join projects p on p.id = w.project_id and p.organization_id = ${tx.tenant.id})`;
  await sql`
    delete from project_members pm where pm.organization_id = ${tx.tenant.id} and pm.project_id = any(${named})
      and pm.dispatch_user_id = any(${members.map(({ userId }) => userId)})
      and not exists (select 1 from ${wanted} w where w.user_id = pm.dispatch_user_id and w.project_id = pm.project_id)`.execute(tx.db);
  await sql`
    insert into project_members (dispatch_user_id, project_id, organization_id, role, "default", created_at, updated_at)
    select w.user_id, w.project_id, ${tx.tenant.id}, w.role, true, ${tx.now()}::timestamptz, ${tx.now()}::timestamptz from ${wanted} w
    on conflict (dispatch_user_id, project_id) do update set role = excluded.role, updated_at = excluded.updated_at
      where project_members.role <> excluded.role`.execute(tx.db);
}
