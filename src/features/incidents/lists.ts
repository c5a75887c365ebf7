import type { Context } from '../../core/context.ts';
import { replaceLinks } from '../../core/links.ts';
import { findOne } from '../../core/write.ts';
import { type Change, listSent, replaceSubjects, replaceTags, type SubjectLinks } from '../assembly/index.ts';
import type { ChangeIncident } from './incident.ts';
import { type IncidentRow, incident } from './store.ts';

const DUPLICATES: SubjectLinks = {
  field: 'duplicates',
  kind: 'incident',
  links: 'incident_duplicates',
  from: 'incident_id',
  target: 'duplicate_id',
};
const CASES: SubjectLinks = { field: 'cases', kind: 'case', links: 'case_incidents', from: 'incident_id', target: 'case_id' };

/**
 * Makes an incident's tags, terms, duplicates and cases those that were sent.
 * @returns what to tell of it
 */
export async function replaceLists(
  tx: Context,
  row: IncidentRow,
  input: ChangeIncident,
  { whenOmitted }: { whenOmitted: 'keep' | 'clear' },
): Promise<Change[]> {
  const subject = incident(row.id);
  const [tags, terms, duplicates, cases] = [input.tags, input.terms, input.duplicates, input.cases].map((list) =>
    listSent(list, whenOmitted),
  );
  const changes = tags ? await replaceTags(tx, subject, row.project_id, tags) : [];
  if (terms)
    await replaceLinks(
      tx,
      { links: 'incident_terms', from: 'incident_id', target: 'term_id' },
      row.id,
      await termIds(tx, row.project_id, terms),
    );
  if (duplicates) await replaceSubjects(tx, subject, DUPLICATES, duplicates);
  if (cases) await replaceSubjects(tx, subject, CASES, cases);
  return changes;
}

async function termIds(tx: Context, projectId: number, terms: Record<string, unknown>[]) {
  const ids: number[] = [];
  for (const [index, term] of terms.entries())
    ids.push(await findOne(tx, ['terms', index], { table: 'terms', by: ['id', 'text'] }, term, projectId));
  return ids;
}
