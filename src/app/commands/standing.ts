import { InvalidArgumentError } from 'commander';
import { ROLES } from '../../core/roles.ts';
import type { Reach } from '../../core/scopes.ts';

const VIEWER = 'Viewer';

/** What somebody may be made, for the help of an option. */
export const STANDINGS = `${VIEWER} (sees, never changes), ${ROLES.join(', ')}`;

/** Reads an option that says what somebody is to be. */
export const standing = (text: string): Reach => {
  if (text.toLowerCase() === VIEWER.toLowerCase()) return { role: 'Member', isReadOnly: true };
  const role = ROLES.find((one) => one.toLowerCase() === text.toLowerCase());
  if (!role) throw new InvalidArgumentError(`Choose one of ${VIEWER}, ${ROLES.join(', ')}.`);
  return { role, isReadOnly: false };
};
