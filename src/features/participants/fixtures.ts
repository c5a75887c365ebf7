import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import type { SubjectRef } from '../../core/jobs.ts';

type Wanted = { visibility?: 'Open' | 'Restricted'; status?: string; title?: string };
type Made = SubjectRef & { name: string };

/** A bare incident for tests: a row with the project's defaults, nobody in it, no flow. */
export const anIncident = (ctx: Context, projectId: number, wanted: Wanted = {}): Promise<Made> =>
  aSubject(ctx, 'incident', projectId, { status: 'Active', ...wanted });

/** The same for a case. */
export const aCase = (ctx: Context, projectId: number, wanted: Wanted = {}): Promise<Made> =>
  aSubject(ctx, 'case', projectId, { status: 'New', ...wanted });

/** What is the same for both kinds is tested with both. */
export const BARE = { incident: anIncident, case: aCase };
export const KINDS = ['incident', 'case'] as const;

async function aSubject(
  ctx: Context,
  kind: SubjectRef['kind'],
  projectId: number,
  { visibility = 'Open', status, title = 'Disk full' }: Wanted & { status: string },
): Promise<Made> {
  const name = `${kind}-test-${randomBytes(6).toString('hex')}`;
  return transaction(ctx, async (tx) => {
    const dictionaries = { priority: `${kind}_priorities`, severity: `${kind}_severities`, type: `${kind}_types` };
    const columns = Object.keys(dictionaries).map((part) => sql.ref(`${kind}_${part}_id`));
    const defaults = Object.values(dictionaries).map(
      (table) => sql`(select id from ${sql.table(table)} where project_id = ${projectId} and "default")`,
    );
    const { rows } = await sql<{ id: number }>`
      insert into ${sql.table(`${kind}s`)} (organization_id, project_id, name, title, description, resolution, status, visibility,
        reported_at, closed_at, ${sql.join(columns)}, created_at, updated_at)
      values (${tx.tenant.id}, ${projectId}, ${name}, ${title}, 'What happened', 'None', ${status}, ${visibility}, ${tx.now()},
        ${status === 'Closed' ? tx.now() : null}, ${sql.join(defaults)}, ${tx.now()}, ${tx.now()}) returning id`.execute(tx.db);
    return { kind, id: (rows[0] as { id: number }).id, name };
  });
}
