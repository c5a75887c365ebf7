import { invalid } from '../../core/errors.ts';
import type { Role } from '../../core/roles.ts';
import { ACCESS_ROLES, accessOf, type Reach } from '../../core/scopes.ts';

/** Words that an invitation may say instead of `admin`, and the rank that each means. */
const RANKS: Record<string, Role> = { admin: 'Admin', manager: 'Manager', owner: 'Owner' };
const WORDS = [...ACCESS_ROLES, 'manager', 'owner'];

/**
 * What the words of an invitation make of somebody. They are closed downward: whoever administers writes, whoever writes reads.
 * @param roles any of `read`, `write`, `admin`, `manager`, `owner`, in any order and case
 * @throws invalid no word, or one that is none of these
 * @source invitations.md, INV-7 and INV-8
 */
export function reachOf(roles: readonly string[], field = 'roles'): Reach {
  const words = roles.map((role) => role.toLowerCase());
  const unknown = roles.find((_role, index) => !WORDS.includes(words[index] as string));
  if (unknown !== undefined) throw invalid(field, `"${unknown}" is no role: choose from ${WORDS.join(', ')}.`);
  if (!words.length) throw invalid(field, `Choose at least one role: ${WORDS.join(', ')}.`);
  const rank = ['owner', 'manager', 'admin'].find((word) => words.includes(word));
  if (rank) return { role: RANKS[rank] as Role, isReadOnly: false };
  return { role: 'Member', isReadOnly: !words.includes('write') };
}

/** The words as a token says them: access roles, strongest first, with the rank in front where it is above `admin`. */
export function wordsOf(reach: Reach): string[] {
  const access: string[] = accessOf(reach);
  return reach.role === 'Owner' || reach.role === 'Manager' ? [reach.role.toLowerCase(), ...access] : access;
}
