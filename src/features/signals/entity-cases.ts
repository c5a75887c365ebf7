import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { notFound } from '../../core/errors.ts';
import { allowed } from '../../core/permissions.ts';
import { CaseReadMinimal } from '../cases/index.ts';
import { entities, entityView, instanceView } from '../entities/index.ts';
import { caseView } from '../participants/index.ts';
import { SignalInstanceRead } from './signal-instances.ts';

const DAY_MS = 86_400_000;
/** The newest ones; what counts them says "or more" by itself. */
const MOST_SHOWN = 200;

/** Cases that alerts about an entity belong to, of so many days, newest first. @returns JSON text @throws not_found */
export const casesOfEntity = (ctx: Context, entityId: number, days: number): Promise<string> =>
  listOf(
    ctx,
    entityId,
    'cases',
    CaseReadMinimal.object({ alias: 't0', depth: 0 }, 'all'),
    sql`
    select c.* from cases c
    where c.organization_id = ${ctx.tenant.id} and c.reported_at >= ${since(ctx, days)} and ${allowed(ctx, caseView, 'c')} and c.id in (
      select i.case_id from signal_instance_entities l join signal_instances i on i.id = l.signal_instance_id where l.entity_id = ${entityId})
    order by c.reported_at desc, c.id desc limit ${sql.lit(MOST_SHOWN)}`,
  );

/** Alerts about an entity, of so many days, newest first. @returns JSON text @throws not_found */
export const instancesOfEntity = (ctx: Context, entityId: number, days: number): Promise<string> =>
  listOf(
    ctx,
    entityId,
    'instances',
    SignalInstanceRead.object({ alias: 't0', depth: 0 }, 'all'),
    sql`
    select i.* from signal_instance_entities l join signal_instances i on i.id = l.signal_instance_id
    where l.entity_id = ${entityId} and i.organization_id = ${ctx.tenant.id} and i.created_at >= ${since(ctx, days)}
      and ${allowed(ctx, instanceView, 'i')}
    order by i.created_at desc, i.id desc limit ${sql.lit(MOST_SHOWN)}`,
  );

const since = (ctx: Context, days: number) => sql`${new Date(ctx.now().getTime() - days * DAY_MS)}::timestamptz`;

async function listOf(ctx: Context, entityId: number, key: string, item: string, rowsOf: RawBuilder<unknown>): Promise<string> {
  const { rows } = await sql<{ items: string }>`
    select (select coalesce(json_agg(${sql.raw(item)}), '[]'::json)::text from (${rowsOf}) t0) as items
    from entities e where e.id = ${entityId} and e.organization_id = ${ctx.tenant.id} and ${allowed(ctx, entityView, 'e')}`.execute(ctx.db);
  if (!rows[0]) throw notFound(entities.noun);
  return `{"${key}":${rows[0].items}}`;
}
