import { sql } from 'kysely';
import Type from 'typebox';
import { forbidden, invalid } from '../../core/errors.ts';
import { type Finder, id, json, nullable, number, one, oneOf, readOnly, text, theOne, time } from '../../core/field.ts';
import { up } from '../../core/paths.ts';
import { admin, member, type Rule } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { sameAddress } from '../participants/index.ts';
import { callerIndividual, IndividualReadMinimal } from '../people/index.ts';
import { loadOf } from './shift-load.ts';

export const EFFORTS = [
  'No effort',
  'Little effort',
  'Moderate effort',
  'Lots of effort',
  'Very high effort',
  'Extreme effort, everything I could give',
];
const MOST_HOURS = 8760;

const rating = oneOf(EFFORTS);
const Details = Type.Array(nullable(Type.Unsafe<object>({ type: 'object', additionalProperties: true })));

/** How on-call shifts were for those who had them; without an individual nothing says who it was. */
export const serviceFeedback = resource({
  table: 'service_feedback',
  path: '/service_feedback',
  tag: 'service_feedback',
  noun: 'shift feedback',
  model: 'ServiceFeedback',
  fields: {
    id: id(),
    rating: { ...rating, input: Type.Enum(EFFORTS, { default: 'Little effort' }) },
    feedback: text({ maxLength: 20_000 }),
    hours: { ...number({ minimum: 0, maximum: MOST_HOURS }), sql: ({ alias }: { alias: string }) => `${alias}.hours::float8` },
    schedule: text({ maxLength: 500 }),
    shift_start_at: time(),
    shift_end_at: time(),
    individual: one(IndividualReadMinimal, 'individual_contact_id', { by: ['id', 'email'], find: ownIndividual }),
    project: theOne(ProjectRead, 'project_id', { orDefault: true }),
    details: readOnly({ ...json(Details), read: Details }),
    created_at: readOnly(time()),
  },
  rules: { list: admin, get: admin, create: member },
  errors: { create: [403] },
  // Sorting by the relation is sorting by the person.
  joins: { individual: [up('service_feedback', 'individual_contact_id')] },
  substring: ['feedback'],
  hooks: {
    beforeWrite: async (tx, row) => {
      if (!row.shift_start_at || !row.shift_end_at) return;
      const shift = { after: new Date(String(row.shift_start_at)), until: new Date(String(row.shift_end_at)) };
      if (shift.until < shift.after) throw invalid('shift_end_at', 'A shift ends after it begins.');
      // How much somebody had to do may tell who it was: of anonymous feedback it is not kept.
      if (row.individual_contact_id) row.details = [await loadOf(tx, tx.actor.email, shift)];
    },
  },
});

/** Whose words they are; what was said anonymously is nobody's but the administrators' to delete. */
export const shiftFeedbackDelete: Rule = {
  role: 'Admin',
  where: (ctx, alias) => sql<boolean>`exists (
    select 1 from individual_contacts oc where oc.id = ${sql.ref(`${alias}.individual_contact_id`)} and lower(oc.email) = lower(${ctx.actor.email}))`,
};

async function ownIndividual(...[tx, , value, projectId]: Parameters<Finder>): Promise<number> {
  const me = await callerIndividual(tx, Number(projectId));
  const isMe = typeof value.email === 'string' ? sameAddress(value.email.trim(), me.email) : Number(value.id) === me.id;
  if (!isMe) throw forbidden('Give feedback in your own name, or leave the individual out to stay anonymous.');
  return me.id;
}
