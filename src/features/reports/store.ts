import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import type { ReportType } from './report.ts';

export type NewReport = { incidentId: number; participantId: number | null; type: ReportType; details: Record<string, string> };

/** @returns the report's id and its number among the reports of its type, from 1 */
export async function insertReport(
  tx: Context,
  { incidentId, participantId, type, details }: NewReport,
): Promise<{ id: number; number: number }> {
  // The incident's row is the queue of its reports: two at once get two numbers.
  await sql`select 1 from incidents where id = ${incidentId} for no key update`.execute(tx.db);
  const { id } = await tx.db
    .insertInto('reports')
    .values({
      organization_id: tx.tenant.id,
      incident_id: incidentId,
      participant_id: participantId,
      type,
      details: JSON.stringify(details),
      details_raw: Object.values(details).join(' '),
      created_at: tx.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, number: await numberOf(tx, id) };
}

/** @returns the report's place among those of its type in its incident, from 1 */
export async function numberOf(ctx: Context, id: number): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select count(*)::int as number from reports r join reports o on o.incident_id = r.incident_id and o.type = r.type and o.id <= r.id
    where r.id = ${id}`.execute(ctx.db);
  return (rows[0] as { number: number }).number;
}

export type ReportRow = {
  id: number;
  incident_id: number;
  type: ReportType;
  details: Record<string, string>;
  created_at: Date;
};

/** @throws not_found it went with its incident */
export async function getReport(ctx: Context, id: number): Promise<ReportRow> {
  const { rows } = await sql<ReportRow>`
    select id, incident_id, type, details, created_at from reports where id = ${id} and organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  if (!rows[0]) throw notFound('report');
  return rows[0];
}

/** @returns the newest report of a type, to begin the next one with */
export async function lastReport(ctx: Context, incidentId: number, type: ReportType): Promise<ReportRow | undefined> {
  const { rows } = await sql<ReportRow>`
    select id, incident_id, type, details, created_at from reports
    where incident_id = ${incidentId} and type = ${type} and organization_id = ${ctx.tenant.id} order by id desc limit 1`.execute(ctx.db);
  return rows[0];
}

/** @returns documents of earlier reports, oldest first */
export async function earlierDocuments(ctx: Context, { id, incident_id, type }: ReportRow) {
  const { rows } = await sql<{ name: string; weblink: string | null }>`
    select d.name, d.weblink from reports r join documents d on d.report_id = r.id
    where r.incident_id = ${incident_id} and r.type = ${type} and r.id < ${id} order by r.id limit 200`.execute(ctx.db);
  return rows;
}
