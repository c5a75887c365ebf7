import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { createIncident } from './create-incident.ts';
import type { CreateIncident } from './incident.ts';

/** Opens an incident as somebody would with the form: two fields and the project. */
export const openIncident = (ctx: Context, project: { id: number }, more: Partial<CreateIncident> = {}) =>
  createIncident(ctx, { title: 'Disk full', description: 'No space left on db-1', project: { id: project.id }, ...more });

type Facts = { name: string; email: string; role: string };

/** @returns who takes part now, as `email: role` */
export async function peopleOf(ctx: Context, id: number, kind: 'incident' | 'case' = 'incident'): Promise<string[]> {
  const { rows } = await sql<Facts>`
    select i.email, r.role from participants p join individual_contacts i on i.id = p.individual_contact_id
    join participant_roles r on r.participant_id = p.id and r.renounced_at is null
    where p.${sql.ref(`${kind}_id`)} = ${id} order by r.id`.execute(ctx.db);
  return rows.map(({ email, role }) => `${email}: ${role}`);
}

/** @returns each step of the subject's flows with its status */
export async function flowOf(ctx: Context, id: number, kind: 'incident' | 'case' = 'incident'): Promise<Record<string, string>> {
  const { rows } = await sql<{ step: string; status: string; last_error: string | null }>`
    select step, status, last_error from jobs where ${sql.ref(`${kind}_id`)} = ${id} and flow is not null order by id`.execute(ctx.db);
  return Object.fromEntries(rows.map(({ step, status, last_error }) => [step, last_error ? `${status}: ${last_error}` : status]));
}

/** A policy that puts whoever has the address into a role, for every type and priority of the project. */
export async function aRolePolicy(ctx: Context, projectId: number, policy: { role: string; email?: string; serviceId?: number }) {
  await transaction(ctx, async (tx) => {
    await sql`
      with person as (
          insert into individual_contacts (organization_id, project_id, name, email, created_at, updated_at)
          select ${tx.tenant.id}, ${projectId}, ${policy.email ?? ''}, ${policy.email ?? ''}, ${tx.now()}, ${tx.now()} where ${policy.email !== undefined}
          on conflict (project_id, lower(email)) do update set updated_at = excluded.updated_at returning id),
        policy as (
          insert into incident_roles (organization_id, project_id, role, "order", service_id, individual_contact_id, created_at, updated_at)
          values (${tx.tenant.id}, ${projectId}, ${policy.role}, 1, ${policy.serviceId ?? null}, (select id from person), ${tx.now()}, ${tx.now()}) returning id),
        types as (
          insert into incident_role_incident_types select policy.id, t.id from policy, incident_types t where t.project_id = ${projectId})
      insert into incident_role_incident_priorities select policy.id, p.id from policy, incident_priorities p where p.project_id = ${projectId}`.execute(
      tx.db,
    );
  });
}

/** A service of the built-in on-call whose only person is always on call. */
export async function aServiceWith(ctx: Context, projectId: number, email: string, type = 'tocsin-oncall'): Promise<number> {
  return transaction(ctx, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      with person as (
          insert into individual_contacts (organization_id, project_id, name, email, created_at, updated_at)
          values (${tx.tenant.id}, ${projectId}, ${email}, ${email}, ${tx.now()}, ${tx.now()})
          on conflict (project_id, lower(email)) do update set updated_at = excluded.updated_at returning id),
        service as (
          insert into services (organization_id, project_id, name, type, external_id, created_at, updated_at)
          values (${tx.tenant.id}, ${projectId}, ${`On call: ${email}`}, ${type}, ${email}, ${tx.now()}, ${tx.now()}) returning id),
        rotation as (
          insert into rotations (service_id, organization_id, starts_at, shift_hours) select id, ${tx.tenant.id}, ${tx.now()}, 24 from service returning service_id),
        member as (
          insert into rotation_members (service_id, position, organization_id, individual_contact_id)
          select rotation.service_id, 0, ${tx.tenant.id}, person.id from rotation, person)
      select id from service`.execute(tx.db);
    return (rows[0] as { id: number }).id;
  });
}
