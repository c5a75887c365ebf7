import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { allowed } from '../../core/permissions.ts';
import { findOne } from '../../core/write.ts';
import { incidentView } from '../participants/index.ts';
import { ensureTags, requireExclusive } from '../tags/index.ts';
import type { Change } from './change-events.ts';
import type { ChangeIncident } from './incident.ts';
import { type IncidentRow, replaceLinks } from './store.ts';

type Reference = Record<string, unknown>;

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
  const listOf = (value: Reference[] | null | undefined) => value ?? (whenOmitted === 'clear' || value === null ? [] : undefined);
  const [tags, terms, duplicates, cases] = [input.tags, input.terms, input.duplicates, input.cases].map(listOf);
  const changes = tags ? await replaceTags(tx, row, tags) : [];
  if (terms) await replaceLinks(tx, { table: 'incident_terms', column: 'term_id', incidentId: row.id, ids: await termIds(tx, row, terms) });
  if (duplicates) {
    const ids = [...(await duplicateIds(tx, row, duplicates)), ...(await unseen(tx, row.id, DUPLICATES))];
    await replaceLinks(tx, { table: 'incident_duplicates', column: 'duplicate_id', incidentId: row.id, ids });
  }
  if (cases) {
    const ids = [...(await caseIds(tx, cases)), ...(await unseen(tx, row.id, CASES))];
    await replaceLinks(tx, { table: 'case_incidents', column: 'case_id', incidentId: row.id, ids });
  }
  return changes;
}

const DUPLICATES = { links: 'incident_duplicates', column: 'duplicate_id', table: 'incidents' };
const CASES = { links: 'case_incidents', column: 'case_id', table: 'cases' };

/** Links to restricted subjects are not shown with the incident, so a list that lacks them does not mean that they should go. */
async function unseen(tx: Context, incidentId: number, { links, column, table }: typeof DUPLICATES): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select o.id from ${sql.table(links)} l join ${sql.table(table)} o on o.id = l.${sql.ref(column)}
    where l.incident_id = ${incidentId} and o.visibility = 'Restricted'`.execute(tx.db);
  return rows.map((one) => one.id);
}

async function replaceTags(tx: Context, row: IncidentRow, tags: Reference[]): Promise<Change[]> {
  const ids = await ensureTags(tx, row.project_id, tags);
  await requireExclusive(tx, ids);
  const { added, removed } = await replaceLinks(tx, { table: 'incident_tags', column: 'tag_id', incidentId: row.id, ids });
  if (!added.length && !removed.length) return [];
  return [{ what: 'tags', details: { added: await namesOf(tx, added), removed: await namesOf(tx, removed) } }];
}

/** `type/name` of each tag */
async function namesOf(tx: Context, ids: number[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select y.name || '/' || t.name as name from tags t join tag_types y on y.id = t.tag_type_id where t.id = any(${ids}::int[]) order by 1`.execute(
    tx.db,
  );
  return rows.map((one) => one.name);
}

async function termIds(tx: Context, row: IncidentRow, terms: Reference[]) {
  const ids: number[] = [];
  for (const [index, term] of terms.entries())
    ids.push(await findOne(tx, ['terms', index], { table: 'terms', by: ['id', 'text'] }, term, row.project_id));
  return ids;
}

async function duplicateIds(tx: Context, row: IncidentRow, duplicates: Reference[]) {
  const ids: number[] = [];
  for (const [index, duplicate] of duplicates.entries()) {
    const id = await findOne(tx, ['duplicates', index], { table: 'incidents', by: ['id', 'name'] }, duplicate);
    if (id === row.id) throw invalid(`duplicates.${index}`, 'An incident is no duplicate of itself.');
    ids.push(id);
  }
  await requireVisible(tx, ids);
  return ids;
}

/** Linking shows a name: only what the caller may see can be linked, and the answer is that of something that does not exist. */
async function requireVisible(tx: Context, ids: number[]) {
  const { rows } = await sql<{ id: number }>`
    select t0.id from incidents t0 where t0.id = any(${ids}::int[]) and ${allowed(tx, incidentView, 't0')}`.execute(tx.db);
  const seen = new Set(rows.map((one) => one.id));
  const hidden = ids.findIndex((id) => !seen.has(id));
  if (hidden >= 0) throw invalid(`duplicates.${hidden}`, 'There is no such incident; choose one that exists.');
}

async function caseIds(tx: Context, cases: Reference[]) {
  const ids: number[] = [];
  for (const [index, one] of cases.entries()) ids.push(await findOne(tx, ['cases', index], { table: 'cases', by: ['id', 'name'] }, one));
  return ids;
}
