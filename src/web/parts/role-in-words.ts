type Standing = { roles: readonly string[]; organizationRole: string };

/** What somebody is, or is to be, as people say it. */
export function roleInWords({ roles, organizationRole }: Standing): string {
  const rank = organizationRole.toUpperCase();
  if (rank === 'OWNER') return 'Owner';
  if (rank === 'MANAGER') return 'Manager';
  const may = roles.map((role) => role.toUpperCase());
  if (may.includes('ADMIN')) return 'Administrator';
  return may.includes('WRITE') ? 'Responder' : 'Viewer';
}

/** What each of them may do, in a line. */
export const ROLES_IN_WORDS: Record<string, string> = {
  Viewer: 'Sees everything members see, changes nothing.',
  Responder: 'Reports incidents and works on them.',
  Administrator: 'Also sees restricted incidents, changes settings and looks after members.',
  Manager: 'Also creates projects, service accounts and keys.',
  Owner: 'Also decides how people sign in, and over the organization itself.',
};
