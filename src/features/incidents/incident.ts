import Type, { type Static } from 'typebox';
import { Time } from '../../core/field.ts';
import { named } from '../../core/shape.ts';
import { Description, LongText, optional, Person, Reference, Title, VisibilitySchema } from '../assembly/index.ts';

export const STATUSES = ['Active', 'Stable', 'Closed'] as const;
export type IncidentStatus = (typeof STATUSES)[number];

export const Status = Type.Enum([...STATUSES]);

/** Stands where nobody has written yet how the incident was resolved. */
export const NO_RESOLUTION = 'Not written yet: describe here what was done and what ended the incident.';

/** What may be asked of an incident, as the browser reads it; whoever may see an incident may do those of the second list. */
export const ACTIONS = [
  'edit',
  'delete',
  'event',
  'join',
  'subscribe',
  'task',
  'message',
  'file',
  'document',
  'resources',
  'feedback',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What a transition does to the times an incident shows; its history keeps the others. */
export function timesOfTransition(
  from: IncidentStatus,
  to: IncidentStatus,
  now: Date,
): { stable_at?: Date | null; closed_at?: Date | null } {
  switch (to) {
    case 'Active':
      return { stable_at: null, closed_at: null };
    case 'Stable':
      return { stable_at: now, closed_at: null };
    case 'Closed':
      return { closed_at: now, ...(from === 'Active' && { stable_at: now }) };
  }
}

/** Which flows a transition starts. */
export function flowsOfTransition(from: IncidentStatus, to: IncidentStatus): ('reopened' | 'stable' | 'closed')[] {
  if (from === to) return [];
  const reopened = from === 'Closed' ? (['reopened'] as const) : [];
  if (to === 'Stable') return [...reopened, 'stable'];
  if (to === 'Closed') return from === 'Active' ? ['stable', 'closed'] : ['closed'];
  return [...reopened];
}

export const CreateIncident = named(
  'IncidentCreate',
  Type.Object({
    title: Title,
    description: Description,
    resolution: optional(LongText),
    status: optional(Status),
    visibility: optional(VisibilitySchema),
    project: optional(Reference),
    incident_type: optional(Reference),
    incident_priority: optional(Reference),
    incident_severity: optional(Reference),
    tags: optional(Type.Array(Reference)),
    reporter: optional(Person),
    commander: optional(Person),
    commander_email: optional(Type.String({ maxLength: 320 })),
  }),
);
export type CreateIncident = Static<typeof CreateIncident>;

const changeable = {
  resolution: optional(LongText),
  summary: optional(LongText),
  status: optional(Status),
  visibility: optional(VisibilitySchema),
  reported_at: optional(Time),
  stable_at: optional(Time),
  delay_executive_report_reminder: optional(Time),
  delay_tactical_report_reminder: optional(Time),
  tags: optional(Type.Array(Reference)),
  terms: optional(Type.Array(Reference)),
  cases: optional(Type.Array(Reference)),
  duplicates: optional(Type.Array(Reference)),
  incident_costs: optional(Type.Array(Reference)),
  reporter: optional(Person),
  commander: optional(Person),
};

export const UpdateIncident = named(
  'IncidentUpdate',
  Type.Object({
    title: Title,
    description: Description,
    incident_type: Reference,
    incident_priority: Reference,
    incident_severity: Reference,
    ...changeable,
  }),
);

/** The same, where every key may be missing and what is missing stays as it is. */
export const ChangeIncident = named(
  'IncidentChange',
  Type.Object({
    title: Type.Optional(Title),
    description: Type.Optional(Description),
    incident_type: optional(Reference),
    incident_priority: optional(Reference),
    incident_severity: optional(Reference),
    ...changeable,
  }),
);
export type ChangeIncident = Static<typeof ChangeIncident>;
