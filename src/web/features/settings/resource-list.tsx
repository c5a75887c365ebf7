import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ListPlus, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { keys } from '../../api/keys.ts';
import { anyOf, type ListQuery, list } from '../../api/list.ts';
import { projectLabel, useOrganization, useProjects } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import {
  type Column,
  ColumnMenu,
  DataTable,
  FilterBar,
  type FilterDefinition,
  type ListState,
  useListUrl,
} from '../../ui/data-table/index.ts';
import { ButtonLink, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from './columns.tsx';
import type { Item, SettingsResource } from './declaration.ts';
import { useMayWrite } from './may-write.ts';
import { StartMenu } from './start-menu.tsx';

const queryOf = (resource: SettingsResource, { q, page, size, sort, filters }: ListState): ListQuery => ({
  q,
  page,
  itemsPerPage: size,
  sort,
  filter: [
    ...(resource.filter ?? []),
    ...(resource.global ? [] : anyOf('Project', 'name', filters.project ?? [])),
    ...(resource.narrow ?? []).flatMap(({ key, model, field }) => anyOf(model, field, filters[key] ?? [])),
  ],
});

/** All records of one settings resource, narrowed by the address. */
export function ResourceList({ resource, title }: { resource: SettingsResource; title: string }) {
  const organization = useOrganization();
  const go = useGo();
  const mayWrite = useMayWrite(resource);
  const narrowKeys = useMemo(() => ['project', ...(resource.narrow ?? []).map((one) => one.key)], [resource]);
  const url = useListUrl(narrowKeys, { sort: resource.sort });
  const query = queryOf(resource, url.state);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: keys.list(organization, resource.kind, query),
    queryFn: () => list<Item>(organization, resource.path, query),
    placeholderData: keepPreviousData,
  });
  const projects = useProjects();
  const several = !resource.global && (projects?.length ?? 0) > 1;
  const columns = useMemo<Column<Item>[]>(() => columnsOf(resource, organization, several), [resource, organization, several]);
  const definitions = useMemo<FilterDefinition[]>(
    () => [
      ...(several
        ? [
            {
              key: 'project',
              label: 'Project',
              shown: true,
              kind: 'choice' as const,
              options: (projects ?? []).map((one) => ({ value: one.name, label: projectLabel(one) })),
            },
          ]
        : []),
      ...(resource.narrow ?? []).map(({ key, label, options }) => ({ key, label, shown: true, kind: 'choice' as const, options })),
    ],
    [resource, several, projects],
  );
  const project = url.state.filters.project?.[0];
  const fresh = paths.settingItem(organization, resource.page, 'new', project ? { project } : undefined);
  useShortcut('n', `New ${resource.noun}`, () => go(fresh), { enabled: mayWrite });
  const isNarrowed = Boolean(url.state.q) || narrowKeys.some((key) => url.state.filters[key]?.length);
  const newButton =
    mayWrite &&
    (resource.starts ? (
      <StartMenu resource={resource} />
    ) : (
      <ButtonLink at={fresh} leftSection={<Plus size={16} aria-hidden />}>
        New {resource.noun}
      </ButtonLink>
    ));
  return (
    <Page title={title} sub={resource.about} actions={newButton}>
      <FilterBar url={url} definitions={definitions} noun={resource.nouns}>
        <ColumnMenu noun={resource.nouns} columns={columns} />
      </FilterBar>
      <DataTable
        noun={resource.nouns}
        columns={columns}
        url={url}
        page={data}
        error={error}
        isStale={isPlaceholderData}
        retry={() => void refetch()}
        rowId={(row) => String(row.id)}
        rowName={resource.nameOf}
        empty={
          isNarrowed ? undefined : (
            <EmptyState icon={ListPlus} title={`No ${resource.nouns} yet`} action={newButton || undefined}>
              {resource.empty}
            </EmptyState>
          )
        }
      />
    </Page>
  );
}
