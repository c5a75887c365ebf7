import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { Kind } from './efforts.ts';
import { recalculate } from './recalculate.ts';
import { recalculateCases } from './recalculate-cases.ts';

/** Hours since the incident or the case began. */
type Hours = number;
/** A role somebody had: from, until (still, when left out), and how many messages they wrote in it (one, when left out). */
export type Tenure = [role: string, from: Hours, until?: Hours | undefined, activity?: number];
export type CaseStatus = 'New' | 'Triage' | 'Escalated' | 'Stable' | 'Closed';

const HOUR_MS = 3_600_000;

const idOf = async (ctx: Context, query: ReturnType<typeof sql<{ id: number }>>) => {
  const { rows } = await query.execute(ctx.db);
  return (rows[0] as { id: number }).id;
};

/** Facts that costs are made of, put where they belong without the operations that make them in life. */
function facts(ctx: Context, kind: Kind, projectId: number, start: Date) {
  const timeOf = (hours: Hours) => new Date(start.getTime() + Math.round(hours * HOUR_MS));
  const organizationId = ctx.tenant.id;
  const subject = sql.ref(`${kind}_id`);
  let people = 0;

  async function person(subjectId: number, tenures: Tenure[]): Promise<number> {
    people += 1;
    const individualId = await idOf(
      ctx,
      sql<{ id: number }>`
      insert into individual_contacts (organization_id, project_id, name, email, created_at, updated_at)
      values (${organizationId}, ${projectId}, 'Somebody', gen_random_uuid() || '@example.com', ${start}, ${start}) returning id`,
    );
    const participantId = await idOf(
      ctx,
      sql<{ id: number }>`
      insert into participants (organization_id, ${subject}, individual_contact_id)
      values (${organizationId}, ${subjectId}, ${individualId}) returning id`,
    );
    for (const [role, from, until, activity = 1] of tenures)
      await sql`insert into participant_roles (organization_id, participant_id, role, activity, assumed_at, renounced_at)
        values (${organizationId}, ${participantId}, ${role}, ${activity}, ${timeOf(from)}, ${until === undefined ? null : timeOf(until)})`.execute(
        ctx.db,
      );
    return participantId;
  }

  async function act(participantId: number, eventId: number, second: number) {
    await sql`insert into participant_activities (organization_id, participant_id, plugin_event_id, ${subject}, started_at, external_id)
      select ${organizationId}, ${participantId}, ${eventId}, ${subject}, ${timeOf(second / 3600)}, ${`message-${second}`}
      from participants where id = ${participantId}`.execute(ctx.db);
  }

  const keepStatus = (subjectId: number, name: string, at: Hours) =>
    sql`insert into ${sql.table(`${kind}_status_changes`)} (organization_id, ${subject}, status, changed_at)
      values (${organizationId}, ${subjectId}, ${name}, ${timeOf(at)})`.execute(ctx.db);

  const rate = (annual: number, hours = 2080) =>
    sql`update projects set annual_employee_cost = ${annual}, business_year_hours = ${hours} where id = ${projectId}`.execute(ctx.db);

  return { timeOf, person, act, keepStatus, rate, count: () => people };
}

