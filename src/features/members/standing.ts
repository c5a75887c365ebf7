import { invalid } from '../../core/errors.ts';
import { ROLES, type Role } from '../../core/roles.ts';
import type { Reach } from '../../core/scopes.ts';

/** An organization role as the schema writes it. */
export const roleOf = (word: string): Role => ROLES.find((role) => role.toUpperCase() === word) as Role;

/** What the words of an input make of somebody. @throws invalid none of them */
export function standingOf(roles: readonly string[], organizationRole: string | null | undefined): Reach {
  if (!roles.length) throw invalid('roles', 'Choose at least one of READ, WRITE, ADMIN.');
  if (roles.includes('ADMIN')) return { role: organizationRole ? roleOf(organizationRole) : 'Admin', isReadOnly: false };
  if (organizationRole && organizationRole !== 'MEMBER')
    throw invalid('organizationRole', `${organizationRole} administers: add ADMIN to the roles.`);
  return { role: 'Member', isReadOnly: !roles.includes('WRITE') };
}
