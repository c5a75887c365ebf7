/** Roles a person can have in an incident or case. */
export const PARTICIPANT_ROLES = ['Assignee', 'Incident Commander', 'Liaison', 'Scribe', 'Participant', 'Observer', 'Reporter'] as const;
export type ParticipantRole = (typeof PARTICIPANT_ROLES)[number];

/** Roles one person holds at a time, and the column of the subject that points to them. */
const HELD_BY_ONE = {
  incident: {
    'Incident Commander': 'commander_id',
    Reporter: 'reporter_id',
    Liaison: 'liaison_id',
    Scribe: 'scribe_id',
  },
  case: { Assignee: 'assignee_id', Reporter: 'reporter_id' },
} as const satisfies Record<'incident' | 'case', Partial<Record<ParticipantRole, string>>>;

/** @returns the subject's column for the holder of a role; undefined for roles that several hold at once */
export const pointerOf = (kind: 'incident' | 'case', role: ParticipantRole): string | undefined =>
  (HELD_BY_ONE[kind] as Partial<Record<ParticipantRole, string>>)[role];

/** Whether one person holds the role at a time. */
export const isHeldByOne = (kind: 'incident' | 'case', role: ParticipantRole) => pointerOf(kind, role) !== undefined;

/** Messages after which somebody who watches takes part. */
export const MESSAGES_OF_A_PARTICIPANT = 3;

/** Where somebody is filed while nobody knows better: the organization behind their address. */
export const teamOf = (email: string) => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
