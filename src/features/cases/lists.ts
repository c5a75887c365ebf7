import type { Context } from '../../core/context.ts';
import { type Change, listSent, replaceSubjects, replaceTags, type SubjectLinks } from '../assembly/index.ts';
import type { ChangeCase } from './case.ts';
import { type CaseRow, theCase } from './store.ts';

const LINKS: (SubjectLinks & { field: 'related' | 'duplicates' | 'incidents' })[] = [
  { field: 'related', kind: 'case', links: 'case_related', from: 'case_id', target: 'related_id' },
  { field: 'duplicates', kind: 'case', links: 'case_duplicates', from: 'case_id', target: 'duplicate_id' },
  { field: 'incidents', kind: 'incident', links: 'case_incidents', from: 'case_id', target: 'incident_id' },
];

/**
 * Makes a case's tags, related cases, duplicates and incidents those that were sent.
 * @returns what to tell of it
 */
export async function replaceLists(
  tx: Context,
  row: CaseRow,
  input: ChangeCase,
  { whenOmitted }: { whenOmitted: 'keep' | 'clear' },
): Promise<Change[]> {
  const subject = theCase(row.id);
  const tags = listSent(input.tags, whenOmitted);
  const changes = tags ? await replaceTags(tx, subject, row.project_id, tags) : [];
  for (const links of LINKS) {
    const sent = listSent(input[links.field], whenOmitted);
    if (sent) await replaceSubjects(tx, subject, links, sent);
  }
  return changes;
}
