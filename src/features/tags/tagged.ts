import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { linked } from '../../core/field.ts';
import type { LinksOf } from '../../core/links.ts';
import { ensureTag, requireExclusive } from './ensure-tags.ts';
import { TagRead } from './tags.ts';

/** Where the tags of a declared resource are kept: `source_tags`, `source_id`. */
type TagLinks = Omit<LinksOf, 'target'>;

/** The tags of a declared resource: found by id or name, made where a type comes with the name. */
export const tagged = (side: TagLinks) =>
  linked(TagRead, {
    ...side,
    target: 'tag_id',
    whenOmitted: 'keep',
    find: (tx, loc, value, projectId) => ensureTag(tx, projectId as number, value, loc),
  });

/** To be asked after the write. @throws invalid two tags of a type that allows only one at a time */
export async function requireExclusiveOf(tx: Context, { links, from }: TagLinks, id: number): Promise<void> {
  const { rows } = await sql<{ tag_id: number }>`select tag_id from ${sql.table(links)} where ${sql.ref(from)} = ${id}`.execute(tx.db);
  await requireExclusive(
    tx,
    rows.map((row) => row.tag_id),
  );
}
