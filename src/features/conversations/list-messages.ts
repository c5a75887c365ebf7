import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { subjectRule } from '../participants/index.ts';
import { MessageRead } from './shapes.ts';

export type MessageQuery = {
  page: number;
  itemsPerPage: number;
  /** only messages younger than this one */
  after?: number;
  pinned?: boolean;
  decision?: boolean;
};

const MOST_MESSAGES = 500;

/** What the caller may read: messages for one person are theirs alone. */
const isFor = (ctx: Context) => sql<boolean>`(t0.only_to is null or lower(t0.only_to) = lower(${ctx.actor.email}))`;

/** @returns one page of the room's messages as JSON text, newest first */
export async function listMessages(ctx: Context, subject: SubjectRef, query: MessageQuery): Promise<string> {
  await requirePermission(ctx, ...subjectRule(subject, 'view'));
  const { page, after, pinned, decision } = query;
  const size = query.itemsPerPage < 0 ? MOST_MESSAGES : Math.min(query.itemsPerPage, MOST_MESSAGES);
  const conditions: RawBuilder<unknown>[] = [
    sql`t0.conversation_id = (
      select c.id from conversations c where ${sql.ref(`c.${subject.kind}_id`)} = ${subject.id} and c.organization_id = ${ctx.tenant.id})`,
    isFor(ctx),
    ...(after === undefined ? [] : [sql`t0.id > ${after}`]),
    ...(pinned === undefined ? [] : [sql`t0.pinned = ${pinned}`]),
    ...(decision === undefined ? [] : [sql`t0.decision = ${decision}`]),
  ];
  const where = sql.join(conditions, sql` and `);
  const { rows } = await sql<{ total: number; items: string }>`
    select (select count(*)::int from messages t0 where ${where}) as total,
      (select coalesce(json_agg(${sql.raw(MessageRead.object({ alias: 't0', depth: 0 }, 'all'))} order by t0.id desc), '[]')::text
        from (select t0.* from messages t0 where ${where} order by t0.id desc limit ${size} offset ${(page - 1) * size}) t0) as items`.execute(
    ctx.db,
  );
  const { total, items } = rows[0] as { total: number; items: string };
  return `{"itemsPerPage":${size},"page":${page},"total":${total},"items":${items}}`;
}
