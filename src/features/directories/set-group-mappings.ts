import { sql } from 'kysely';
import { audit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { invalid } from '../../core/errors.ts';
import { requireScope } from '../../core/permissions.ts';
import { requireFreshSignIn } from '../auth/index.ts';
import { grantsOf } from '../invitations/index.ts';
import { requireGrantable } from '../members/index.ts';
import { applyMappings } from './apply-mappings.ts';
import { listMappings, replaceMappings } from './mappings-store.ts';
import type { Mapping } from './standing.ts';

const MOST = 500;

export type NewMapping = Omit<Mapping, 'projects'> & { projects: { project_id: number; role: string }[] };

/**
 * Says what the groups of the directory give, all of them at once, and gives it to their members.
 * @returns how many members have another role by that
 * @throws forbidden without `admin:identity`, or REAUTHENTICATION_REQUIRED, or ROLE_NOT_GRANTABLE
 * @throws invalid a group or project that is not there, a group that comes twice, a rank in a project above Admin
 * @source invitations.md, 17
 */
export async function setGroupMappings(ctx: Context, wanted: readonly NewMapping[]): Promise<number> {
  requireScope(ctx, 'admin:identity');
  if (wanted.length > MOST) throw invalid('mappings', `At most ${MOST} groups give something.`);
  await requireFreshSignIn(ctx, 'mappings', 'set what groups give');
  return transaction(ctx, async (tx) => {
    await sql`select id from organizations where id = ${tx.tenant.id} for no key update`.execute(tx.db);
    const mappings: Mapping[] = [];
    for (const one of wanted) mappings.push(await readMapping(tx, one));
    await requireGroups(tx, mappings);
    const former = await listMappings(tx);
    await replaceMappings(tx, mappings);
    audit(tx, { action: 'group_mapping.changed', changes: { mappings: { from: former, to: mappings } } });
    return applyMappings(tx, { formerProjects: former.flatMap((one) => one.projects.map(({ id }) => id)) });
  });
}

async function readMapping(tx: Context, { projects, ...one }: NewMapping): Promise<Mapping> {
  requireGrantable(tx, one.role);
  const grants = await grantsOf(tx, projects);
  if (grants.some(({ role }) => role === 'Owner' || role === 'Manager'))
    throw invalid('projects', 'In a project, groups make somebody Admin at most.');
  return { ...one, projects: grants };
}

async function requireGroups({ db, tenant }: Context, mappings: readonly Mapping[]): Promise<void> {
  const ids = mappings.map(({ groupId }) => groupId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice) throw invalid('mappings', `The group ${twice} comes twice; say once what it gives.`);
  const { rows } = await sql<{ uid: string }>`
    select uid::text from directory_groups where organization_id = ${tenant.id} and uid::text = any(${ids})`.execute(db);
  const missing = ids.find((id) => !rows.some(({ uid }) => uid === id));
  if (missing !== undefined) throw invalid('mappings', `There is no group ${missing}; the directory has to send it first.`);
}
