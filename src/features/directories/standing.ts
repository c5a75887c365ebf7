import { ROLES, type Role } from '../../core/roles.ts';
import type { ProjectGrant } from '../invitations/index.ts';

/** What belonging to a group gives. */
export type Mapping = { groupId: string; role: 'Member' | 'Admin'; isReadOnly: boolean; projects: ProjectGrant[] };

/** What somebody is by their groups. */
export type Standing = Omit<Mapping, 'groupId'>;

/** Whom a directory names and no mapping knows. */
const DEFAULT: Standing = { role: 'Member', isReadOnly: false, projects: [] };

const rankOf = ({ role, isReadOnly }: Pick<Standing, 'role' | 'isReadOnly'>) => (isReadOnly ? -1 : ROLES.indexOf(role));

/**
 * Works out what somebody is: the most that any of their groups gives; read and write without one that gives anything.
 * @param groups ids of all the groups that somebody belongs to
 */
export function standingFrom(groups: readonly string[], mappings: readonly Mapping[]): Standing {
  const given = mappings.filter(({ groupId }) => groups.includes(groupId));
  if (!given.length) return DEFAULT;
  const { role, isReadOnly } = given.reduce((most, one) => (rankOf(one) > rankOf(most) ? one : most));
  const projects = new Map<number, Role>();
  for (const { id, role: inProject } of given.flatMap((one) => one.projects)) {
    const known = projects.get(id);
    if (!known || ROLES.indexOf(inProject) > ROLES.indexOf(known)) projects.set(id, inProject);
  }
  return { role, isReadOnly, projects: [...projects].map(([id, one]) => ({ id, role: one })) };
}
