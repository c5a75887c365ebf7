import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { IncidentStatus, Visibility } from './incident.ts';

/** How an incident is classified, in words. */
export type Classification = { type: string; severity: string; priority: string; status: IncidentStatus; visibility: Visibility };

export async function classificationOf(ctx: Context, id: number): Promise<Classification> {
  const { rows } = await sql<Classification>`
    select t.name as type, v.name as severity, p.name as priority, s.status, s.visibility
    from incidents s join incident_types t on t.id = s.incident_type_id join incident_severities v on v.id = s.incident_severity_id
    join incident_priorities p on p.id = s.incident_priority_id where s.id = ${id}`.execute(ctx.db);
  return rows[0] as Classification;
}
