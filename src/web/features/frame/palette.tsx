import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Moon, Plus, Siren, SunMedium, UserRound } from 'lucide-react';
import { keys } from '../../api/keys.ts';
import { list } from '../../api/list.ts';
import type { IncidentRow } from '../../api/types.ts';
import { useCurrentProject, useIsAdmin, useIsViewer, useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { type Command, CommandPalette } from '../../ui/command-palette.tsx';
import { useGo } from '../../ui/link.tsx';
import { useSettingsPages } from '../settings/use-pages.ts';
import { ENTRIES, REPORT } from './navigation.ts';

/** Everything by name: sections, settings, actions, and incidents found on the server. */
export function Palette() {
  const organization = useOrganization();
  const { name } = useCurrentProject();
  const isAdmin = useIsAdmin();
  const isViewer = useIsViewer();
  const go = useGo();
  const { setColorScheme } = useMantineColorScheme();
  // What is on the screen, also when the system decides it.
  const isDark = useComputedColorScheme() === 'dark';
  const project = name ? { project: name } : undefined;
  const report: Command = {
    id: 'report',
    label: REPORT.label,
    group: 'Do',
    keys: REPORT.keys,
    icon: <Plus size={16} aria-hidden />,
    words: 'new create open declare',
    run: () => go(paths.report(organization)),
  };
  const pages = useSettingsPages();
  const commands: Command[] = [
    ...(isViewer ? [] : [report]),
    {
      id: 'scheme',
      label: isDark ? 'Switch to light' : 'Switch to dark',
      group: 'Do',
      icon: isDark ? <SunMedium size={16} aria-hidden /> : <Moon size={16} aria-hidden />,
      words: 'theme mode appearance',
      run: () => setColorScheme(isDark ? 'light' : 'dark'),
    },
    ...ENTRIES.filter((one) => !one.admin || isAdmin).map(({ label, icon: Icon, keys: shortcut, at }) => ({
      id: label,
      label,
      group: 'Go to',
      keys: shortcut,
      icon: <Icon size={16} aria-hidden />,
      run: () => go(at(organization, name)),
    })),
    {
      id: 'profile',
      label: 'Profile',
      group: 'Go to',
      keys: 'g p',
      icon: <UserRound size={16} aria-hidden />,
      words: 'password time zone account',
      run: () => go(paths.profile(organization)),
    },
    ...pages.map((one) => ({
      id: `settings-${one.page}`,
      label: one.title,
      group: 'Settings',
      words: one.words ?? '',
      run: () => go(paths.setting(organization, one.page, project)),
    })),
  ];
  const search = async (q: string): Promise<Command[]> => {
    const { items } = await list<IncidentRow>(organization, 'incidents', { q, itemsPerPage: 8 });
    return items.map((one) => ({
      id: `incident-${one.id}`,
      label: one.title,
      description: `${one.name ?? ''} · ${one.status}`,
      group: 'Incidents',
      icon: <Siren size={16} aria-hidden />,
      run: () => go(paths.incident(organization, one)),
    }));
  };
  return <CommandPalette commands={commands} cacheKey={keys.kind(organization, 'incident')} search={search} />;
}
