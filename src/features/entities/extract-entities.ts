import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { type Found, type Rule, valuesIn } from './expressions.ts';

/** An alert as far as entities are looked for in it. */
export type SignalInstance = { id: string; signal_id: number; project_id: number; raw: unknown };

/** What belongs to the definition, and what looks into every alert of the project. */
async function rulesFor(tx: Context, { signal_id, project_id }: SignalInstance): Promise<Rule[]> {
  const { rows } = await sql<Rule>`
    select t.id, t.jpath, t.regular_expression from entity_types t
    where t.organization_id = ${tx.tenant.id} and t.enabled
      and ((t.scope = 'all' and t.project_id = ${project_id})
        or exists (select 1 from signal_entity_types l where l.entity_type_id = t.id and l.signal_id = ${signal_id}))
    order by t.id`.execute(tx.db);
  return rows;
}

/** Finds what an alert speaks of and ties it to the alert; what is known already is tied again. */
export async function extractEntities(tx: Context, instance: SignalInstance): Promise<void> {
  const rules = await rulesFor(tx, instance);
  await keep(tx, instance, foundIn(tx, instance, rules));
}

/** Looks again for the values of one type: what it does not find any more is untied. */
export async function refreshEntities(tx: Context, instance: SignalInstance, rule: Rule): Promise<void> {
  const found = foundIn(tx, instance, [rule]);
  await sql`
    delete from signal_instance_entities l using entities e
    where l.signal_instance_id = ${instance.id} and e.id = l.entity_id and e.entity_type_id = ${rule.id}
      and not (e.value = any(${found.map(({ value }) => value)}::text[]))`.execute(tx.db);
  await keep(tx, instance, found);
}

const foundIn = (tx: Context, instance: SignalInstance, rules: readonly Rule[]): Found[] =>
  valuesIn(instance.raw, rules, (rule, error) =>
    tx.log.warn({ err: error, entityType: rule.id, signalInstance: instance.id }, 'an entity type could not be looked for in an alert'),
  );

/** In one order for everybody: two alerts that bring the same new values must not wait for each other. */
async function keep(tx: Context, instance: SignalInstance, found: readonly Found[]): Promise<void> {
  if (!found.length) return;
  const types = found.map(({ entityTypeId }) => entityTypeId);
  const values = found.map(({ value }) => value);
  const wanted = sql`unnest(${types}::int[], ${values}::text[]) as f (entity_type_id, value)`;
  await sql`
    insert into entities (organization_id, project_id, entity_type_id, value, created_at, updated_at)
    select t.organization_id, t.project_id, t.id, f.value, ${tx.now()}, ${tx.now()}
    from ${wanted} join entity_types t on t.id = f.entity_type_id order by f.entity_type_id, f.value
    on conflict (entity_type_id, value) do nothing`.execute(tx.db);
  await sql`
    insert into signal_instance_entities (signal_instance_id, entity_id)
    select ${instance.id}::uuid, e.id from ${wanted} join entities e on e.entity_type_id = f.entity_type_id and e.value = f.value
    on conflict do nothing`.execute(tx.db);
}
