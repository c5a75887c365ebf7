import { Button, Checkbox, CloseButton, Group, Menu, Popover, Radio, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ListFilter, Search, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useShortcut } from '../shortcuts.tsx';
import { Loading } from '../states.tsx';
import classes from './filter-bar.module.css';
import type { ListUrl } from './list-url.ts';
import { PRESETS, windowLabel } from './windows.ts';

export type Option = { value: string; label: string; hint?: string; mark?: ReactNode };

/** What a list can be narrowed by; `key` is the query parameter. */
export type FilterDefinition = { key: string; label: string; shown?: boolean } & (
  | { kind: 'choice'; options: Option[]; single?: boolean }
  | { kind: 'search'; cacheKey: readonly unknown[]; load: (q: string) => Promise<Option[]> }
  | { kind: 'window' }
  | { kind: 'flag' }
);

/** Search, filters as buttons that show their value, and what else belongs to the list. */
export function FilterBar({
  url,
  definitions,
  noun,
  children,
}: {
  url: ListUrl;
  definitions: FilterDefinition[];
  noun: string;
  children?: ReactNode;
}) {
  const { state, set } = url;
  const [added, setAdded] = useState<string[]>([]);
  const isShown = (one: FilterDefinition) => one.shown || added.includes(one.key) || Boolean(state.filters[one.key]?.length);
  const hidden = definitions.filter((one) => !isShown(one));
  const isNarrowed = Boolean(state.q) || definitions.some((one) => state.filters[one.key]?.length);
  const clear = () => {
    setAdded([]);
    set({ q: '', filters: Object.fromEntries(definitions.map((one) => [one.key, []])) });
  };
  return (
    <search className={classes.bar} aria-label={`Narrow the ${noun}`}>
      <SearchField value={state.q} noun={noun} onChange={(q) => set({ q })} />
      <div className={classes.filters}>
        {definitions.filter(isShown).map((one) => (
          <FilterButton
            key={one.key}
            definition={one}
            values={state.filters[one.key] ?? []}
            startOpen={added.at(-1) === one.key && !state.filters[one.key]?.length}
            onChange={(values) => set({ filters: { [one.key]: values } })}
          />
        ))}
        {hidden.length > 0 && (
          <Menu position="bottom-start">
            <Menu.Target>
              <UnstyledButton className={classes.add}>
                <ListFilter size={15} aria-hidden /> Filter
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
              {hidden.map((one) => (
                <Menu.Item key={one.key} onClick={() => setAdded([...added, one.key])}>
                  {one.label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {isNarrowed && (
          <UnstyledButton className={classes.add} onClick={clear}>
            <X size={15} aria-hidden /> Clear
          </UnstyledButton>
        )}
      </div>
      {children && <div className={classes.extra}>{children}</div>}
    </search>
  );
}

function SearchField({ value, noun, onChange }: { value: string; noun: string; onChange: (q: string) => void }) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const send = useDebouncedCallback(onChange, 250);
  // The address changed without us: back button, a saved view, "clear".
  useEffect(() => {
    if (document.activeElement !== input.current || value === '') setText(value);
  }, [value]);
  useShortcut('/', `Search the ${noun}`, () => input.current?.focus());
  const change = (next: string) => {
    setText(next);
    send(next);
  };
  return (
    <TextInput
      ref={input}
      className={classes.search}
      type="search"
      aria-label={`Search ${noun}`}
      placeholder={`Search ${noun}`}
      value={text}
      onChange={(event) => change(event.currentTarget.value)}
      leftSection={<Search size={15} aria-hidden />}
      rightSection={text ? <CloseButton size="sm" aria-label="Clear search" onClick={() => change('')} /> : null}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  );
}

type ButtonProps = { definition: FilterDefinition; values: string[]; startOpen: boolean; onChange: (values: string[]) => void };

function FilterButton({ definition, values, startOpen, onChange }: ButtonProps) {
  const [opened, setOpened] = useState(startOpen);
  const { label, kind } = definition;
  if (kind === 'flag') {
    const on = values[0] === 'true';
    return (
      <UnstyledButton className={classes.filter} aria-pressed={on} data-set={on || undefined} onClick={() => onChange(on ? [] : ['true'])}>
        {label}
      </UnstyledButton>
    );
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus withRoles={false}>
      <Popover.Target>
        <UnstyledButton
          className={classes.filter}
          data-set={values.length > 0 || undefined}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <span className={classes.label}>{label}</span>
          {values.length > 0 && <span className={classes.value}>{summary(definition, values)}</span>}
          <ChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} role="dialog" aria-label={`Filter by ${label.toLowerCase()}`}>
        {kind === 'choice' && <Choices options={definition.options} single={definition.single} values={values} onChange={onChange} />}
        {kind === 'search' && <SearchedChoices definition={definition} values={values} onChange={onChange} />}
        {kind === 'window' && <WindowChoice value={values[0]} onChange={(value) => onChange(value ? [value] : [])} />}
        {values.length > 0 && (
          <Button
            mt="xs"
            fullWidth
            size="xs"
            variant="default"
            onClick={() => {
              onChange([]);
              setOpened(false);
            }}
          >
            Any {label.toLowerCase()}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function summary(definition: FilterDefinition, values: string[]) {
  if (definition.kind === 'window') return windowLabel(values[0] as string);
  const names =
    definition.kind === 'choice' ? values.map((value) => definition.options.find((one) => one.value === value)?.label ?? value) : values;
  return names.length > 2 ? `${names[0]} +${names.length - 1}` : names.join(', ');
}

const toggled = (values: string[], value: string) => (values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);

type ChoicesProps = { options: Option[]; values: string[]; onChange: (values: string[]) => void; single?: boolean | undefined };

function Choices({ options, values, onChange, single }: ChoicesProps) {
  const Mark = single ? Radio : Checkbox;
  if (!options.length)
    return (
      <Text size="sm" c="dimmed">
        Nothing to choose from.
      </Text>
    );
  return (
    <Stack gap={6} className={classes.choices}>
      {options.map((one, index) => (
        <Mark
          key={one.value}
          checked={values.includes(one.value)}
          onChange={() => onChange(single ? [one.value] : toggled(values, one.value))}
          {...(index === 0 && { 'data-autofocus': true })}
          label={
            <span className={classes.option}>
              {one.mark}
              {one.label}
              {one.hint && (
                <Text span size="xs" c="dimmed">
                  {one.hint}
                </Text>
              )}
            </span>
          }
        />
      ))}
    </Stack>
  );
}

function SearchedChoices({
  definition,
  values,
  onChange,
}: {
  definition: Extract<FilterDefinition, { kind: 'search' }>;
  values: string[];
  onChange: (values: string[]) => void;
}) {
  const [q, setQ] = useState('');
  const [asked, setAsked] = useState('');
  const ask = useDebouncedCallback(setAsked, 200);
  const { data, isPending } = useQuery({ queryKey: [...definition.cacheKey, 'options', asked], queryFn: () => definition.load(asked) });
  const chosen = values.filter((value) => !data?.some((one) => one.value === value)).map((value) => ({ value, label: value }));
  return (
    <Stack gap="xs">
      <TextInput
        size="xs"
        aria-label={`Find ${definition.label.toLowerCase()}`}
        placeholder="Type to find"
        value={q}
        data-autofocus
        onChange={(event) => {
          setQ(event.currentTarget.value);
          ask(event.currentTarget.value);
        }}
      />
      {isPending ? <Loading lines={4} /> : <Choices options={[...chosen, ...(data ?? [])]} values={values} onChange={onChange} />}
    </Stack>
  );
}

function WindowChoice({ value, onChange }: { value: string | undefined; onChange: (value: string | undefined) => void }) {
  const [from = '', to = ''] = value?.includes('..') ? value.split('..') : [];
  const change = (nextFrom: string, nextTo: string) => onChange(nextFrom || nextTo ? `${nextFrom}..${nextTo}` : undefined);
  return (
    <Stack gap="xs">
      <Group gap={6} className={classes.presets}>
        {Object.entries(PRESETS).map(([key, { label }]) => (
          <Button
            key={key}
            size="xs"
            variant={value === key ? 'filled' : 'default'}
            aria-pressed={value === key}
            onClick={() => onChange(key)}
          >
            {label}
          </Button>
        ))}
      </Group>
      <Group gap="xs" grow>
        <TextInput
          size="xs"
          type="date"
          label="From"
          value={from}
          max={to || undefined}
          onChange={(event) => change(event.currentTarget.value, to)}
        />
        <TextInput
          size="xs"
          type="date"
          label="To (included)"
          value={to}
          min={from || undefined}
          onChange={(event) => change(from, event.currentTarget.value)}
        />
      </Group>
    </Stack>
  );
}
