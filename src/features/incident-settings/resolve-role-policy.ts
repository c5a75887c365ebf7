import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { PolicyRole } from './role-policy.ts';

export type Circumstances = { projectId: number; role: PolicyRole; typeId: number; priorityId: number; tagIds: readonly number[] };

/** What the chosen policy wants: whoever is on call for the service, or else one particular person. */
export type ResolvedPolicy = {
  id: number;
  service: { id: number; type: string; external_id: string } | null;
  /** of the person the policy names */
  email: string | null;
  engage_next_oncall: boolean;
};

/**
 * The policy that decides who fills a role: enabled, for the incident's type and priority, and naming somebody. The lowest order wins;
 * among equals the one that shares most tags with the incident, then the oldest.
 */
export async function resolveRolePolicy(
  ctx: Context,
  { projectId, role, typeId, priorityId, tagIds }: Circumstances,
): Promise<ResolvedPolicy | undefined> {
  const { rows } = await sql<ResolvedPolicy>`
    select p.id, p.engage_next_oncall, i.email,
      case when s.id is not null then json_build_object('id', s.id, 'type', s.type, 'external_id', s.external_id) end as service
    from incident_roles p
    left join services s on s.id = p.service_id and s.is_active
    left join individual_contacts i on i.id = p.individual_contact_id
    where p.project_id = ${projectId} and p.organization_id = ${ctx.tenant.id} and p.role = ${role} and p.enabled
      and (s.id is not null or i.id is not null)
      and exists (select 1 from incident_role_incident_types l where l.incident_role_id = p.id and l.incident_type_id = ${typeId})
      and exists (select 1 from incident_role_incident_priorities l where l.incident_role_id = p.id and l.incident_priority_id = ${priorityId})
    order by p."order",
      (select count(*) from incident_role_tags l where l.incident_role_id = p.id and l.tag_id = any(${[...tagIds]}::int[])) desc, p.id
    limit 1`.execute(ctx.db);
  return rows[0];
}
