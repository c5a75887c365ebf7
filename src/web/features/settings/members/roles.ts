import { queryOptions } from '@tanstack/react-query';
import { Roles, type RolesQuery } from '../../../api/documents.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';

export type RoleInfo = NonNullable<RolesQuery['organization']>['roles'][number];

/** The roles of the organization with their scopes, and whether the viewer may give them. */
export const rolesQuery = (organization: string) =>
  queryOptions({
    queryKey: keys.list(organization, 'role', 'all'),
    staleTime: 300_000,
    queryFn: () => ask(organization, Roles, {}),
  });
