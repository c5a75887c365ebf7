import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { conflict, invalid } from '../../core/errors.ts';
import { nullable, Time } from '../../core/field.ts';
import type { SubjectRef } from '../../core/jobs.ts';
import { requirePermission } from '../../core/permissions.ts';
import { named } from '../../core/shape.ts';
import { subjectRule } from '../participants/index.ts';
import { callerIndividual } from '../people/index.ts';
import { isWrittenByPeople } from './event.ts';
import { type EntryRow, lockEntry, timelineSubject, updateEntry } from './store.ts';

export const EventUpdate = named(
  'EventUpdate',
  Type.Object({
    uuid: Type.String({ format: 'uuid' }),
    started_at: Type.Optional(Time),
    ended_at: Type.Optional(Time),
    source: Type.Optional(nullable(Type.String())),
    description: Type.Optional(Type.String({ minLength: 1, maxLength: 20_000 })),
    details: Type.Optional(nullable(Type.Object({}, { additionalProperties: true }))),
    type: Type.Optional(nullable(Type.String())),
    owner: Type.Optional(nullable(Type.String())),
    pinned: Type.Optional(nullable(Type.Boolean())),
  }),
);
export type EventUpdate = Static<typeof EventUpdate>;

/**
 * Corrects an entry that people wrote, or pins any entry. What was left out stays as it is.
 *
 * @throws not_found the entry is not one of this timeline
 * @throws conflict the entry was written by Tocsin and the change is more than a pin
 * @throws invalid it ends before it starts
 */
export async function updateEvent(ctx: Context, subject: SubjectRef, input: EventUpdate): Promise<void> {
  await transaction(ctx, async (tx) => {
    await requirePermission(tx, ...subjectRule(subject, 'event'));
    const entry = await lockEntry(tx, subject, input.uuid);
    const pinned = input.pinned ?? entry.pinned;
    if (isWrittenByPeople(entry.type)) await correct(tx, subject, entry, { ...input, pinned });
    else if (isOtherwiseSame(entry, input)) await updateEntry(tx, entry.uuid, { ...entry, pinned });
    else throw conflict('Only entries that people wrote can be changed; this one can be pinned.', 'uuid');
    announce(tx, subject, 'timeline');
  });
}

async function correct(tx: Context, subject: SubjectRef, entry: EntryRow, input: EventUpdate & { pinned: boolean }) {
  const startedAt = input.started_at ?? entry.started_at;
  // An entry without a length keeps none when it is moved.
  const hasLength = entry.ended_at.getTime() !== entry.started_at.getTime();
  const endedAt = input.ended_at && !isSame(input.ended_at, entry.ended_at) ? input.ended_at : hasLength ? entry.ended_at : startedAt;
  if (new Date(endedAt) < new Date(startedAt)) throw invalid('ended_at', 'It cannot end before it starts.');
  const author = await callerIndividual(tx, (await timelineSubject(tx, subject)).projectId);
  await updateEntry(tx, entry.uuid, {
    description: input.description ?? entry.description,
    started_at: startedAt,
    ended_at: endedAt,
    pinned: input.pinned,
    details: { ...entry.details, ...input.details, updated_by: author.name, updated_on: tx.now().toISOString() },
  });
}

const isSame = (text: string, at: Date) => new Date(text).getTime() === at.getTime();

/** Clients send the whole entry back to change its pin. */
const isOtherwiseSame = (entry: EntryRow, { description, started_at }: EventUpdate) =>
  (description === undefined || description === entry.description.trim()) &&
  (started_at === undefined || isSame(started_at, entry.started_at));
