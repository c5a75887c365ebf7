import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { rowId } from '../../lib/row-id.ts';
import { ensureTagType } from './tag-types.ts';

/** A tag as a request names it: by id, or by name and type. */
export type GivenTag = { id?: unknown; name?: unknown; tag_type?: unknown };

/**
 * The tags an incident or case is given; those that the project does not know yet are made, with their type.
 * @param field where the list is in the body, for messages
 * @returns ids, each once, in the order given
 * @throws invalid a tag that cannot be found and has no name, or a new one without a type
 */
export async function ensureTags(tx: Context, projectId: number, given: readonly (GivenTag | null)[], field = 'tags'): Promise<number[]> {
  const ids: number[] = [];
  for (const [index, tag] of given.entries()) if (tag) ids.push(await ensureTag(tx, projectId, tag, [field, index]));
  return [...new Set(ids)];
}

/** One of them; `loc` is the path to it in the body. */
export async function ensureTag(tx: Context, projectId: number, tag: GivenTag, loc: (string | number)[]): Promise<number> {
  const known = await findById(tx, tag.id);
  if (known !== undefined) return known;
  const name = typeof tag.name === 'string' ? tag.name.trim() : '';
  if (!name) throw invalid(loc.join('.'), 'Say which tag by its id, or by its name and type.');
  const type = tag.tag_type as Record<string, unknown> | null | undefined;
  if (!type) return findByName(tx, projectId, name, loc);
  const typeId = await ensureTagType(tx, [...loc, 'tag_type'], type, projectId);
  await sql`
    insert into tags (organization_id, project_id, tag_type_id, name, created_at, updated_at)
    values (${tx.tenant.id}, ${projectId}, ${typeId}, ${name}, ${tx.now()}, ${tx.now()})
    on conflict (project_id, tag_type_id, name) do nothing`.execute(tx.db);
  return findByName(tx, projectId, name, loc, typeId);
}

async function findById(tx: Context, id: unknown): Promise<number | undefined> {
  const number = rowId(id);
  if (number === undefined) return undefined;
  const tag = await tx.db
    .selectFrom('tags')
    .select('id')
    .where('organization_id', '=', tx.tenant.id)
    .where('id', '=', number)
    .executeTakeFirst();
  return tag?.id;
}

async function findByName(tx: Context, projectId: number, name: string, loc: (string | number)[], typeId?: number): Promise<number> {
  const tag = await tx.db
    .selectFrom('tags')
    .select('id')
    .where('organization_id', '=', tx.tenant.id)
    .where('project_id', '=', projectId)
    .where('name', '=', name)
    .$if(typeId !== undefined, (query) => query.where('tag_type_id', '=', typeId as number))
    .orderBy('id')
    .executeTakeFirst();
  if (!tag) throw invalid(loc.join('.'), `There is no tag "${name}"; give its type to make it.`);
  return tag.id;
}

/** @throws invalid two tags of a type that allows only one at a time */
export async function requireExclusive(tx: Context, tagIds: readonly number[], field = 'tags'): Promise<void> {
  if (tagIds.length < 2) return;
  const { rows } = await sql<{ name: string }>`
    select y.name from tags t join tag_types y on y.id = t.tag_type_id
    where t.id = any(${[...tagIds]}::int[]) and y.exclusive group by y.id, y.name having count(*) > 1 order by y.name limit 1`.execute(
    tx.db,
  );
  if (rows[0]) throw invalid(field, `Only one tag of type "${rows[0].name}" may be set at a time.`);
}
