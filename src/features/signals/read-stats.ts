import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { allowed } from '../../core/permissions.ts';
import { named } from '../../core/shape.ts';
import { instanceView } from '../entities/index.ts';

export const SignalStats = named(
  'SignalStats',
  Type.Object({
    num_signal_instances_alerted: Type.Integer(),
    num_signal_instances_snoozed: Type.Integer(),
    num_snoozes_active: Type.Integer(),
    num_snoozes_expired: Type.Integer(),
  }),
);

export const StatsQuery = Type.Object({
  entity_value: Type.String({ minLength: 1, maxLength: 500, description: 'What the entity is, such as an address' }),
  entity_type_id: Type.Integer({ exclusiveMinimum: 0, exclusiveMaximum: 2147483647 }),
  num_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500, description: 'Only instances of so many days' })),
});

const DAY_MS = 86_400_000;

/** Where an expression speaks of the entity, by its id or by its value, alone or in a list. */
const SPEAKS_OF = `$.** ? (@.model like_regex "^entity$" flag "i"
  && ((@.field == "id" && (@.value[*] == $id || @.value[*] == $idText)) || (@.field == "value" && @.value[*] == $value)))`;

/**
 * How often an entity was spoken of, and which snoozes speak of it. What the caller may not see is not counted.
 * @param signalId undefined: by any signal; snoozes are counted whatever they are attached to
 */
export async function readStats(ctx: Context, query: Static<typeof StatsQuery>, signalId?: number): Promise<Static<typeof SignalStats>> {
  const since = query.num_days === undefined ? null : new Date(ctx.now().getTime() - query.num_days * DAY_MS);
  const { rows } = await sql<Static<typeof SignalStats>>`
    with entity as (
      select id from entities
      where organization_id = ${ctx.tenant.id} and entity_type_id = ${query.entity_type_id} and value = ${query.entity_value}
    ), spoken as (
      select i.filter_action from entity e join signal_instance_entities l on l.entity_id = e.id join signal_instances i on i.id = l.signal_instance_id
      where ${allowed(ctx, instanceView, 'i')} and (${since}::timestamptz is null or i.created_at >= ${since}::timestamptz)
        and (${signalId ?? null}::int is null or i.signal_id = ${signalId ?? null}::int)
    ), snoozes as (
      select f.expiration > ${ctx.now()}::timestamptz as active, f.mode from signal_filters f, entity e
      where f.organization_id = ${ctx.tenant.id} and f.action = 'snooze' and f.expiration is not null
        and jsonb_path_exists(f.expression, ${SPEAKS_OF}::jsonpath, jsonb_build_object('id', e.id, 'idText', e.id::text, 'value', ${query.entity_value}::text))
    )
    select (select count(*) filter (where filter_action <> 'snooze')::int from spoken) as num_signal_instances_alerted,
      (select count(*) filter (where filter_action = 'snooze')::int from spoken) as num_signal_instances_snoozed,
      (select count(*) filter (where active and mode = 'active')::int from snoozes) as num_snoozes_active,
      (select count(*) filter (where not active or mode = 'expired')::int from snoozes) as num_snoozes_expired`.execute(ctx.db);
  return rows[0] as Static<typeof SignalStats>;
}
