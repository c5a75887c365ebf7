import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { answer, client } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { list } from '../api/list.ts';
import type { Organization, Project, Role, User } from '../api/types.ts';
import { prefer, usePreferences } from '../ui/preferences.ts';

/** Slug of the organization in the address. */
export const useOrganization = (): string => (useParams({ strict: false }) as { organization: string }).organization;

const FIVE_MINUTES_MS = 300_000;

export const meQuery = (organization: string) =>
  queryOptions({
    queryKey: [...keys.me, organization],
    staleTime: FIVE_MINUTES_MS,
    queryFn: async (): Promise<User & { role: Role | null }> => {
      // The contract's document forgets the path parameter of `me`; its address has it all the same.
      const at = { params: { path: { organization } } };
      const [user, role] = await Promise.all([
        answer(client.GET('/{organization}/auth/me', at as never)),
        answer(client.GET('/{organization}/auth/myrole', at)),
      ]);
      return { ...(user as User), role: role as Role | null };
    },
  });

/** Who is signed in, and their role in this organization. */
export const useMe = () => useSuspenseQuery(meQuery(useOrganization())).data;

const ADMINS: readonly (string | null)[] = ['Owner', 'Manager', 'Admin'];
/** The server decides; this only keeps buttons away from people who cannot use them. */
export const useIsAdmin = () => ADMINS.includes(useMe().role);
export const useIsOwner = () => useMe().role === 'Owner';

/** Whether they only look on in this organization. */
export function useIsViewer(): boolean {
  const slug = useOrganization();
  return useMe().organizations?.find(({ organization }) => organization.slug === slug)?.read_only === true;
}

export function useOrganizations() {
  return useQuery({
    queryKey: ['organizations'],
    staleTime: FIVE_MINUTES_MS,
    queryFn: async () =>
      (
        await answer(
          client.GET('/organizations', { params: { query: { itemsPerPage: 100, 'sortBy[]': ['name'], 'descending[]': [false] } } }),
        )
      ).items as Organization[],
  });
}

export const projectsQuery = (organization: string) =>
  queryOptions({
    queryKey: keys.list(organization, 'project', 'all'),
    staleTime: FIVE_MINUTES_MS,
    queryFn: async () => (await list<Project>(organization, 'projects', { itemsPerPage: 200, sort: ['name'] })).items,
  });
export const useProjects = () => useQuery(projectsQuery(useOrganization())).data;

export const projectLabel = (project: { name: string; display_name?: string | null } | null | undefined) =>
  project?.display_name || project?.name || '–';

/** The project that lists and settings start with; undefined means all of them. */
export function useCurrentProject() {
  const organization = useOrganization();
  const { project } = usePreferences();
  const name = project?.[organization];
  return { name, choose: (next: string | undefined) => prefer({ project: { ...project, [organization]: next } }) };
}
