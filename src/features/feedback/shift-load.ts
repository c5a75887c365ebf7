import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';

/** What somebody had to do in a shift, under the contract's names. */
export type ShiftLoad = { num_incidents: number; num_cases: number; num_participants: number };

/**
 * Counts what was reported in the shift and is led by this person, in all projects of the organization: incidents they command, cases they
 * are assigned, and everybody who takes part in these.
 */
export async function loadOf(ctx: Context, email: string, shift: { after: Date; until: Date }): Promise<ShiftLoad> {
  const led = (kind: 'incident' | 'case', pointer: string) => sql`
    select s.id from ${sql.table(`${kind}s`)} s
    join participants p on p.id = ${sql.ref(`s.${pointer}`)} join individual_contacts c on c.id = p.individual_contact_id
    where s.organization_id = ${ctx.tenant.id} and lower(c.email) = lower(${email})
      and s.reported_at > ${shift.after} and s.reported_at <= ${shift.until}`;
  const { rows } = await sql<ShiftLoad>`
    with led_incidents as (${led('incident', 'commander_id')}), led_cases as (${led('case', 'assignee_id')})
    select (select count(*) from led_incidents)::int as num_incidents, (select count(*) from led_cases)::int as num_cases,
      (select count(distinct lower(c.email)) from participants p join individual_contacts c on c.id = p.individual_contact_id
        where p.incident_id in (select id from led_incidents) or p.case_id in (select id from led_cases))::int as num_participants`.execute(
    ctx.db,
  );
  return rows[0] as ShiftLoad;
}
