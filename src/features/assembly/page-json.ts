import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { allowed, type Rule, reaches } from '../../core/permissions.ts';
import { type Resource, scopeOf } from '../../core/resource.ts';
import type { Scope } from '../../core/scopes.ts';

type Asked = {
  resource: Resource;
  id: number;
  /** which rule decides about each action */
  rules: Readonly<Record<string, Rule>>;
  /** the answer to a change that was permitted is given even when the change took away the caller's sight of it */
  afterWrite?: boolean | undefined;
};

/** What an action asks for before its rule, as the operation behind it does. */
const SCOPES: Readonly<Record<string, Scope>> = {
  task: 'write:tasks',
  file: 'write:documents',
  document: 'write:documents',
  feedback: 'write:feedback',
};
const mayReach = (ctx: Context, { tag }: Resource, action: string) =>
  reaches(ctx, SCOPES[action] ?? (tag === 'cases' ? 'write:cases' : 'write:incidents'));

/**
 * One subject with everything on its page, and under `allowed_actions` what the caller may do with it: one statement.
 * @returns JSON text @throws not_found
 */
export async function pageJson(ctx: Context, { resource, id, rules, afterWrite = false }: Asked): Promise<string> {
  const actions = sql.join(
    Object.entries(rules).map(
      ([action, rule]) =>
        sql`case when ${mayReach(ctx, resource, action) ? allowed(ctx, rule, 't0') : sql`false`} then ${sql.lit(action)} end`,
    ),
  );
  const { rows } = await sql<{ item: string; actions: string[] }>`
    select ${sql.raw(resource.read.object({ alias: 't0', depth: 0 }, 'all'))}::text as item, array_remove(array[${actions}], null) as actions
    from ${sql.table(resource.table)} t0 where t0.id = ${id} and ${scopeOf(ctx, afterWrite ? {} : resource, 't0')}`.execute(ctx.db);
  const row = rows[0];
  if (!row) throw notFound(resource.noun);
  return `${row.item.slice(0, row.item.lastIndexOf('}'))},"allowed_actions":${JSON.stringify(row.actions)}}`;
}
