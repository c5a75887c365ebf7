import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Siren } from 'lucide-react';
import { useMemo } from 'react';
import { keys } from '../../api/keys.ts';
import { type ListQuery, list } from '../../api/list.ts';
import type { Incident, IncidentRow } from '../../api/types.ts';
import { projectLabel, useOrganization, useProjects } from '../../parts/account.ts';
import { findPeople, findTags, peopleKey, tagLabel, tagsKey } from '../../parts/choosers.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { personName } from '../../parts/marks.tsx';
import { ReportLink } from '../../parts/report-link.tsx';
import { byName, useVocabulary } from '../../parts/vocabulary.ts';
import { ColumnMenu, DataTable, FilterBar, type FilterDefinition, useListUrl } from '../../ui/data-table/index.ts';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { Page } from '../../ui/page.tsx';
import { usePreferences } from '../../ui/preferences.ts';
import { EmptyState } from '../../ui/states.tsx';
import { EXPORT_FIELDS, includeOf } from './export-fields.ts';
import { incidentColumns, listFields } from './incident-columns.tsx';
import { FILTER_KEYS, incidentFilter } from './incident-filters.ts';
import { SavedFilters, savedExpression, useSavedFilters } from './saved-filters.tsx';

const BulkChange = lazyPart(() => import('./bulk-change.tsx').then((part) => part.BulkChange));

const SORT = ['-reported_at'];

/** All incidents, narrowed by the address. */
export function IncidentList() {
  const organization = useOrganization();
  const url = useListUrl(FILTER_KEYS, { sort: SORT });
  const { state } = url;
  const projects = useProjects();
  const saved = useSavedFilters();
  const expression = savedExpression(saved, state.filters.saved?.[0]);
  const withCost = usePreferences().columns?.incidents?.cost ?? false;
  const query: ListQuery = {
    q: state.q,
    page: state.page,
    itemsPerPage: state.size,
    sort: state.sort,
    filter: incidentFilter(state, expression),
    include: listFields(withCost),
  };
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: keys.list(organization, 'incident', query),
    queryFn: () => list<IncidentRow>(organization, 'incidents', query),
    placeholderData: keepPreviousData,
    enabled: expression !== undefined,
  });
  const columns = useMemo(() => incidentColumns(organization, (projects?.length ?? 0) > 1), [organization, projects?.length]);
  const definitions = useDefinitions(state.filters.project?.[0]);
  const isNarrowed = Boolean(state.q) || FILTER_KEYS.some((key) => state.filters[key]?.length);
  return (
    <Page title="Incidents" actions={<ReportLink />}>
      <FilterBar url={url} definitions={definitions} noun="incidents">
        <SavedFilters url={url} filters={saved} expression={incidentFilter(state)} />
        <ExportButton<Partial<Incident>>
          noun="incident"
          total={data?.total ?? 0}
          columns={EXPORT_FIELDS}
          load={({ page, size, chosen }) =>
            list<Partial<Incident>>(organization, 'incidents', { ...query, page, itemsPerPage: size, include: includeOf(chosen) })
          }
        />
        <ColumnMenu noun="incidents" columns={columns} />
      </FilterBar>
      <DataTable
        noun="incidents"
        columns={columns}
        url={url}
        page={data}
        error={error}
        isStale={isPlaceholderData}
        retry={() => void refetch()}
        rowId={(row) => String(row.id)}
        rowName={(row) => row.name ?? row.title}
        bulk={(rows, clear) => <BulkChange rows={rows} clear={clear} />}
        empty={
          isNarrowed ? undefined : (
            <EmptyState
              icon={Siren}
              title="No incident so far"
              action={<ReportLink leftSection={undefined}>Report the first one</ReportLink>}
            >
              Report one when something is on fire, or as an exercise: it can be deleted.
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

/** What the list can be narrowed by; choices follow the chosen project. */
function useDefinitions(project: string | undefined): FilterDefinition[] {
  const organization = useOrganization();
  const projects = useProjects();
  const types = useVocabulary('incident_types', project);
  const priorities = useVocabulary('incident_priorities', project);
  const severities = useVocabulary('incident_severities', project);
  return useMemo(() => {
    const named = (items: { name: string }[] | undefined) => byName(items).map(({ name }) => ({ value: name, label: name }));
    const people = async (q: string) =>
      (await findPeople(organization, q, project)).map((one) => ({ value: one.email, label: personName(one), hint: one.email }));
    const tags = async (q: string) =>
      (await findTags(organization, q, project)).map((one) => ({ value: tagLabel(one), label: tagLabel(one) }));
    return [
      {
        key: 'status',
        label: 'Status',
        shown: true,
        kind: 'choice',
        options: ['Active', 'Stable', 'Closed'].map((value) => ({ value, label: value })),
      },
      { key: 'incident_priority', label: 'Priority', shown: true, kind: 'choice', options: named(priorities) },
      { key: 'incident_type', label: 'Type', shown: true, kind: 'choice', options: named(types) },
      {
        key: 'project',
        label: 'Project',
        shown: (projects?.length ?? 0) > 1,
        kind: 'choice',
        options: (projects ?? []).map((one) => ({ value: one.name, label: projectLabel(one) })),
      },
      { key: 'incident_severity', label: 'Severity', kind: 'choice', options: named(severities) },
      { key: 'commander', label: 'Commander', kind: 'search', cacheKey: peopleKey(organization, project), load: people },
      { key: 'participant', label: 'Participant', kind: 'search', cacheKey: peopleKey(organization, project), load: people },
      { key: 'tag', label: 'Any of these tags', kind: 'search', cacheKey: tagsKey(organization, project), load: tags },
      { key: 'tag_all', label: 'All of these tags', kind: 'search', cacheKey: tagsKey(organization, project), load: tags },
      { key: 'reported_at', label: 'Reported', kind: 'window' },
      { key: 'closed_at', label: 'Closed', kind: 'window' },
      { key: 'visibility', label: 'Visibility', kind: 'choice', options: ['Open', 'Restricted'].map((value) => ({ value, label: value })) },
    ];
  }, [organization, projects, types, priorities, severities, project]);
}
