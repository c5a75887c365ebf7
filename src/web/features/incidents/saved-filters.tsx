import { Button, Menu, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Bookmark, Check, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { equals, type Filter, list, remove } from '../../api/list.ts';
import type { SearchFilter } from '../../api/types.ts';
import { useIsAdmin, useMe, useOrganization } from '../../parts/account.ts';
import type { ListUrl } from '../../ui/data-table/index.ts';
import { lazyDialog } from '../../ui/lazy-part.tsx';
import { useSave } from '../../ui/use-save.tsx';

const SaveFilter = lazyDialog(() => import('./save-filter.tsx').then((part) => part.SaveFilter));
const ConfirmDialog = lazyDialog(() => import('../../ui/confirm-dialog.tsx').then((part) => part.ConfirmDialog));

/** Filters of incidents that somebody gave a name. */
export function useSavedFilters() {
  const organization = useOrganization();
  const { data } = useQuery({
    queryKey: keys.list(organization, 'search_filter', 'incident'),
    queryFn: async () =>
      (
        await list<SearchFilter>(organization, 'search/filters', {
          itemsPerPage: 200,
          sort: ['name'],
          filter: [equals('SearchFilter', 'subject', 'incident')],
        })
      ).items,
  });
  return data;
}

/** The conditions of the saved filter that the address names by its id; undefined: it is not known yet. */
export function savedExpression(filters: SearchFilter[] | undefined, id: string | undefined): Filter[] | undefined {
  if (!id) return [];
  if (!filters) return undefined;
  return (filters.find((one) => String(one.id) === id)?.expression ?? []) as unknown as Filter[];
}

/** Chooses, keeps and deletes saved filters. */
export function SavedFilters({
  url,
  filters = [],
  expression,
}: {
  url: ListUrl;
  filters: SearchFilter[] | undefined;
  expression: Filter[];
}) {
  const organization = useOrganization();
  const { email } = useMe();
  const isAdmin = useIsAdmin();
  const [isSaving, setSaving] = useState(false);
  const [doomed, setDoomed] = useState<SearchFilter>();
  const current = filters.find((one) => String(one.id) === url.state.filters.saved?.[0]);
  const canDelete = current && (isAdmin || current.creator?.email === email);
  const removal = useSave<SearchFilter>({
    send: (one) => remove(organization, 'search/filters', one.id),
    refresh: [keys.kind(organization, 'search_filter')],
    done: 'Filter deleted.',
    onDone: () => {
      setDoomed(undefined);
      url.set({ filters: { saved: [] } });
    },
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size="xs"
            variant={current ? 'light' : 'subtle'}
            color={current ? undefined : 'gray'}
            leftSection={<Bookmark size={15} aria-hidden />}
          >
            {current?.name ?? 'Saved filters'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={380} style={{ overflowY: 'auto' }}>
          {filters.map((one) => (
            <Menu.Item
              key={one.id}
              onClick={() => url.set({ filters: { saved: one === current ? [] : [String(one.id)] } })}
              rightSection={one === current && <Check size={15} aria-label="in use" />}
            >
              {one.name}
              {one.description && (
                <Text size="xs" c="var(--ink-3)">
                  {one.description}
                </Text>
              )}
            </Menu.Item>
          ))}
          {!filters.length && <Menu.Label>Nothing saved yet. Narrow the list, then keep it here.</Menu.Label>}
          <Menu.Divider />
          <Menu.Item leftSection={<Plus size={15} aria-hidden />} disabled={!expression.length} onClick={() => setSaving(true)}>
            Save this filter…
          </Menu.Item>
          {canDelete && (
            <Menu.Item leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setDoomed(current)}>
              Delete “{current.name}”…
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <SaveFilter opened={isSaving} url={url} expression={expression} close={() => setSaving(false)} />
      <ConfirmDialog
        opened={Boolean(doomed)}
        title="Delete this filter?"
        confirm="Delete"
        danger
        busy={removal.isPending}
        onConfirm={() => doomed && removal.mutate(doomed)}
        onClose={() => setDoomed(undefined)}
      >
        “{doomed?.name}” disappears for everybody, also from notifications and people that use it. No incident is touched.
      </ConfirmDialog>
    </>
  );
}
