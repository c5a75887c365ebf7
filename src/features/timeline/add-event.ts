import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { nullable, Time } from '../../core/field.ts';
import { record } from '../../core/history.ts';
import { requirePermission } from '../../core/permissions.ts';
import { named } from '../../core/shape.ts';
import { incidentEvent } from '../participants/index.ts';
import { callerIndividual } from '../people/index.ts';
import { typeOfAddition } from './event.ts';
import { incidentOf } from './store.ts';

const Details = nullable(Type.Object({}, { additionalProperties: true }));

export const EventCreateMinimal = named(
  'EventCreateMinimal',
  Type.Object({
    started_at: Time,
    source: Type.Optional(nullable(Type.String())),
    description: Type.String({ minLength: 1, maxLength: 20_000 }),
    details: Type.Optional(Details),
    type: Type.Optional(nullable(Type.String())),
    owner: Type.Optional(nullable(Type.String())),
    pinned: Type.Optional(nullable(Type.Boolean({ default: false }))),
  }),
);
export type EventCreateMinimal = Static<typeof EventCreateMinimal>;

/**
 * Adds what somebody saw or did to the timeline; the caller is its source and owner whatever the input says.
 * @throws forbidden the caller does not keep this timeline
 */
export async function addEvent(ctx: Context, incidentId: number, input: EventCreateMinimal): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, incidentEvent, { table: 'incidents', id: incidentId });
    const incident = await incidentOf(tx, incidentId);
    const author = await callerIndividual(tx, incident.project_id);
    await record(
      tx,
      { kind: 'incident', id: incidentId },
      {
        description: input.description,
        source: author.name,
        owner: author.name,
        individual_id: author.id,
        type: typeOfAddition(input.type),
        pinned: input.pinned ?? false,
        started_at: new Date(input.started_at),
        details: { ...input.details, created_by: author.name, added_on: tx.now().toISOString() },
      },
    );
  });
}
