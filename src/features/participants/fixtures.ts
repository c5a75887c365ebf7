import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';

type Wanted = { visibility?: 'Open' | 'Restricted'; status?: 'Active' | 'Stable' | 'Closed'; title?: string };

/** A bare incident for tests: a row with the project's defaults, nobody in it, no flow. */
export async function anIncident(ctx: Context, projectId: number, wanted: Wanted = {}): Promise<SubjectRef & { name: string }> {
  const { visibility = 'Open', status = 'Active', title = 'Disk full' } = wanted;
  const name = `dispatch-test-${randomBytes(6).toString('hex')}`;
  return transaction(ctx, async (tx) => {
    const ofProject = (table: string) => sql`(select id from ${sql.table(table)} where project_id = ${projectId} and "default")`;
    const { rows } = await sql<{ id: number }>`
      insert into incidents (organization_id, project_id, name, title, description, resolution, status, visibility, reported_at, closed_at,
        incident_priority_id, incident_severity_id, incident_type_id, created_at, updated_at)
      values (${tx.tenant.id}, ${projectId}, ${name}, ${title}, 'What happened', 'None', ${status}, ${visibility}, ${tx.now()},
        ${status === 'Closed' ? tx.now() : null}, ${ofProject('incident_priorities')}, ${ofProject('incident_severities')},
        ${ofProject('incident_types')}, ${tx.now()}, ${tx.now()}) returning id`.execute(tx.db);
    return { kind: 'incident', id: (rows[0] as { id: number }).id, name };
  });
}
