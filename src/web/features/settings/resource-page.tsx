import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { ChevronLeft, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ApiError } from '../../api/errors.ts';
import { keys } from '../../api/keys.ts';
import { equals, list, read, remove } from '../../api/list.ts';
import { projectLabel, useCurrentProject, useOrganization, useProjects } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import type { SearchParams } from '../../ui/data-table/index.ts';
import { PlainLink, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { ErrorState, Loading } from '../../ui/states.tsx';
import { useSave } from '../../ui/use-save.tsx';
import type { Item, SettingsResource } from './declaration.ts';
import { useMayWrite } from './may-write.ts';
import { ResourceForm } from './resource-form.tsx';
import classes from './settings.module.css';

/** One record of a settings resource, or the form for a new one. */
export function ResourcePage({ resource, title, id }: { resource: SettingsResource; title: string; id: string }) {
  const organization = useOrganization();
  const go = useGo();
  const { name } = useCurrentProject();
  const up = paths.setting(organization, resource.page, name ? { project: name } : undefined);
  useShortcut('u', `Back to ${title.toLowerCase()}`, () => go(up));
  return (
    <>
      <PlainLink at={up} className={classes.trail}>
        <ChevronLeft size={15} aria-hidden /> {title}
      </PlainLink>
      {id === 'new' ? <NewRecord resource={resource} back={() => go(up)} /> : <OldRecord resource={resource} id={id} />}
    </>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function NewRecord({ resource, back }: { resource: SettingsResource; back: () => void }) {
  const { start } = useSearch({ strict: false }) as SearchParams;
  const beginning = resource.starts?.[String(start)];
  const mayWrite = useMayWrite(resource);
  const isReady = useProjects() !== undefined;
  return (
    <Page title={`New ${resource.noun}`} sub={beginning?.label ?? resource.about}>
      {!mayWrite ? (
        <ErrorState error={new ApiError(403, [])} />
      ) : isReady ? (
        <ResourceForm resource={resource} item={undefined} {...(beginning && { start: beginning.values })} back={back} />
      ) : (
        <Loading lines={6} />
      )}
    </Page>
  );
}

function OldRecord({ resource, id }: { resource: SettingsResource; id: string }) {
  const organization = useOrganization();
  const {
    data: item,
    error,
    refetch,
  } = useQuery({ queryKey: keys.one(organization, resource.kind, id), queryFn: () => readOne(organization, resource, id) });
  const mayWrite = useMayWrite(resource, item);
  const { nameOf, extra: Extra } = resource;
  const several = (useProjects()?.length ?? 0) > 1;
  if (error && !item)
    return (
      <Page title="Not found">
        <ErrorState error={error} retry={() => void refetch()} />
      </Page>
    );
  if (!item)
    return (
      <Page title="Loading">
        <Loading lines={8} />
      </Page>
    );
  return (
    <Page
      title={nameOf(item)}
      sub={several && item.project ? `${capital(resource.noun)} of ${projectLabel(item.project)}` : capital(resource.noun)}
      actions={resource.removal && mayWrite && <Deletion resource={resource} item={item} />}
    >
      <div className={classes.columns}>
        {Extra && <Extra item={item} mayWrite={mayWrite} />}
        <ResourceForm resource={resource} item={item} />
      </div>
    </Page>
  );
}

async function readOne(organization: string, { path, listOnly }: SettingsResource, id: string): Promise<Item> {
  if (!/^\d+$/.test(id)) throw new ApiError(404, []);
  if (!listOnly) return read<Item>(organization, path, id);
  const { items } = await list<Item>(organization, path, { filter: [equalsId(id)], itemsPerPage: 1 });
  if (!items[0]) throw new ApiError(404, []);
  return items[0];
}

// Without a model the condition is about the listed records themselves.
const equalsId = (id: string) => {
  const { model: _listed, ...condition } = equals('', 'id', Number(id));
  return condition;
};

function Deletion({ resource, item }: { resource: SettingsResource; item: Item }) {
  const organization = useOrganization();
  const go = useGo();
  const [isAsking, setAsking] = useState(false);
  const deletion = useSave({
    send: () => remove(organization, resource.path, item.id),
    refresh: [keys.list(organization, resource.kind, {}).slice(0, -1)],
    done: 'Deleted.',
    onDone: () =>
      go(paths.setting(organization, resource.page, item.project ? { project: item.project.name } : undefined), {
        replace: true,
        ignoreBlocker: true,
      }),
  });
  return (
    <>
      <Button variant="default" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={`Delete ${resource.nameOf(item)}?`}
        confirm={`Delete ${resource.noun}`}
        danger
        busy={deletion.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => deletion.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        {resource.removal}
      </ConfirmDialog>
    </>
  );
}
