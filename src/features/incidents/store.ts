import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import type { Visibility } from '../assembly/index.ts';
import type { IncidentStatus } from './incident.ts';

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