export function aCostedIncident(ctx: Context, projectId: number, start: Date) {
  const { keepStatus, ...common } = facts(ctx, 'incident', projectId, start);
  const { timeOf } = common;
  const organizationId = ctx.tenant.id;

  const make = ({ typeId }: { typeId?: number } = {}): Promise<number> =>
    idOf(
      ctx,
      sql<{ id: number }>`
      insert into incidents (organization_id, project_id, name, title, description, resolution, reported_at, created_at, updated_at,
        incident_type_id, incident_priority_id, incident_severity_id)
      select ${organizationId}, ${projectId}, 'incident-' || gen_random_uuid(), 'Disk full', '-', '-', ${start}, ${start}, ${start},
        coalesce(${typeId ?? null}::int, (select id from incident_types where project_id = ${projectId} and "default")),
        (select id from incident_priorities where project_id = ${projectId} and "default"),
        (select id from incident_severities where project_id = ${projectId} and "default")
      returning id`,
    );

  async function status(incidentId: number, name: 'Active' | 'Stable' | 'Closed', at: Hours) {
    await keepStatus(incidentId, name, at);
    const stable = name === 'Active' ? null : timeOf(at);
    await sql`update incidents set status = ${name}, stable_at = ${stable}, closed_at = ${name === 'Closed' ? timeOf(at) : null}
      where id = ${incidentId}`.execute(ctx.db);
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

  const review = async (incidentId: number) => {
    const documentId = await idOf(
      ctx,
      sql<{ id: number }>`
      insert into documents (organization_id, project_id, name, incident_id, created_at, updated_at)
      values (${organizationId}, ${projectId}, 'Review', ${incidentId}, ${start}, ${start}) returning id`,
    );
    await sql`update incidents set incident_review_document_id = ${documentId} where id = ${incidentId}`.execute(ctx.db);
  };

  return { ...common, make, status, costAt, linesOf, review };
}

export function aCostedCase(ctx: Context, projectId: number, start: Date) {
  const { keepStatus, ...common } = facts(ctx, 'case', projectId, start);
  const { timeOf } = common;

  const make = ({ typeId }: { typeId?: number } = {}): Promise<number> =>
    idOf(
      ctx,
      sql<{ id: number }>`
      insert into cases (organization_id, project_id, name, title, description, resolution, reported_at, created_at, updated_at,
        case_type_id, case_priority_id, case_severity_id)
      select ${ctx.tenant.id}, ${projectId}, 'case-' || gen_random_uuid(), 'Odd login', '-', '-', ${start}, ${start}, ${start},
        coalesce(${typeId ?? null}::int, (select id from case_types where project_id = ${projectId} and "default")),
        (select id from case_priorities where project_id = ${projectId} and "default"),
        (select id from case_severities where project_id = ${projectId} and "default")
      returning id`,
    );

  async function status(caseId: number, name: CaseStatus, at: Hours) {
    await keepStatus(caseId, name, at);
    await sql`update cases set status = ${name}, closed_at = ${name === 'Closed' ? timeOf(at) : null} where id = ${caseId}`.execute(ctx.db);
  }

  /** Calculates as of a moment. @returns both calculated figures */
  async function costAt(caseId: number, at: Hours) {
    await transaction({ ...ctx, now: () => timeOf(at) }, (tx) => recalculateCases(tx, [caseId]));
    const lines = (await linesOf(caseId)).filter((line) => line.calculated);
    const amountOf = (model: string) => lines.find((line) => line.model_type === model)?.amount;
    return { classic: amountOf('Classic'), new: amountOf('New') };
  }

  async function linesOf(caseId: number) {
    const { rows } = await sql<{ id: number; amount: number; calculated: boolean; model_type: string | null; updated_at: Date }>`
      select k.id, k.amount, k.calculated, t.model_type, k.updated_at from case_costs k join case_cost_types t on t.id = k.case_cost_type_id
      where k.case_id = ${caseId} order by k.id`.execute(ctx.db);
    return rows;
  }

  return { ...common, make, status, costAt, linesOf };
}

/** Two activities of a conversation plug-in of their own. */
export async function someEvents(ctx: Context): Promise<[number, number]> {
  const slug = `chat-${randomUUID()}`;
  const { rows } = await sql<{ id: number }>`
    with plugin as (
      insert into plugins (title, slug, author, author_url, type) values ('Chat', ${slug}, 'Us', 'https://example.com', 'conversation') returning id)
    insert into plugin_events (name, slug, plugin_id) select name, ${slug} || name, id from plugin, unnest(array['channel', 'thread']) name
    returning id`.execute(ctx.db);
  return [(rows[0] as { id: number }).id, (rows[1] as { id: number }).id];
}
