import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { admin, allowed, member, type Rule } from '../../core/permissions.ts';
import { scopeOf } from '../../core/resource.ts';
import { incidentTalk } from '../conversations/index.ts';
import { incidentEdit, incidentEvent, incidentJoin, incidentView } from '../participants/index.ts';
import { ACTIONS, type Action } from './incident.ts';
import { incidents } from './resource.ts';
import { IncidentRead } from './shapes.ts';

/** Which rule decides about each action. */
const RULES: Record<Action, Rule> = {
  edit: incidentEdit,
  delete: admin,
  event: incidentEvent,
  join: incidentJoin,
  subscribe: incidentJoin,
  task: incidentEdit,
  message: incidentTalk,
  file: incidentView,
  document: incidentView,
  resources: incidentView,
  feedback: member,
};

/**
 * One incident with everything on its page, and what the caller may do with it: one statement.
 * @param afterWrite the answer to a change that was permitted is given even when the change took away the caller's sight of it
 * @returns JSON text @throws not_found
 */
export async function getIncidentJson(ctx: Context, id: number, { afterWrite = false } = {}): Promise<string> {
  const actions = sql.join(ACTIONS.map((action) => sql`case when ${allowed(ctx, RULES[action], 't0')} then ${sql.lit(action)} end`));
  const { rows } = await sql<{ item: string; actions: Action[] }>`
    select ${sql.raw(IncidentRead.object({ alias: 't0', depth: 0 }, 'all'))}::text as item, array_remove(array[${actions}], null) as actions
    from incidents t0 where t0.id = ${id} and ${scopeOf(ctx, afterWrite ? {} : incidents, 't0')}`.execute(ctx.db);
  const row = rows[0];
  if (!row) throw notFound('incident');
  return `${row.item.slice(0, row.item.lastIndexOf('}'))},"allowed_actions":${JSON.stringify(row.actions)}}`;
}
