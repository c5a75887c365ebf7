import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import { compileFilter } from '../../core/filter.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { type FilterSubject, SUBJECTS } from './subjects.ts';

/**
 * Which of the given filters the subject matches, whoever asks: notifications and the choice of participants do not depend on the
 * person who caused them. Disabled filters and those of the other kind of subject never match; nor does one that has become invalid.
 *
 * @returns ids in the order given
 */
export async function matchingFilters(tx: Context, subject: SubjectRef, filterIds: readonly number[]): Promise<number[]> {
  const wanted = [...new Set(filterIds)];
  if (!wanted.length) return [];
  const filters = await tx.db
    .selectFrom('search_filters')
    .select(['id', 'expression'])
    .where('organization_id', '=', tx.tenant.id)
    .where('id', 'in', wanted)
    .where('subject', '=', subject.kind)
    .where('enabled', '=', true)
    .execute();
  const tests = filters
    .map((filter) => ({ id: filter.id, test: compiled(tx, subject.kind, filter) }))
    .filter(({ test }) => test !== undefined);
  if (!tests.length) return [];
  const cases = tests.map(({ id, test }) => sql`case when ${test} then ${id}::int end`);
  const { rows } = await sql<{ ids: number[] }>`
    select array_remove(array[${sql.join(cases)}], null) as ids from ${sql.table(SUBJECTS[subject.kind].table)} t0
    where t0.id = ${subject.id} and t0.organization_id = ${tx.tenant.id}`.execute(tx.db);
  const matched = new Set(rows[0]?.ids);
  return wanted.filter((id) => matched.has(id));
}

function compiled(tx: Context, kind: FilterSubject, filter: { id: number; expression: unknown }) {
  try {
    return compileFilter(SUBJECTS[kind], filter.expression) ?? sql<boolean>`true`;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    tx.log.warn({ filter: filter.id, reason: error.message }, 'a saved filter is no longer valid and matches nothing');
    return undefined;
  }
}
