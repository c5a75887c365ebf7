import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';

/** What somebody holds right now and would leave behind. @source invitations.md, INV-57 */
export type Holdings = {
  /** roles in open incidents and cases: `Incident Commander of dispatch-acme-default-17` */
  roles: string[];
  /** names of incidents with open tasks of theirs, once per task */
  tasks: string[];
  /** services they are on call for in turn */
  services: string[];
};

/** @returns the names of the open incidents that a person commands */
export async function commanded(ctx: Context, email: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct i.name from incidents i
    join participants p on p.incident_id = i.id join individual_contacts c on c.id = p.individual_contact_id
    join participant_roles r on r.participant_id = p.id and r.renounced_at is null and r.role = 'Incident Commander'
    where i.organization_id = ${ctx.tenant.id} and i.status in ('Active', 'Stable') and lower(c.email) = lower(${email}) order by i.name`.execute(
    ctx.db,
  );
  return rows.map((row) => row.name);
}

/** Everything somebody holds, in one statement. */
export async function holdingsOf(ctx: Context, email: string): Promise<Holdings> {
  const { rows } = await sql<Holdings>`
    with person as (
      select c.id from individual_contacts c where c.organization_id = ${ctx.tenant.id} and lower(c.email) = lower(${email})),
    part as (
      select p.id, coalesce(i.name, k.name) as name from participants p join person on person.id = p.individual_contact_id
      left join incidents i on i.id = p.incident_id and i.status <> 'Closed'
      left join cases k on k.id = p.case_id and k.status <> 'Closed'
      where coalesce(i.id, k.id) is not null)
    select
      (select coalesce(json_agg(r.role || ' of ' || part.name order by part.name, r.role), '[]') from part
        join participant_roles r on r.participant_id = part.id and r.renounced_at is null and r.role not in ('Participant', 'Observer')) as roles,
      (select coalesce(json_agg(part.name order by part.name), '[]') from part
        join task_assignees a on a.participant_id = part.id join tasks t on t.id = a.task_id and t.status = 'Open') as tasks,
      (select coalesce(json_agg(distinct s.name), '[]') from rotation_members m join person on person.id = m.individual_contact_id
        join services s on s.id = m.service_id and s.is_active) as services`.execute(ctx.db);
  return rows[0] as Holdings;
}
