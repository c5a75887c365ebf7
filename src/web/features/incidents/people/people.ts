import type { Incident, Participant } from '../../../api/types.ts';

/** Roles that one person holds at a time and hands over to another. */
export const HELD_ROLES = ['Incident Commander', 'Liaison', 'Scribe', 'Reporter'] as const;

const ORDER = [...HELD_ROLES, 'Participant', 'Observer'] as readonly string[];
const rank = (role: string) => (ORDER.includes(role) ? ORDER.indexOf(role) : ORDER.length);

/** Roles somebody has now, the weightiest first. */
export const rolesNow = ({ participant_roles }: Pick<Participant, 'participant_roles'>): string[] =>
  [...new Set((participant_roles ?? []).filter((one) => !one.renounced_at).map((one) => one.role))].sort((a, b) => rank(a) - rank(b));

/** Everybody with a role now, by weight of the role and name; and those who left. */
export function peopleOf({ participants }: Pick<Incident, 'participants'>): { active: Participant[]; gone: Participant[] } {
  const nameOf = (one: Participant) => (one.individual?.name || one.individual?.email || '').toLowerCase();
  const weight = (one: Participant) => rank(rolesNow(one)[0] ?? '');
  const sorted = [...(participants ?? [])].sort((a, b) => weight(a) - weight(b) || nameOf(a).localeCompare(nameOf(b)));
  return { active: sorted.filter((one) => rolesNow(one).length), gone: sorted.filter((one) => !rolesNow(one).length) };
}

export const holderOf = (incident: Pick<Incident, 'participants'>, role: string): Participant | undefined =>
  incident.participants?.find((one) => rolesNow(one).includes(role));

export const participantByEmail = ({ participants }: Pick<Incident, 'participants'>, email: string): Participant | undefined =>
  participants?.find((one) => one.individual?.email?.toLowerCase() === email.toLowerCase() && rolesNow(one).length > 0);
