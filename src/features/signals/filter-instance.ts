import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { AppError } from '../../core/errors.ts';
import { isMeant, isSame, MINE } from './filter-expressions.ts';
import type { Waiting } from './waiting.ts';

export type Verdict = { action: 'snooze' } | { action: 'deduplicate'; caseId: number } | { action: 'none' };

type Filter = { id: number; action: string; expression: unknown; window: number };

/** How long a definition without a filter of its own takes alerts together, seconds. */
const DEFAULT_WINDOW_SECONDS = 3600;

/**
 * What the filters of its definition say about an alert whose entities are known: muted, the same as an earlier one that has a case, or
 * neither. A trial alert is never the same as another. A filter counts while it is active, a snooze until it expires.
 */
export async function filterInstance(tx: Context, instance: Waiting): Promise<Verdict> {
  const filters = await activeFilters(tx, instance);
  const snoozes = filters.filter(({ action }) => action === 'snooze');
  if (await isAnyMeant(tx, instance, snoozes)) return { action: 'snooze' };
  if (instance.canary) return { action: 'none' };
  const own = filters.filter(({ action }) => action === 'deduplicate');
  const caseId = own.length ? await caseOfSame(tx, instance, own) : await caseOfLatest(tx, instance);
  return caseId === undefined ? { action: 'none' } : { action: 'deduplicate', caseId };
}

async function activeFilters(tx: Context, { signal_id }: Waiting): Promise<Filter[]> {
  const { rows } = await sql<Filter>`
    select f.id, f.action, f.expression, f."window" from signals_filters l join signal_filters f on f.id = l.signal_filter_id
    where l.signal_id = ${signal_id} and f.mode = 'active' and (f.action <> 'snooze' or f.expiration > ${tx.now()}) order by f.id`.execute(
    tx.db,
  );
  return rows;
}

async function isAnyMeant(tx: Context, { id }: Waiting, filters: Filter[]): Promise<boolean> {
  const tests = filters.map((filter) => usable(tx, filter, () => isMeant(filter.expression, 't0'))).filter((test) => test !== undefined);
  if (!tests.length) return false;
  const { rows } = await sql`
    select 1 from signal_instances t0 where t0.id = ${id} and (${sql.join(tests, sql` or `)})`.execute(tx.db);
  return rows.length > 0;
}

/** The case of the earliest alert of the window, over all filters, that is the same and has one. */
async function caseOfSame(tx: Context, instance: Waiting, filters: Filter[]): Promise<number | undefined> {
  const tests = filters
    .map((filter) => usable(tx, filter, () => sql<boolean>`(${near(instance, filter.window)} and ${isSame(filter.expression, 't0')})`))
    .filter((test) => test !== undefined);
  if (!tests.length) return undefined;
  const widest = Math.max(...filters.map(({ window }) => window));
  const { rows } = await sql<{ case_id: number }>`
    with ${sql.table(MINE)} as (select entity_id from signal_instance_entities where signal_instance_id = ${instance.id})
    select t0.case_id from signal_instances t0
    where ${othersWithCase(instance, widest)} and (${sql.join(tests, sql` or `)}) order by t0.created_at, t0.id limit 1`.execute(tx.db);
  return rows[0]?.case_id;
}

async function caseOfLatest(tx: Context, instance: Waiting): Promise<number | undefined> {
  const { rows } = await sql<{ case_id: number }>`
    select t0.case_id from signal_instances t0
    where ${othersWithCase(instance, DEFAULT_WINDOW_SECONDS)} order by t0.created_at desc, t0.id desc limit 1`.execute(tx.db);
  return rows[0]?.case_id;
}

/**
 * Time counts as it was when the alerts came in, however late this one is looked at: one that could not be looked at for a while belongs
 * to the case of those that came just after it.
 */
function near({ created_at }: Waiting, seconds: number): RawBuilder<boolean> {
  const [from, to] = [-1, 1].map((sign) => new Date(created_at.getTime() + sign * seconds * 1000));
  return sql<boolean>`t0.created_at between ${from} and ${to}`;
}

const othersWithCase = (instance: Waiting, seconds: number) => sql<boolean>`
  t0.signal_id = ${instance.signal_id} and t0.id <> ${instance.id} and t0.case_id is not null and ${near(instance, seconds)}`;

/** An expression may have lost its meaning since it was saved: it then says nothing. */
function usable(tx: Context, filter: Filter, compile: () => RawBuilder<boolean>): RawBuilder<boolean> | undefined {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    tx.log.warn({ filter: filter.id, reason: error.message }, 'a signal filter is no longer valid and matches nothing');
    return undefined;
  }
}
