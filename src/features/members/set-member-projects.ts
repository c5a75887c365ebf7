import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { invalid } from '../../core/errors.ts';
import { ACCESS_CHANGED } from '../../core/live.ts';
import type { Role } from '../../core/roles.ts';
import { addToProject } from '../auth/index.ts';
import { requireGrantable, requireMayActOn } from './member.ts';
import { lockMember } from './store.ts';

const MOST_PROJECTS = 100;

export type ProjectRole = { projectId: number; role: Role; isDefault: boolean };

/**
 * Says which projects are a member's, and what they are in each; those that are not named are theirs no more.
 * @throws not_found no member; forbidden a member of the own rank or above, or a role above the own; invalid no such project
 */
export const setMemberProjects = (ctx: Context, userId: number, wanted: readonly ProjectRole[]): Promise<void> =>
  transaction(ctx, async (tx) => {
    const member = await lockMember(tx, userId);
    if (userId !== tx.actor.userId) requireMayActOn(tx, member);
    if (wanted.length > MOST_PROJECTS) throw invalid('projects', `Give at most ${MOST_PROJECTS} projects; these are ${wanted.length}.`);
    const before = await projectsOf(tx, userId);
    for (const { projectId, role } of wanted) {
      const had = before.find((one) => one.id === projectId);
      if (!had?.role || had.role !== role) requireGrantable(tx, role);
    }
    const ids = wanted.map((one) => one.projectId);
    const { rows } = await sql<{ id: number }>`
      select id from projects where organization_id = ${tx.tenant.id} and id = any(${ids})`.execute(tx.db);
    const missing = ids.find((id) => !rows.some((row) => row.id === id));
    if (missing !== undefined) throw invalid('projects', `There is no project ${missing} in this organization.`);
    await sql`
      delete from project_members where organization_id = ${tx.tenant.id} and dispatch_user_id = ${userId} and project_id <> all(${ids})`.execute(
      tx.db,
    );
    for (const one of wanted) await addToProject(tx, { ...one, userId, organizationId: tx.tenant.id });
    audit(tx, {
      action: 'member.projects_changed',
      target: { kind: 'user', id: userId, name: member.email },
      changes: { projects: { from: before, to: wanted.map(({ projectId, role }) => ({ id: projectId, role })) } },
    });
    announce(tx, { kind: ACCESS_CHANGED, id: userId }, 'projects');
  });

async function projectsOf(tx: Context, userId: number): Promise<{ id: number; role: Role }[]> {
  const { rows } = await sql<{ id: number; role: Role }>`
    select project_id as id, role from project_members
    where organization_id = ${tx.tenant.id} and dispatch_user_id = ${userId} order by project_id`.execute(tx.db);
  return rows;
}
