import type { Invitation } from '../../api/types.ts';

/** What somebody is to be, as people say it. */
export function roleInWords({ roles, organization_role }: Pick<Invitation, 'roles' | 'organization_role'>): string {
  if (organization_role === 'Owner' || organization_role === 'Manager') return organization_role;
  if (roles.includes('admin')) return 'Administrator';
  return roles.includes('write') ? 'Responder' : 'Viewer';
}
