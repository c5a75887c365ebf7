import { useParams, useSearch } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { SearchParams } from '../../ui/data-table/index.ts';
import { ErrorState } from '../../ui/states.tsx';
import { OrganizationSettings } from './extras/organization-settings.tsx';
import { ProjectSettings } from './extras/project-settings.tsx';
import { RolePolicies } from './extras/role-policies.tsx';
import { SETTINGS_PAGES } from './pages.ts';
import { PluginList } from './plugins/plugin-list.tsx';
import { PluginPage } from './plugins/plugin-page.tsx';
import { ResourceList } from './resource-list.tsx';
import { ResourcePage } from './resource-page.tsx';
import { RESOURCES } from './resources/index.ts';
import { SettingsFrame } from './settings-frame.tsx';
import { SignInSettings } from './sign-in/sign-in-settings.tsx';

/** Pages that are more than a list and a form. */
const SCREENS: Record<string, ComponentType> = {
  plugins: PluginList,
  project: ProjectSettings,
  organization: OrganizationSettings,
  'incident-roles': RolePolicies,
  'sign-in': SignInSettings,
};

/** One page of the settings: the list, or with an item its form. */
export function SettingsPage() {
  const { page = '', item } = useParams({ strict: false }) as { page?: string; item?: string };
  const { start } = useSearch({ strict: false }) as SearchParams;
  return (
    <SettingsFrame>
      <Screen key={`${page}/${item ?? ''}/${start ?? ''}`} page={page} item={item} />
    </SettingsFrame>
  );
}

function Screen({ page, item }: { page: string; item: string | undefined }) {
  const entry = SETTINGS_PAGES.find((one) => one.page === page);
  const resource = RESOURCES.find((one) => one.page === page);
  const Special = SCREENS[page];
  if (page === 'plugins' && item) return <PluginPage id={item} />;
  if (Special) return <Special />;
  if (!resource || !entry) return <ErrorState error={new Error('There is no such page in the settings.')} />;
  return item ? (
    <ResourcePage resource={resource} title={entry.title} id={item} />
  ) : (
    <ResourceList resource={resource} title={entry.title} />
  );
}
