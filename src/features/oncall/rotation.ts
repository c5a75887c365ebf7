import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Context } from '../../core/context.ts';
import { announce, transaction } from '../../core/db.ts';
import { invalid, notFound } from '../../core/errors.ts';
import { Id, nullable, Time } from '../../core/field.ts';
import { named } from '../../core/shape.ts';
import { onShift, type Rotation } from '../../lib/rotation.ts';

const Person = Type.Object({ id: Type.Integer(), name: nullable(Type.String()), email: Type.String() });
export type Person = Static<typeof Person>;

export const RotationRead = named(
  'RotationRead',
  Type.Object({
    starts_at: nullable(Time),
    shift_hours: Type.Integer(),
    people: Type.Array(Person),
    on_call: nullable(Person),
    /** end of the shift of whoever is on call */
    until: nullable(Time),
    next: nullable(Person),
  }),
);
export const RotationUpdate = Type.Object({
  starts_at: nullable(Time),
  shift_hours: Type.Integer({ minimum: 1, maximum: 8760 }),
  people: Type.Array(Type.Object({ id: Id }), { maxItems: 200 }),
});

/** Shift length of a service that has no rotation yet. */
const DEFAULT_SHIFT_HOURS = 168;

/** @returns the rotation of a service with who is on call now and next; empty when it has none @throws not_found */
export async function getRotation(ctx: Context, serviceId: number): Promise<Static<typeof RotationRead>> {
  await requireService(ctx, serviceId);
  const rotation = await findRotation(ctx, serviceId);
  if (!rotation) return { starts_at: null, shift_hours: DEFAULT_SHIFT_HOURS, people: [], on_call: null, until: null, next: null };
  const shift = onShift(rotation, ctx.now());
  return {
    starts_at: wireTime(rotation.startsAt),
    shift_hours: rotation.shiftHours,
    people: [...rotation.people],
    on_call: shift?.person ?? null,
    until: shift ? wireTime(shift.until) : null,
    next: onShift(rotation, ctx.now(), 1)?.person ?? null,
  };
}

/** The contract's rendering: always six digits. */
const wireTime = (at: Date) => at.toISOString().replace('Z', '000Z');

/**
 * Replaces the rotation; the same person may take several turns in a round. Nobody and no beginning: the service has none any more.
 * @throws invalid somebody is no individual of the project; turns without a beginning
 */
export async function putRotation(ctx: Context, serviceId: number, input: Static<typeof RotationUpdate>) {
  return transaction(ctx, async (tx) => {
    const { project_id } = await requireService(tx, serviceId);
    const people = input.people.map((person) => person.id);
    await requirePeople(tx, project_id, people);
    if (input.starts_at === null) return endRotation(tx, serviceId, people);
    const rotation = { starts_at: new Date(input.starts_at), shift_hours: input.shift_hours, changed_at: tx.now() };
    await tx.db
      .insertInto('rotations')
      .values({ service_id: serviceId, organization_id: tx.tenant.id, ...rotation })
      .onConflict((conflict) => conflict.column('service_id').doUpdateSet(rotation))
      .execute();
    await tx.db.deleteFrom('rotation_members').where('service_id', '=', serviceId).execute();
    await sql`
      insert into rotation_members (service_id, position, organization_id, individual_contact_id)
      select ${serviceId}, position, ${tx.tenant.id}, person from unnest(${people}::int[]) with ordinality as turn (person, position)`.execute(
      tx.db,
    );
    announce(tx, { kind: 'service', id: serviceId }, 'updated');
    return getRotation(tx, serviceId);
  });
}

async function endRotation(tx: Context, serviceId: number, people: number[]) {
  if (people.length) throw invalid('starts_at', 'Say when the first turn begins.');
  await tx.db.deleteFrom('rotation_members').where('service_id', '=', serviceId).execute();
  await tx.db.deleteFrom('rotations').where('service_id', '=', serviceId).execute();
  announce(tx, { kind: 'service', id: serviceId }, 'updated');
  return getRotation(tx, serviceId);
}

/** @returns people in the order of their turns; undefined when the service has no rotation */
export async function findRotation(ctx: Context, serviceId: number): Promise<(Rotation<Person> & { changedAt: Date | null }) | undefined> {
  const rotation = await ctx.db
    .selectFrom('rotations')
    .select(['starts_at', 'shift_hours', 'changed_at'])
    .where('service_id', '=', serviceId)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  if (!rotation) return undefined;
  const people = await ctx.db
    .selectFrom('rotation_members as m')
    .innerJoin('individual_contacts as i', 'i.id', 'm.individual_contact_id')
    .select(['i.id', 'i.name', 'i.email'])
    .where('m.service_id', '=', serviceId)
    .orderBy('m.position')
    .execute();
  return { startsAt: rotation.starts_at, shiftHours: rotation.shift_hours, people, changedAt: rotation.changed_at };
}

async function requireService(ctx: Context, serviceId: number) {
  const service = await ctx.db
    .selectFrom('services')
    .select('project_id')
    .where('id', '=', serviceId)
    .where('organization_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  if (!service) throw notFound('service');
  return service;
}

async function requirePeople(tx: Context, projectId: number, ids: number[]) {
  const known = await tx.db
    .selectFrom('individual_contacts')
    .select('id')
    .where('project_id', '=', projectId)
    .where('id', 'in', [0, ...ids])
    .execute();
  const knownIds = new Set(known.map((row) => row.id));
  const unknown = ids.findIndex((one) => !knownIds.has(one));
  if (unknown >= 0) throw invalid(`people.${unknown}.id`, 'This person is no individual of the project of the service.');
}
