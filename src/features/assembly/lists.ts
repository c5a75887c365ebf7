import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { type LinksOf, replaceLinks } from '../../core/links.ts';
import { allowed } from '../../core/permissions.ts';
import { findOne } from '../../core/write.ts';
import { capitalized, withArticle } from '../../lib/text.ts';
import { SUBJECT_RULES } from '../participants/index.ts';
import { ensureTags, requireExclusive } from '../tags/index.ts';
import type { Change } from './changes.ts';

type Reference = Record<string, unknown>;

/** @returns the list that an update means; undefined when it leaves what there is */
export const listSent = (value: Reference[] | null | undefined, whenOmitted: 'keep' | 'clear') =>
  value ?? (whenOmitted === 'clear' || value === null ? [] : undefined);

/** Makes a subject's tags those that were sent; new ones are made. @returns what to tell of it */
export async function replaceTags(tx: Context, { kind, id }: SubjectRef, projectId: number, tags: Reference[]): Promise<Change[]> {
  const ids = await ensureTags(tx, projectId, tags);
  await requireExclusive(tx, ids);
  const { added, removed } = await replaceLinks(tx, { links: `${kind}_tags`, from: `${kind}_id`, target: 'tag_id' }, id, ids);
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

/** A list of other incidents or cases that a subject is linked to, under its key of the request. */
export type SubjectLinks = LinksOf & { field: string; kind: SubjectRef['kind'] };

/**
 * Makes the links those that were sent. Links to restricted subjects are not shown, so a list that lacks them does not mean that they
 * should go; and linking shows a name, so only what the caller may see can be linked: the answer is that of something that does not exist.
 *
 * @throws invalid something that does not exist, or the subject itself
 */
export async function replaceSubjects(tx: Context, subject: SubjectRef, links: SubjectLinks, references: Reference[]): Promise<void> {
  const ids: number[] = [];
  for (const [index, reference] of references.entries()) {
    const id = await findOne(tx, [links.field, index], { table: `${links.kind}s`, by: ['id', 'name'] }, reference);
    if (links.kind === subject.kind && id === subject.id)
      throw invalid(`${links.field}.${index}`, `${capitalized(withArticle(subject.kind))} is not linked to itself.`);
    ids.push(id);
  }
  await requireVisible(tx, links, ids);
  await replaceLinks(tx, links, subject.id, [...ids, ...(await unseen(tx, subject.id, links))]);
}

async function requireVisible(tx: Context, { field, kind }: SubjectLinks, ids: number[]) {
  const { rows } = await sql<{ id: number }>`
    select t0.id from ${sql.table(`${kind}s`)} t0 where t0.id = any(${ids}::int[]) and ${allowed(tx, SUBJECT_RULES[kind].view, 't0')}`.execute(
    tx.db,
  );
  const seen = new Set(rows.map((one) => one.id));
  const hidden = ids.findIndex((id) => !seen.has(id));
  if (hidden >= 0) throw invalid(`${field}.${hidden}`, `There is no such ${kind}; choose one that exists.`);
}

async function unseen(tx: Context, id: number, { links, from, target, kind }: SubjectLinks): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select o.id from ${sql.table(links)} l join ${sql.table(`${kind}s`)} o on o.id = l.${sql.ref(target)}
    where l.${sql.ref(from)} = ${id} and o.visibility = 'Restricted'`.execute(tx.db);
  return rows.map((one) => one.id);
}
