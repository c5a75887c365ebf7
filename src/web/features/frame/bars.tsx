import { ActionIcon } from '@mantine/core';
import { Plus, Search, Settings } from 'lucide-react';
import { useCurrentProject, useIsViewer, useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { Bell } from '../../ui/brand.tsx';
import { PlainLink } from '../../ui/link.tsx';
import { openPalette } from '../../ui/open-palette.ts';
import { AccountMenu } from './account-menu.tsx';
import classes from './frame.module.css';
import { ENTRIES } from './navigation.ts';
import { OrganizationMenu } from './organization-menu.tsx';
import { PagesNotice } from './pages-notice.tsx';

/** The upper edge on a phone. */
export function TopBar() {
  return (
    <header className={classes.top}>
      <Bell size={24} />
      <OrganizationMenu />
      <span className={classes.spring} />
      <ActionIcon size="xl" aria-label="Find" onClick={() => void openPalette()}>
        <Search size={20} aria-hidden />
      </ActionIcon>
      <AccountMenu compact />
    </header>
  );
}

/** The lower edge on a phone: what a thumb reaches. */
export function BottomBar() {
  const organization = useOrganization();
  const isViewer = useIsViewer();
  const { name } = useCurrentProject();
  const [status, incidents, tasks] = ENTRIES.filter((one) => one.inBar);
  return (
    <div className={classes.bottom}>
      <PagesNotice />
      <nav aria-label="Sections" className={classes.tabs}>
        {[status, incidents].map(
          (one) => one && <BarLink key={one.label} label={one.label} icon={one.icon} at={one.at(organization, name)} />,
        )}
        {!isViewer && (
          <PlainLink at={paths.report(organization)} className={classes.reportTab} aria-label="Report incident">
            <Plus size={24} aria-hidden />
          </PlainLink>
        )}
        {tasks && <BarLink label={tasks.label} icon={tasks.icon} at={tasks.at(organization, name)} />}
        <BarLink label="Settings" icon={Settings} at={paths.settings(organization, name ? { project: name } : undefined)} />
      </nav>
    </div>
  );
}

function BarLink({ label, icon: Icon, at }: { label: string; icon: typeof Settings; at: ReturnType<typeof paths.home> }) {
  return (
    <PlainLink at={at} className={classes.tab} activeOptions={{ exact: label !== 'Settings', includeSearch: false }}>
      <Icon size={20} strokeWidth={1.8} aria-hidden />
      <span>{label}</span>
    </PlainLink>
  );
}
