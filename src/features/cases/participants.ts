import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { Shape } from '../../core/shape.ts';

/** @returns JSON text of the list of a case's participants, those who were there first first */
export async function participantsJson(ctx: Context, caseId: number, shape: Shape): Promise<string> {
  const { rows } = await sql<{ items: string }>`
    select coalesce(json_agg(${sql.raw(shape.object({ alias: 't0', depth: 0 }, 'all'))} order by t0.id), '[]')::text as items
    from participants t0 where t0.case_id = ${caseId} and t0.organization_id = ${ctx.tenant.id}`.execute(ctx.db);
  return rows[0]?.items ?? '[]';
}
