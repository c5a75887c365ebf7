import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCurrentProject, useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { PlainLink } from '../../ui/link.tsx';
import { SETTINGS_GROUPS } from './pages.ts';
import classes from './settings.module.css';
import { useSettingsPages } from './use-pages.ts';

/** The settings pages beside the one that is open; on a narrow screen the way back to them. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const organization = useOrganization();
  const pages = useSettingsPages();
  const { name } = useCurrentProject();
  const search = name ? { project: name } : undefined;
  return (
    <div className={classes.frame}>
      <nav className={classes.nav} aria-label="Settings">
        {SETTINGS_GROUPS.filter((group) => pages.some((one) => one.group === group)).map((group) => (
          <div key={group} className={classes.navGroup}>
            <p className={classes.navTitle}>{group}</p>
            {pages
              .filter((one) => one.group === group)
              .map((one) => (
                <PlainLink
                  key={one.page}
                  at={paths.setting(organization, one.page, search)}
                  className={classes.navLink}
                  activeOptions={{ exact: false, includeSearch: false }}
                >
                  {one.title}
                </PlainLink>
              ))}
          </div>
        ))}
      </nav>
      <div className={classes.content}>
        <PlainLink at={paths.settings(organization, search)} className={classes.up}>
          <ChevronLeft size={16} aria-hidden /> Settings
        </PlainLink>
        {children}
      </div>
    </div>
  );
}
