import { queryOptions, useQuery } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { equals, list } from '../api/list.ts';
import type { IncidentPriority, IncidentSeverity, IncidentType } from '../api/types.ts';
import { useOrganization } from './account.ts';

const TEN_MINUTES_MS = 600_000;

type Kinds = { incident_types: IncidentType; incident_priorities: IncidentPriority; incident_severities: IncidentSeverity };
const MODELS: Record<keyof Kinds, { kind: string; model: string; sort: string }> = {
  incident_types: { kind: 'incident_type', model: 'IncidentType', sort: 'name' },
  incident_priorities: { kind: 'incident_priority', model: 'IncidentPriority', sort: 'view_order' },
  incident_severities: { kind: 'incident_severity', model: 'IncidentSeverity', sort: 'view_order' },
};

/** Types, priorities or severities that may be chosen. @param project name; undefined: of every project */
export const vocabularyQuery = <K extends keyof Kinds>(organization: string, path: K, project?: string) =>
  queryOptions({
    queryKey: keys.list(organization, MODELS[path].kind, ['enabled', project]),
    staleTime: TEN_MINUTES_MS,
    queryFn: async (): Promise<Kinds[K][]> => {
      const { model, sort } = MODELS[path];
      const filter = [equals(model, 'enabled', true), ...(project ? [equals('Project', 'name', project)] : [])];
      return (await list<Kinds[K]>(organization, path, { itemsPerPage: 200, sort: [sort], filter })).items;
    },
  });

export const useVocabulary = <K extends keyof Kinds>(path: K, project?: string): Kinds[K][] | undefined =>
  useQuery(vocabularyQuery(useOrganization(), path, project)).data;

/** One entry per name: projects share most names, and people choose by name. */
export function byName<T extends { name: string }>(items: T[] | undefined): T[] {
  return [...new Map((items ?? []).map((item) => [item.name, item])).values()];
}
