import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { useCurrentProject, useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { PlainLink } from '../../ui/link.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { useShortcut } from '../../ui/shortcuts.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { SETTINGS_GROUPS, type SettingsEntry } from './pages.ts';
import classes from './settings.module.css';
import { useSettingsPages } from './use-pages.ts';

const fits = ({ title, words, group, about }: SettingsEntry, q: string) => {
  const text = `${title} ${words ?? ''} ${group} ${about}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

/** All settings pages by subject, found by what they are about. */
export function SettingsHome() {
  const organization = useOrganization();
  const { name } = useCurrentProject();
  const [q, setQ] = useState('');
  const input = useRef<HTMLInputElement>(null);
  useShortcut('/', 'Search the settings', () => input.current?.focus());
  const found = useSettingsPages().filter((one) => fits(one, q.trim()));
  const search = name ? { project: name } : undefined;
  return (
    <Page title="Settings" sub="How incidents are sorted, who is called, and what is sent to whom.">
      <TextInput
        ref={input}
        type="search"
        aria-label="Search the settings"
        placeholder="Search the settings"
        leftSection={<Search size={15} aria-hidden />}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        maw="24rem"
        mb="md"
      />
      {!found.length && <EmptyState title="No page is about that">Try another word, or clear the search.</EmptyState>}
      <div className={classes.groups}>
        {SETTINGS_GROUPS.filter((group) => found.some((one) => one.group === group)).map((group) => (
          <Panel key={group} title={group}>
            <ul className={classes.entries}>
              {found
                .filter((one) => one.group === group)
                .map((one) => (
                  <li key={one.page}>
                    <PlainLink at={paths.setting(organization, one.page, search)} className={classes.entry}>
                      <span className={classes.entryTitle}>{one.title}</span>
                      <span className={classes.entryText}>{one.about}</span>
                    </PlainLink>
                  </li>
                ))}
            </ul>
          </Panel>
        ))}
      </div>
    </Page>
  );
}
