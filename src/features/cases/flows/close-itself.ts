import { sql } from 'kysely';
import type { Context } from '../../../core/context.ts';
import { type Finish, Skip, type SubjectRef } from '../../../core/jobs.ts';
import { updateCase } from '../update-case.ts';

/** A type may want its cases closed once they are made: they are kept for the record. */
export async function closeItself(ctx: Context, subject: SubjectRef): Promise<Finish | Skip> {
  const { rows } = await sql<{ status: string; type: string }>`
    select s.status, t.name as type from cases s join case_types t on t.id = s.case_type_id where s.id = ${subject.id}`.execute(ctx.db);
  if (rows[0]?.status === 'Closed') return new Skip('The case is closed already.');
  const resolution = `Closed by itself: cases of type ${rows[0]?.type} are kept for the record and ask nothing of anybody.`;
  return (tx) => updateCase(tx, subject.id, { status: 'Closed', resolution, resolution_reason: 'User Acknowledged' });
}
