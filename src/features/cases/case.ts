import Type, { type Static } from 'typebox';
import { Time } from '../../core/field.ts';
import { named } from '../../core/shape.ts';
import { Description, LongText, optional, Person, Reference, Title, VisibilitySchema } from '../assembly/index.ts';
import { CreateIncident } from '../incidents/index.ts';

export const STATUSES = ['New', 'Triage', 'Escalated', 'Stable', 'Closed'] as const;
export type CaseStatus = (typeof STATUSES)[number];

export const RESOLUTION_REASONS = [
  'Benign',
  'Contained',
  'Escalated',
  'False Positive',
  'Information Gathered',
  'Insufficient Information',
  'Mitigated',
  'Operational Error',
  'Policy Violation',
  'User Acknowledged',
] as const;
export type ResolutionReason = (typeof RESOLUTION_REASONS)[number];

/** Stands where nobody has written yet how the case was resolved. */
export const NO_RESOLUTION = 'Not written yet: describe here what was found out and what was done about it.';

/** Roles that are handed out in a case. */
export const CASE_ROLES = ['Assignee', 'Reporter', 'Participant', 'Observer'] as const;

/** What may be asked of a case, as the browser reads it. */
export const ACTIONS = ['edit', 'delete', 'escalate', 'event', 'join', 'message', 'file', 'document', 'resources', 'feedback'] as const;
export type Action = (typeof ACTIONS)[number];

/** What comes of a transition, beside the new status and its times. */
export type Effect = 'reopen' | 'escalate' | 'close';

/** From each status to each other one; every transition is allowed. */
const TRANSITIONS: Record<CaseStatus, Record<CaseStatus, readonly Effect[]>> = {
  New: { New: [], Triage: [], Escalated: ['escalate'], Stable: [], Closed: ['close'] },
  Triage: { New: [], Triage: [], Escalated: ['escalate'], Stable: [], Closed: ['close'] },
  // What was stable or escalated before is looked at again: nothing is undone.
  Escalated: { New: [], Triage: [], Escalated: [], Stable: [], Closed: ['close'] },
  Stable: { New: [], Triage: [], Escalated: [], Stable: [], Closed: ['close'] },
  Closed: { New: ['reopen'], Triage: ['reopen'], Escalated: ['reopen', 'escalate'], Stable: ['reopen'], Closed: [] },
};

export const effectsOf = (from: CaseStatus, to: CaseStatus): readonly Effect[] => TRANSITIONS[from][to];

type Times = { triage_at: Date | null; escalated_at: Date | null; stable_at: Date | null; closed_at: Date | null };

/**
 * The times a case shows after a transition: whatever is past being new has been triaged, and what it is no longer has no time. Its
 * history keeps the others.
 */
export function timesOfTransition(to: CaseStatus, now: Date, former: Pick<Times, 'triage_at'>): Partial<Times> {
  const triage_at = former.triage_at ?? now;
  switch (to) {
    case 'New':
      return { triage_at: null, escalated_at: null, stable_at: null, closed_at: null };
    case 'Triage':
      return { triage_at, escalated_at: null, stable_at: null, closed_at: null };
    case 'Escalated':
      return { triage_at, escalated_at: now, stable_at: null, closed_at: null };
    case 'Stable':
      return { triage_at, stable_at: now, closed_at: null };
    case 'Closed':
      return { triage_at, closed_at: now };
  }
}

/** Times that people may correct, once the case has been where they belong. */
export const TIMES = ['triage_at', 'escalated_at', 'stable_at', 'closed_at'] as const;

const Status = Type.Enum([...STATUSES]);
const Reason = Type.Enum([...RESOLUTION_REASONS]);
/** Anybody the project knows, by e-mail address or id. */
const Resolver = Reference;

export const CreateCase = named(
  'CaseCreate',
  Type.Object({
    title: Title,
    description: optional(Description),
    resolution: optional(LongText),
    resolution_reason: optional(Reason),
    resolved_by: optional(Resolver),
    status: optional(Status),
    visibility: optional(VisibilitySchema),
    project: optional(Reference),
    case_type: optional(Reference),
    case_priority: optional(Reference),
    case_severity: optional(Reference),
    tags: optional(Type.Array(Reference)),
    reporter: optional(Person),
    assignee: optional(Person),
    dedicated_channel: optional(Type.Boolean()),
    event: optional(Type.Boolean({ default: false })),
  }),
);
export type CreateCase = Static<typeof CreateCase>;

/** What is said of the incident a case becomes: anything a new incident may be given, and nothing has to be. */
export const EscalateCase = named('CaseEscalate', Type.Partial(CreateIncident));

const changeable = {
  description: optional(Description),
  resolution: optional(LongText),
  resolution_reason: optional(Reason),
  resolved_by: optional(Resolver),
  status: optional(Status),
  visibility: optional(VisibilitySchema),
  case_type: optional(Reference),
  case_priority: optional(Reference),
  case_severity: optional(Reference),
  reported_at: optional(Time),
  triage_at: optional(Time),
  escalated_at: optional(Time),
  stable_at: optional(Time),
  closed_at: optional(Time),
  tags: optional(Type.Array(Reference)),
  related: optional(Type.Array(Reference)),
  duplicates: optional(Type.Array(Reference)),
  incidents: optional(Type.Array(Reference)),
  case_costs: optional(Type.Array(Reference)),
  case_notes: optional(Type.Object({ content: optional(LongText) })),
  reporter: optional(Person),
  assignee: optional(Person),
};

export const UpdateCase = named('CaseUpdate', Type.Object({ title: Title, ...changeable }));

/** The same, where every key may be missing and what is missing stays as it is. */
export const ChangeCase = named('CaseChange', Type.Object({ title: Type.Optional(Title), ...changeable }));
export type ChangeCase = Static<typeof ChangeCase>;
