import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import { nullable } from '../../core/field.ts';
import { findOne } from '../../core/write.ts';

const LONGEST_RESPONSE_SECONDS = 604_800;
const MOST_ACTIVITIES = 200;

export const ActivityWrite = Type.Object({
  id: Type.Optional(nullable(Type.Integer())),
  plugin_event: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true, description: 'Found by id or slug.' }),
  response_time_seconds: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: LONGEST_RESPONSE_SECONDS, default: 300 }))),
  enabled: Type.Optional(nullable(Type.Boolean({ default: true }))),
});
export const Activities = Type.Optional(nullable(Type.Array(ActivityWrite, { maxItems: MOST_ACTIVITIES })));

/**
 * Makes the model's activities those of the list: matched by their plug-in event, so that an activity keeps its id.
 * @throws invalid an event is unknown, or is named twice
 */
export async function replaceActivities(tx: Context, modelId: number, activities: Static<typeof ActivityWrite>[]): Promise<void> {
  const events: number[] = [];
  for (const [index, activity] of activities.entries()) {
    const eventId = await findOne(
      tx,
      ['activities', index, 'plugin_event'],
      { table: 'plugin_events', by: ['id', 'slug'] },
      activity.plugin_event,
    );
    if (events.includes(eventId))
      throw invalid(`activities.${index}.plugin_event`, 'This activity is already part of the model; change the one that is there.');
    events.push(eventId);
  }
  const seconds = activities.map((activity) => activity.response_time_seconds ?? 300);
  const enabled = activities.map((activity) => activity.enabled ?? true);
  await sql`delete from cost_model_activities where cost_model_id = ${modelId} and not (plugin_event_id = any(${events}))`.execute(tx.db);
  await sql`
    insert into cost_model_activities (organization_id, cost_model_id, plugin_event_id, response_time_seconds, enabled)
    select ${tx.tenant.id}, ${modelId}, event, seconds, enabled
    from unnest(${events}::int[], ${seconds}::int[], ${enabled}::boolean[]) as a (event, seconds, enabled)
    on conflict (cost_model_id, plugin_event_id) do update set response_time_seconds = excluded.response_time_seconds, enabled = excluded.enabled`.execute(
    tx.db,
  );
}
