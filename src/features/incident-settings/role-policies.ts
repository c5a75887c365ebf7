import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { invalid, invalidAt } from '../../core/errors.ts';
import { findOne } from '../../core/write.ts';
import { ensureTags } from '../tags/index.ts';
import { IncidentRoleRead, type Policy, type PolicyRole } from './role-policy.ts';

type Place = { projectName: string; role: PolicyRole };

/** @returns JSON text `{"policies": […]}` of one role of a project, in their order */
export async function listPolicies(ctx: Context, { projectName, role }: Place): Promise<string> {
  const projectId = await projectByName(ctx, projectName);
  return policiesJson(ctx, projectId, role);
}

/**
 * Replaces all policies of one role of a project: those with an id are changed, the others made, and those that are not sent removed.
 * An empty list of tags, types or priorities leaves what a policy has.
 * @throws invalid something a policy refers to does not exist, or the id is no policy of this role
 */
export async function replacePolicies(ctx: Context, { projectName, role }: Place, policies: Policy[]): Promise<string> {
  return transaction(ctx, async (tx) => {
    const projectId = await projectByName(tx, projectName);
    const kept: number[] = [];
    for (const [index, policy] of policies.entries()) kept.push(await savePolicy(tx, { projectId, role, index }, policy));
    await sql`
      delete from incident_roles where project_id = ${projectId} and organization_id = ${tx.tenant.id} and role = ${role}
        and not (id = any(${kept}::int[]))`.execute(tx.db);
    return policiesJson(tx, projectId, role);
  });
}

async function projectByName(ctx: Context, name: string): Promise<number> {
  const project = await ctx.db
    .selectFrom('projects')
    .select('id')
    .where('organization_id', '=', ctx.tenant.id)
    .where(sql<boolean>`lower(name) = lower(${name.trim()})`)
    .executeTakeFirst();
  if (!project) throw invalidAt(['query', 'projectName'], 'There is no project with this name in the organization.', name);
  return project.id;
}

async function policiesJson(ctx: Context, projectId: number, role: PolicyRole): Promise<string> {
  const { rows } = await sql<{ policies: string }>`
    select coalesce(json_agg(${sql.raw(IncidentRoleRead.object({ alias: 't0', depth: 0 }, 'all'))} order by t0."order", t0.id), '[]')::text as policies
    from incident_roles t0 where t0.project_id = ${projectId} and t0.organization_id = ${ctx.tenant.id} and t0.role = ${role}`.execute(
    ctx.db,
  );
  return `{"policies":${rows[0]?.policies ?? '[]'}}`;
}

type Slot = { projectId: number; role: PolicyRole; index: number };

async function savePolicy(tx: Context, slot: Slot, policy: Policy): Promise<number> {
  const values = {
    enabled: policy.enabled ?? true,
    order: policy.order ?? slot.index + 1,
    engage_next_oncall: policy.engage_next_oncall ?? false,
    service_id: await targetOf(tx, slot, 'service', { table: 'services', by: ['id', 'external_id', 'name'] }, policy.service),
    individual_contact_id: await targetOf(tx, slot, 'individual', { table: 'individual_contacts', by: ['id', 'email'] }, policy.individual),
    updated_at: tx.now(),
  };
  const id = policy.id ? await updatePolicy(tx, slot, policy.id, values) : await insertPolicy(tx, slot, values);
  if (policy.tags?.length)
    await replaceLinks(
      tx,
      id,
      'incident_role_tags',
      'tag_id',
      await ensureTags(tx, slot.projectId, policy.tags, `policies.${slot.index}.tags`),
    );
  await replaceTargets(tx, slot, id, 'incident_types', policy.incident_types);
  await replaceTargets(tx, slot, id, 'incident_priorities', policy.incident_priorities);
  return id;
}

type Values = {
  enabled: boolean;
  order: number;
  engage_next_oncall: boolean;
  service_id: number | null;
  individual_contact_id: number | null;
  updated_at: Date;
};

async function updatePolicy(tx: Context, { projectId, role, index }: Slot, id: number, values: Values): Promise<number> {
  const updated = await tx.db
    .updateTable('incident_roles')
    .set(values)
    .where('id', '=', id)
    .where('organization_id', '=', tx.tenant.id)
    .where('project_id', '=', projectId)
    .where('role', '=', role)
    .returning('id')
    .executeTakeFirst();
  if (!updated) throw invalid(`policies.${index}.id`, 'This policy is gone; reload and try again.');
  return updated.id;
}

async function insertPolicy(tx: Context, { projectId, role }: Slot, values: Values): Promise<number> {
  const { id } = await tx.db
    .insertInto('incident_roles')
    .values({ ...values, organization_id: tx.tenant.id, project_id: projectId, role, created_at: tx.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

type Target = { table: string; by: readonly string[] };

async function targetOf(tx: Context, slot: Slot, key: string, target: Target, value: Record<string, unknown> | null | undefined) {
  return value ? findOne(tx, ['policies', slot.index, key], target, value, slot.projectId) : null;
}

async function replaceTargets(
  tx: Context,
  slot: Slot,
  policyId: number,
  table: 'incident_types' | 'incident_priorities',
  values: Record<string, unknown>[] | null | undefined,
) {
  if (!values?.length) return;
  const ids: number[] = [];
  for (const [index, value] of values.entries())
    ids.push(await findOne(tx, ['policies', slot.index, table, index], { table, by: ['id', 'name'] }, value, slot.projectId));
  await replaceLinks(tx, policyId, `incident_role_${table}`, table === 'incident_types' ? 'incident_type_id' : 'incident_priority_id', ids);
}

async function replaceLinks(tx: Context, policyId: number, links: string, column: string, ids: number[]) {
  await sql`delete from ${sql.table(links)} where incident_role_id = ${policyId} and not (${sql.ref(column)} = any(${ids}::int[]))`.execute(
    tx.db,
  );
  await sql`
    insert into ${sql.table(links)} (incident_role_id, ${sql.ref(column)})
    select ${policyId}::int, target from unnest(${ids}::int[]) target on conflict do nothing`.execute(tx.db);
}
