import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import { useMemo } from 'react';
import { keys } from '../../api/keys.ts';
import { type ListQuery, list } from '../../api/list.ts';
import type { IncidentRow, TaskRow } from '../../api/types.ts';
import { projectLabel, useMe, useOrganization, useProjects } from '../../parts/account.ts';
import { findPeople, peopleKey } from '../../parts/choosers.ts';
import { ExportButton } from '../../parts/export-button.tsx';
import { personName } from '../../parts/marks.tsx';
import { byName, useVocabulary } from '../../parts/vocabulary.ts';
import { paths } from '../../paths.ts';
import { ColumnMenu, DataTable, FilterBar, type FilterDefinition, useListUrl } from '../../ui/data-table/index.ts';
import { ButtonLink } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TASK_EXPORT } from './export-columns.ts';
import { TaskBulk } from './task-bulk.tsx';
import { taskColumns } from './task-columns.tsx';
import { FILTER_KEYS, taskFilter } from './task-filters.ts';

/** Open ones first, the most urgent on top. */
const SORT = ['status', 'resolve_by'];

/** The tasks of all incidents, narrowed by the address. */
export function TaskList() {
  const organization = useOrganization();
  const { email } = useMe();
  const url = useListUrl(FILTER_KEYS, { sort: SORT });
  const { state } = url;
  const projects = useProjects();
  const query: ListQuery = { q: state.q, page: state.page, itemsPerPage: state.size, sort: state.sort, filter: taskFilter(state, email) };
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: keys.list(organization, 'task', query),
    queryFn: () => list<TaskRow>(organization, 'tasks', query),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo(() => taskColumns(organization, (projects?.length ?? 0) > 1), [organization, projects?.length]);
  const definitions = useDefinitions(state.filters.project?.[0]);
  const isNarrowed = Boolean(state.q) || FILTER_KEYS.some((key) => state.filters[key]?.length);
  return (
    <Page title="Tasks" sub="What people promised to do, over all incidents.">
      <FilterBar url={url} definitions={definitions} noun="tasks">
        <ExportButton<TaskRow>
          noun="task"
          total={data?.total ?? 0}
          columns={TASK_EXPORT}
          load={({ page, size }) => list<TaskRow>(organization, 'tasks', { ...query, page, itemsPerPage: size })}
        />
        <ColumnMenu noun="tasks" columns={columns} />
      </FilterBar>
      <DataTable
        noun="tasks"
        columns={columns}
        url={url}
        page={data}
        error={error}
        isStale={isPlaceholderData}
        retry={() => void refetch()}
        rowId={(row) => String(row.id)}
        rowName={(row) => row.description ?? `task ${row.id}`}
        bulk={(rows, clear) => <TaskBulk rows={rows} clear={clear} />}
        empty={
          isNarrowed ? undefined : (
            <EmptyState
              icon={ListChecks}
              title="Nothing to do"
              action={<ButtonLink at={paths.incidents(organization)}>Go to the incidents</ButtonLink>}
            >
              Tasks are made on an incident’s page or in its war room. They gather here.
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
  return useMemo(() => {
    const named = (items: { name: string }[] | undefined) => byName(items).map(({ name }) => ({ value: name, label: name }));
    const people = async (q: string) =>
      (await findPeople(organization, q, project)).map((one) => ({ value: one.email, label: personName(one), hint: one.email }));
    const incidents = async (q: string) => {
      const { items } = await list<IncidentRow>(organization, 'incidents', { q, itemsPerPage: 12, sort: q ? [] : ['-reported_at'] });
      return items.flatMap((one) => (one.name ? [{ value: one.name, label: one.title, hint: one.name }] : []));
    };
    return [
      { key: 'mine', label: 'Mine', shown: true, kind: 'flag' },
      { key: 'overdue', label: 'Overdue', shown: true, kind: 'flag' },
      {
        key: 'status',
        label: 'Status',
        shown: true,
        kind: 'choice',
        options: ['Open', 'Resolved'].map((value) => ({ value, label: value })),
      },
      {
        key: 'project',
        label: 'Project',
        shown: (projects?.length ?? 0) > 1,
        kind: 'choice',
        options: (projects ?? []).map((one) => ({ value: one.name, label: projectLabel(one) })),
      },
      { key: 'incident', label: 'Incident', kind: 'search', cacheKey: keys.list(organization, 'incident', 'find'), load: incidents },
      { key: 'assignee', label: 'Assigned to', kind: 'search', cacheKey: peopleKey(organization, project), load: people },
      { key: 'owner', label: 'Owner', kind: 'search', cacheKey: peopleKey(organization, project), load: people },
      { key: 'incident_priority', label: 'Priority', kind: 'choice', options: named(priorities) },
      { key: 'incident_type', label: 'Type', kind: 'choice', options: named(types) },
      { key: 'resolve_by', label: 'Due', kind: 'window' },
      { key: 'created_at', label: 'Created', kind: 'window' },
    ];
  }, [organization, projects, types, priorities, project]);
}
