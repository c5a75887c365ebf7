import { useHotkeys } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { startLive } from '../../api/live.ts';
import { useCurrentProject, useIsViewer, useMe, useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { KeyboardHelp } from '../../ui/keyboard-help.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { useGo } from '../../ui/link.tsx';
import { openPalette } from '../../ui/open-palette.ts';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { OfflineBanner } from '../../ui/states.tsx';
import { AnonymousBanner, Banner, ViewerBanner } from './banner.tsx';
import { BottomBar, TopBar } from './bars.tsx';
import classes from './frame.module.css';
import { ENTRIES, type Entry, REPORT } from './navigation.ts';
import { Rail } from './rail.tsx';

const Palette = lazyPart(() => import('./palette.tsx').then((part) => part.Palette));

const WITHOUT_LIVE_MS = 15_000;

/** What surrounds every screen of an organization. */
export function Frame() {
  const live = useLive();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const isViewer = useIsViewer();
  useNavigationKeys();
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <Rail />
      <TopBar />
      <main id="content" className={classes.main} tabIndex={-1}>
        <OfflineBanner live={live} />
        <AnonymousBanner />
        <ViewerBanner />
        <Banner />
        <Outlet key={pathname.split('/')[1]} />
      </main>
      <BottomBar />
      <Palette />
      {!isViewer && <ReportKeys />}
      {ENTRIES.map((entry) => (
        <EntryKeys key={entry.label} entry={entry} />
      ))}
      <KeyboardHelp />
    </div>
  );
}

/** Keeps what is shown true: by live notes, or by asking again while they do not come. */
function useLive() {
  const organization = useOrganization();
  const { email } = useMe();
  const queries = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => startLive(queries, organization, email, setConnected), [queries, organization, email]);
  useEffect(() => {
    if (connected) return;
    const timer = setInterval(
      () => void queries.invalidateQueries({ queryKey: ['in', organization], refetchType: 'active' }),
      WITHOUT_LIVE_MS,
    );
    return () => clearInterval(timer);
  }, [connected, organization, queries]);
  return connected;
}

const EVERYWHERE = { group: 'Everywhere' };

function useNavigationKeys() {
  const go = useGo();
  const organization = useOrganization();
  useHotkeys([['mod+K', () => void openPalette()]], []);
  useShortcut('g p', 'Go to your profile', () => go(paths.profile(organization)), EVERYWHERE);
}

/** Reporting by key, for whoever may; shows nothing. */
function ReportKeys() {
  const go = useGo();
  const organization = useOrganization();
  useShortcut(REPORT.keys, REPORT.label, () => go(paths.report(organization)), EVERYWHERE);
  return null;
}

/** The keys that lead to one section; shows nothing. */
function EntryKeys({ entry }: { entry: Entry }) {
  const go = useGo();
  const organization = useOrganization();
  const { name } = useCurrentProject();
  useShortcut(entry.keys, `Go to ${entry.label.toLowerCase()}`, () => go(entry.at(organization, name)), EVERYWHERE);
  return null;
}
