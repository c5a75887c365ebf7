import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { nullable, Time } from '../../core/field.ts';
import { record } from '../../core/history.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { named } from '../../core/shape.ts';
import { subjectRule } from '../participants/index.ts';
import { callerIndividual } from '../people/index.ts';
import { typeOfAddition } from './event.ts';
import { timelineSubject } from './store.ts';

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
export async function addEvent(ctx: Context, subject: SubjectRef, input: EventCreateMinimal): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, ...subjectRule(subject, 'event'));
    const { projectId } = await timelineSubject(tx, subject);
    const author = await callerIndividual(tx, projectId);
    await record(tx, subject, {
      description: input.description,
      source: author.name,
      owner: author.name,
      individual_id: author.id,
      type: typeOfAddition(input.type),
      pinned: input.pinned ?? false,
      started_at: new Date(input.started_at),
      details: { ...input.details, created_by: author.name, added_on: tx.now().toISOString() },
    });
  });
}
