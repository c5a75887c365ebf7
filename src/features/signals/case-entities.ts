import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { notFound } from '../../core/errors.ts';
import { allowed } from '../../core/permissions.ts';
import { createOne } from '../../core/write.ts';
import { postNotice } from '../conversations/index.ts';
import { type EntityRule, entityTypes, instanceView, refreshEntities, type SignalInstance } from '../entities/index.ts';
import { caseView } from '../participants/index.ts';
import { SignalInstanceRead } from './signal-instances.ts';

/** A case of more alerts shows what it is about in so many. */
const MOST_INSTANCES = 100;

/**
 * Makes a type of entity and looks for it in the alerts of the case it was found in.
 * @returns the JSON text of the type
 * @throws not_found no such case, or not the caller's to see
 */
export const createTypeFromCase = (ctx: Context, caseId: number, input: Record<string, unknown>): Promise<string> =>
  transaction(ctx, async (tx) => {
    await requireCase(tx, caseId);
    const text = await createOne(tx, entityTypes, input);
    const { id, name } = JSON.parse(text) as { id: number; name: string };
    await refresh(tx, await ruleOf(tx, id), caseId);
    await postNotice(
      tx,
      { kind: 'case', id: caseId },
      { key: `entity-type-${id}`, text: `Entities of the new type **${name}** are looked for in this case.` },
    );
    return text;
  });

/**
 * Looks again for the entities of a type in the alerts of a case.
 * @returns JSON text of these alerts, oldest first
 * @throws not_found no such type or case, or the case has no alerts
 */
export const recalculateEntities = (ctx: Context, typeId: number, caseId: number): Promise<string> =>
  transaction(ctx, async (tx) => {
    await requireCase(tx, caseId);
    const ids = await refresh(tx, await ruleOf(tx, typeId), caseId);
    if (!ids.length) throw notFound('signal instance of this case');
    const { rows } = await sql<{ items: string }>`
      select json_agg(${sql.raw(SignalInstanceRead.object({ alias: 't0', depth: 0 }, 'all'))} order by t0.created_at, t0.id)::text as items
      from signal_instances t0 where t0.id = any(${ids}::uuid[])`.execute(tx.db);
    return (rows[0] as { items: string }).items;
  });

async function requireCase(tx: Context, caseId: number) {
  const { rows } = await sql`
    select 1 from cases c where c.id = ${caseId} and c.organization_id = ${tx.tenant.id} and ${allowed(tx, caseView, 'c')}`.execute(tx.db);
  if (!rows.length) throw notFound('case');
}

async function ruleOf(tx: Context, typeId: number): Promise<EntityRule> {
  const rule = await tx.db
    .selectFrom('entity_types')
    .select(['id', 'jpath', 'regular_expression'])
    .where('id', '=', typeId)
    .where('organization_id', '=', tx.tenant.id)
    .executeTakeFirst();
  if (!rule) throw notFound(entityTypes.noun);
  return rule;
}

/** @returns the alerts that were looked at, oldest first */
async function refresh(tx: Context, rule: EntityRule, caseId: number): Promise<string[]> {
  const { rows } = await sql<SignalInstance>`
    select i.id, i.signal_id, i.project_id, i.raw from signal_instances i
    where i.case_id = ${caseId} and ${allowed(tx, instanceView, 'i')}
    order by i.created_at, i.id limit ${sql.lit(MOST_INSTANCES)} for no key update of i`.execute(tx.db);
  for (const instance of rows) await refreshEntities(tx, instance, rule);
  announce(tx, { kind: 'case', id: caseId }, 'updated');
  return rows.map(({ id }) => id);
}
