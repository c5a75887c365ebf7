import { Button } from '@mantine/core';
import { Search } from 'lucide-react';
import { useCurrentProject, useIsAdmin, useOrganization } from '../../parts/account.ts';
import { ReportLink } from '../../parts/report-link.tsx';
import { Bell } from '../../ui/brand.tsx';
import { PlainLink } from '../../ui/link.tsx';
import { openPalette } from '../../ui/open-palette.ts';
import { Keys } from '../../ui/shortcuts.tsx';
import { AccountMenu } from './account-menu.tsx';
import classes from './frame.module.css';
import { ENTRIES, type Entry } from './navigation.ts';
import { OrganizationMenu } from './organization-menu.tsx';
import { PagesNotice } from './pages-notice.tsx';
import { ProjectSwitcher } from './project-switcher.tsx';

/** The left edge on wide screens. */
export function Rail() {
  return (
    <div className={classes.rail}>
      <div className={classes.brand}>
        <Bell size={26} />
        <OrganizationMenu />
      </div>
      <ReportLink fullWidth justify="flex-start" />
      <Button
        variant="subtle"
        color="gray"
        fullWidth
        justify="space-between"
        onClick={() => void openPalette()}
        leftSection={<Search size={16} aria-hidden />}
        rightSection={<Keys keys="mod+k" />}
        className={classes.find}
      >
        Find
      </Button>
      <PagesNotice />
      <nav aria-label="Sections" className={classes.nav}>
        <Entries />
      </nav>
      <div className={classes.foot}>
        <ProjectSwitcher />
        <AccountMenu />
      </div>
    </div>
  );
}

function Entries() {
  const isAdmin = useIsAdmin();
  return ENTRIES.filter((one) => !one.admin || isAdmin).map((one) => <EntryLink key={one.label} entry={one} />);
}

function EntryLink({ entry }: { entry: Entry }) {
  const organization = useOrganization();
  const { name } = useCurrentProject();
  const { icon: Icon } = entry;
  return (
    <PlainLink
      at={entry.at(organization, name)}
      className={classes.entry}
      activeOptions={{ exact: entry.exact ?? false, includeSearch: false }}
    >
      <Icon size={17} strokeWidth={1.8} aria-hidden /> {entry.label}
    </PlainLink>
  );
}
