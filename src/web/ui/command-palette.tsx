import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import classes from './command-palette.module.css';
import { Keys } from './shortcuts.tsx';

export type Command = {
  id: string;
  label: string;
  description?: string;
  icon?: ReactNode;
  keys?: string;
  group: string;
  words?: string;
  run: () => void;
};

const matches = (command: Command, q: string) => {
  const text = `${command.label} ${command.words ?? ''} ${command.group}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
};

/** Goes anywhere and does anything by name. Typed words also search the server. */
export function CommandPalette({
  commands,
  cacheKey,
  search,
}: {
  commands: Command[];
  cacheKey: readonly unknown[];
  search: (q: string) => Promise<Command[]>;
}) {
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query.trim(), 180);
  const { data: found = [], isFetching } = useQuery({
    queryKey: [...cacheKey, 'palette', asked],
    queryFn: () => search(asked),
    enabled: asked.length > 1,
  });
  const shown = [...commands.filter((one) => !query || matches(one, query)), ...(asked.length > 1 ? found : [])];
  const groups = [...new Set(shown.map((one) => one.group))];
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      // Whoever shows it listens for the keys, also while this is still on its way.
      shortcut={null}
      scrollable
      maxHeight="60vh"
      lockScroll={false}
      removeScrollProps={{ enabled: false }}
      title="Command palette"
      classNames={{ header: classes.header }}
    >
      <Spotlight.Search
        placeholder="Go to, find an incident, do something"
        aria-label="Command"
        leftSection={<Search size={18} aria-hidden />}
      />
      <Spotlight.ActionsList aria-label="Commands">
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {shown
              .filter((one) => one.group === group)
              .map((one) => (
                <Spotlight.Action
                  key={one.id}
                  onClick={one.run}
                  label={one.label}
                  {...(one.description && { description: one.description })}
                  leftSection={one.icon}
                  rightSection={one.keys ? <Keys keys={one.keys} /> : undefined}
                />
              ))}
          </Spotlight.ActionsGroup>
        ))}
        {!shown.length && <Spotlight.Empty>{isFetching ? 'Searching…' : 'Nothing by that name.'}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
