import { useParams, useSearch } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { ApiError } from '../../api/errors.ts';
import type { SearchParams } from '../../ui/data-table/index.ts';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { AccountList } from './api-keys/account-list.tsx';
import { AccountPage } from './api-keys/account-page.tsx';
import { AuditLogPage } from './audit/audit-log.tsx';
import { DirectoryPage } from './directory/directory-page.tsx';
import { OrganizationSettings } from './extras/organization-settings.tsx';
import { ProjectSettings } from './extras/project-settings.tsx';
import { RolePolicies } from './extras/role-policies.tsx';
import { InvitationList } from './invitations/invitation-list.tsx';
import { InvitationPage } from './invitations/invitation-page.tsx';
import { InvitePeople } from './invitations/invite-people.tsx';
import { MemberList } from './members/member-list.tsx';
import { MemberPage } from './members/member-page.tsx';
import { SETTINGS_PAGES } from './pages.ts';
import { PluginList } from './plugins/plugin-list.tsx';
import { PluginPage } from './plugins/plugin-page.tsx';
import { ResourceList } from './resource-list.tsx';
import { ResourcePage } from './resource-page.tsx';
import { RESOURCES } from './resources/index.ts';
import { RoleList } from './roles/role-list.tsx';
import { SettingsFrame } from './settings-frame.tsx';
import { SignInSettings } from './sign-in/sign-in-settings.tsx';
import { useSettingsPages } from './use-pages.ts';

/** Pages that are more than a list and a form. */
const SCREENS: Record<string, ComponentType> = {
  members: MemberList,
  invitations: InvitationList,
  roles: RoleList,
  'api-keys': AccountList,
  audit: AuditLogPage,
  directory: DirectoryPage,
  plugins: PluginList,
  project: ProjectSettings,
  organization: OrganizationSettings,
  'incident-roles': RolePolicies,
  'sign-in': SignInSettings,
};

/** Their pages of one record, and of a new one. */
const ITEMS: Record<string, ComponentType<{ id: string }>> = {
  members: MemberPage,
  invitations: OneInvitation,
  'api-keys': AccountPage,
  plugins: PluginPage,
};

function OneInvitation({ id }: { id: string }) {
  return id === 'new' ? <InvitePeople /> : <InvitationPage id={id} />;
}

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
  const Item = ITEMS[page];
  const mayLook = useSettingsPages().some((one) => one.page === page);
  if (entry && !mayLook) return <Nothing title={entry.title} error={new ApiError(403, [])} />;
  if (Item && item) return <Item id={item} />;
  if (Special) return <Special />;
  if (!resource || !entry) return <Nothing title="Settings" error={new Error('There is no such page in the settings.')} />;
  return item ? (
    <ResourcePage resource={resource} title={entry.title} id={item} />
  ) : (
    <ResourceList resource={resource} title={entry.title} />
  );
}

const Nothing = ({ title, error }: { title: string; error: Error }) => (
  <Page title={title}>
    <ErrorState error={error} />
  </Page>
);
