import Type, { type Static } from 'typebox';
import { Id, nullable, Time } from '../../core/field.ts';
import { named } from '../../core/shape.ts';

const DAY_MS = 86_400_000;

/** How long a task may take when nobody says so, by where it comes from. */
const DAYS_BY_SOURCE: Record<string, number> = { 'Post Incident Review': 7 };

export const dueByDefault = (source: string, now: Date) => new Date(now.getTime() + (DAYS_BY_SOURCE[source] ?? 1) * DAY_MS);

export type TaskStatus = 'Open' | 'Resolved';

/** When a task was resolved is noted with the transition, and forgotten with its reopening. */
export function resolvedAt(
  { from, to, current, given }: { from: TaskStatus; to: TaskStatus; current: Date | null; given: string | null | undefined },
  now: Date,
): Date | string | null {
  if (to === 'Open') return null;
  return given ?? (from === to ? current : null) ?? now;
}

const Person = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
  description: 'Somebody who takes part, found by `individual.email` or `individual.id`; who does not take part yet is added.',
});
const IncidentReference = Type.Object({ id: Type.Optional(nullable(Id)), name: Type.Optional(nullable(Type.String())) });
const optionalText = (options = {}) => Type.Optional(nullable(Type.String(options)));

const common = {
  assignees: Type.Optional(Type.Array(nullable(Person), { maxItems: 100 })),
  owner: Type.Optional(nullable(Person)),
  creator: Type.Optional(nullable(Person)),
  description: optionalText({ maxLength: 20_000 }),
  priority: optionalText({ maxLength: 100 }),
  source: optionalText({ maxLength: 100 }),
  resolve_by: Type.Optional(nullable(Time)),
  resolved_at: Type.Optional(nullable(Time)),
  reminders: Type.Optional(nullable(Type.Boolean())),
  resource_type: optionalText(),
  resource_id: optionalText(),
  weblink: optionalText(),
  created_at: Type.Optional(nullable(Time)),
  updated_at: Type.Optional(nullable(Time)),
};
const Status = Type.Enum(['Open', 'Resolved'], { default: 'Open' });

export const TaskCreate = named('TaskCreate', Type.Object({ ...common, incident: IncidentReference, status: Type.Optional(Status) }));
export const TaskUpdate = named(
  'TaskUpdate',
  Type.Object({ ...common, incident: Type.Optional(IncidentReference), status: Type.Optional(Status) }),
);
export type TaskCreate = Static<typeof TaskCreate>;
export type TaskUpdate = Static<typeof TaskUpdate>;
