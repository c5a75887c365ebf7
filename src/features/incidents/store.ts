import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { IncidentStatus, Visibility } from './incident.ts';

export const incident = (id: number): SubjectRef => ({ kind: 'incident', id });

/** The columns of an incident that operations decide by. */
export type IncidentRow = {
  id: number;
  project_id: number;
  name: string;
  title: string;
  description: string;
  resolution: string;
  summary: string | null;
  status: IncidentStatus;
  visibility: Visibility;
  reported_at: Date;
  stable_at: Date | null;
  closed_at: Date | null;
  incident_type_id: number;
  incident_priority_id: number;
  incident_severity_id: number;
  commander_id: number | null;
  reporter_id: number | null;
  commander_email: string | null;
  reporter_email: string | null;
};

const COLUMNS = sql.raw(`s.id, s.project_id, s.name, s.title, s.description, s.resolution, s.summary, s.status, s.visibility, s.reported_at,
  s.stable_at, s.closed_at, s.incident_type_id, s.incident_priority_id, s.incident_severity_id, s.commander_id, s.reporter_id,
  (select i.email from participants p join individual_contacts i on i.id = p.individual_contact_id where p.id = s.commander_id) as commander_email,
  (select i.email from participants p join individual_contacts i on i.id = p.individual_contact_id where p.id = s.reporter_id) as reporter_email`);

/** @throws not_found no such incident in the organization */
export async function getIncident(ctx: Context, id: number, { lock = false } = {}): Promise<IncidentRow> {
  const { rows } = await sql<IncidentRow>`
    select ${COLUMNS} from incidents s where s.id = ${id} and s.organization_id = ${ctx.tenant.id} ${lock ? sql`for no key update` : sql``}`.execute(
    ctx.db,
  );
  if (!rows[0]) throw notFound('incident');
  return rows[0];
}

/** The id is taken before the row is written: the name contains it. */
export async function nextIncidentId(tx: Context): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval(pg_get_serial_sequence('incidents', 'id'))::int as id`.execute(tx.db);
  return (rows[0] as { id: number }).id;
}

export type NewIncident = {
  id: number;
  project_id: number;
  name: string;
  title: string;
  description: string;
  resolution: string;
  status: IncidentStatus;
  visibility: Visibility;
  incident_type_id: number;
  incident_priority_id: number;
  incident_severity_id: number;
};

export async function insertIncident(tx: Context, row: NewIncident) {
  const now = tx.now();
  await tx.db
    .insertInto('incidents')
    .values({
      ...row,
      organization_id: tx.tenant.id,
      reported_at: now,
      stable_at: row.status === 'Active' ? null : now,
      closed_at: row.status === 'Closed' ? now : null,
      created_at: now,
      updated_at: now,
    })
    .execute();
}

type Changes = Record<string, unknown>;

/** @param changes columns and their new values */
export async function updateRow(tx: Context, id: number, changes: Changes) {
  const sets = Object.entries({ ...changes, updated_at: tx.now() }).map(([key, value]) => sql`${sql.ref(key)} = ${value}`);
  await sql`update incidents set ${sql.join(sets)} where id = ${id}`.execute(tx.db);
}

export async function insertStatusChange(tx: Context, incidentId: number, status: IncidentStatus): Promise<number> {
  const row = await tx.db
    .insertInto('incident_status_changes')
    .values({
      organization_id: tx.tenant.id,
      incident_id: incidentId,
      status,
      changed_at: tx.now(),
      dispatch_user_id: tx.actor.userId || null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

type Links = {
  table: 'incident_tags' | 'incident_terms' | 'incident_duplicates' | 'case_incidents';
  column: string;
  incidentId: number;
  ids: number[];
};

/** Makes the links exactly these. @returns what came and what went */
export async function replaceLinks(
  tx: Context,
  { table, column, incidentId, ids }: Links,
): Promise<{ added: number[]; removed: number[] }> {
  const target = sql.ref(column);
  const removed = await sql<{ id: number }>`
    delete from ${sql.table(table)} where incident_id = ${incidentId} and not (${target} = any(${ids}::int[])) returning ${target} as id`.execute(
    tx.db,
  );
  const added = await sql<{ id: number }>`
    insert into ${sql.table(table)} (incident_id, ${target}) select ${incidentId}, linked from unnest(${ids}::int[]) linked
    on conflict do nothing returning ${target} as id`.execute(tx.db);
  return { added: added.rows.map((row) => row.id), removed: removed.rows.map((row) => row.id) };
}
