import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { recalculate } from './recalculate.ts';

/** Hours since the incident began. */
type Hours = number;
/** A role somebody had: from, until (still, when left out), and how many messages they wrote in it (one, when left out). */
export type Tenure = [role: string, from: Hours, until?: Hours | undefined, activity?: number];

const HOUR_MS = 3_600_000;

/** Facts that costs are made of, put where they belong without the operations that make them in life. */
export function aCostedIncident(ctx: Context, projectId: number, start: Date) {
  const timeOf = (hours: Hours) => new Date(start.getTime() + hours * HOUR_MS);
  const organizationId = ctx.tenant.id;
  let people = 0;

  const idOf = async (query: ReturnType<typeof sql<{ id: number }>>) => {
    const { rows } = await query.execute(ctx.db);
    return (rows[0] as { id: number }).id;
  };

  async function make({ typeId }: { typeId?: number } = {}): Promise<number> {
    return idOf(sql<{ id: number }>`
      insert into incidents (organization_id, project_id, name, title, description, resolution, reported_at, created_at, updated_at,
        incident_type_id, incident_priority_id, incident_severity_id)
      select ${organizationId}, ${projectId}, 'incident-' || gen_random_uuid(), 'Disk full', '-', '-', ${start}, ${start}, ${start},
        coalesce(${typeId ?? null}::int, (select id from incident_types where project_id = ${projectId} and "default")),
        (select id from incident_priorities where project_id = ${projectId} and "default"),
        (select id from incident_severities where project_id = ${projectId} and "default")
      returning id`);
  }

  async function status(incidentId: number, name: 'Active' | 'Stable' | 'Closed', at: Hours) {
    await sql`insert into incident_status_changes (organization_id, incident_id, status, changed_at)
      values (${organizationId}, ${incidentId}, ${name}, ${timeOf(at)})`.execute(ctx.db);
    const stable = name === 'Active' ? null : timeOf(at);
    await sql`update incidents set status = ${name}, stable_at = ${stable}, closed_at = ${name === 'Closed' ? timeOf(at) : null}
      where id = ${incidentId}`.execute(ctx.db);
  }

  async function person(incidentId: number, tenures: Tenure[]): Promise<number> {
    people += 1;
    const individualId = await idOf(sql<{ id: number }>`
      insert into individual_contacts (organization_id, project_id, name, email, created_at, updated_at)
      values (${organizationId}, ${projectId}, 'Somebody', gen_random_uuid() || '@example.com', ${start}, ${start}) returning id`);
    const participantId = await idOf(sql<{ id: number }>`
      insert into participants (organization_id, incident_id, individual_contact_id)
      values (${organizationId}, ${incidentId}, ${individualId}) returning id`);
    for (const [role, from, until, activity = 1] of tenures)
      await sql`insert into participant_roles (organization_id, participant_id, role, activity, assumed_at, renounced_at)
        values (${organizationId}, ${participantId}, ${role}, ${activity}, ${timeOf(from)}, ${until === undefined ? null : timeOf(until)})`.execute(
        ctx.db,
      );
    return participantId;
  }

  async function act(participantId: number, eventId: number, second: number) {
    await sql`insert into participant_activities (organization_id, participant_id, plugin_event_id, incident_id, started_at, external_id)
      select ${organizationId}, ${participantId}, ${eventId}, incident_id, ${timeOf(second / 3600)}, ${`message-${second}`}
      from participants where id = ${participantId}`.execute(ctx.db);
  }

  /** Calculates as of a moment. @returns the calculated line */
  async function costAt(incidentId: number, at: Hours): Promise<number> {
    await transaction({ ...ctx, now: () => timeOf(at) }, (tx) => recalculate(tx, [incidentId]));
    return (await linesOf(incidentId)).find((line) => line.calculated)?.amount ?? 0;
  }

  async function linesOf(incidentId: number) {
    const { rows } = await sql<{ id: number; amount: number; calculated: boolean; updated_at: Date }>`
      select id, amount, calculated, updated_at from incident_costs where incident_id = ${incidentId} order by id`.execute(ctx.db);
    return rows;
  }

  const rate = (annual: number, hours = 2080) =>
    sql`update projects set annual_employee_cost = ${annual}, business_year_hours = ${hours} where id = ${projectId}`.execute(ctx.db);

  const review = async (incidentId: number) => {
    const documentId = await idOf(sql<{ id: number }>`
      insert into documents (organization_id, project_id, name, incident_id, created_at, updated_at)
      values (${organizationId}, ${projectId}, 'Review', ${incidentId}, ${start}, ${start}) returning id`);
    await sql`update incidents set incident_review_document_id = ${documentId} where id = ${incidentId}`.execute(ctx.db);
  };

  return { timeOf, make, status, person, act, costAt, linesOf, rate, review, count: () => people };
}
