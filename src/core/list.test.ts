import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anOrganization } from '../../test/harness.ts';
import { tags } from '../features/tags/index.ts';
import { listJson } from './list.ts';

/* Whether it was counted or follows from the page, the total is the total. */

const ROWS = 12;

async function manyTags() {
  const { ctx, project } = await anOrganization();
  await sql`with kind as (insert into tag_types (organization_id, project_id, name, created_at, updated_at)
      values (${ctx.tenant.id}, ${project.id}, 'Kind', now(), now()) returning id)
    insert into tags (organization_id, project_id, tag_type_id, name, created_at, updated_at)
    select ${ctx.tenant.id}, ${project.id}, kind.id, 'tag ' || n, now(), now() from kind, generate_series(1, ${sql.lit(ROWS)}) n`.execute(
    ctx.db,
  );
  return async (page: number, itemsPerPage: number) => {
    const text = await listJson(ctx, tags, { page, itemsPerPage, sortBy: [], descending: [] });
    const { total, items } = JSON.parse(text) as { total: number; items: unknown[] };
    return [total, items.length];
  };
}

test.each([
  ['a full first page', 1, 5, 5],
  ['a first page that is exactly full', 1, 12, 12],
  ['a first page that holds all', 1, 25, 12],
  ['a full later page', 2, 5, 5],
  ['a last page that is not full', 3, 5, 2],
  ['a last page that is exactly full', 3, 4, 4],
  ['the page after it', 4, 4, 0],
  ['a page far behind the last', 1_000_000_000, 1000, 0],
  ['no items at all', 1, 0, 0],
  ['no items of a later page', 3, 0, 0],
  ['all', 1, -1, 12],
  ['all, but of the second page', 2, -1, 0],
])('%s knows how many there are', async (_what, page, size, items) => {
  const ask = await manyTags();
  expect(await ask(page, size)).toEqual([ROWS, items]);
});

test('without rows the total is none', async () => {
  const { ctx } = await anOrganization();
  const text = await listJson(ctx, tags, { page: 1, itemsPerPage: 5, sortBy: [], descending: [] });
  expect(JSON.parse(text)).toMatchObject({ total: 0, items: [] });
});
