import { Combobox, Loader, Pill, PillsInput, Text, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import classes from './remote-multi-select.module.css';

type Props<T> = {
  label: string;
  description?: ReactNode;
  placeholder?: string;
  required?: boolean;
  disabled?: boolean;
  error?: ReactNode;
  value: T[];
  onChange: (value: T[]) => void;
  cacheKey: readonly unknown[];
  load: (q: string) => Promise<T[]>;
  idOf: (item: T) => string;
  nameOf: (item: T) => string;
  hintOf?: (item: T) => string | undefined;
  /** offers the typed text itself as a new one */
  create?: (text: string) => T | undefined;
  /** the label is read aloud but not shown */
  hideLabel?: boolean;
};

/** Chooses several of many that live on the server: type to find, Backspace takes the last one back. */
export function RemoteMultiSelect<T>(props: Props<T>) {
  const {
    label,
    description,
    placeholder = 'Type to find',
    required,
    disabled,
    error,
    value,
    onChange,
    idOf,
    nameOf,
    hintOf,
    hideLabel,
  } = props;
  const [text, setText] = useState('');
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { options, isFetching } = useOptions(props, text, combobox.dropdownOpened);
  const add = (id: string) => {
    const found = options.find((item) => idOf(item) === id);
    if (found) onChange([...value, found]);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' && !text && value.length) onChange(value.slice(0, -1));
  };
  return (
    <Combobox store={combobox} onOptionSubmit={add} withinPortal>
      <Combobox.DropdownTarget>
        <PillsInput
          classNames={{ input: classes.box }}
          label={hideLabel ? undefined : label}
          description={description}
          required={required ?? false}
          disabled={disabled ?? false}
          error={error}
          onClick={() => !disabled && combobox.openDropdown()}
          rightSection={isFetching ? <Loader size={14} aria-hidden /> : undefined}
        >
          <Pill.Group>
            {value.map((item) => (
              <Pill
                key={idOf(item)}
                withRemoveButton={!disabled}
                removeButtonProps={{ 'aria-label': `Remove ${nameOf(item)}`, 'aria-hidden': false, tabIndex: 0 }}
                onRemove={() => onChange(value.filter((one) => idOf(one) !== idOf(item)))}
              >
                {nameOf(item)}
              </Pill>
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                className={classes.field}
                aria-label={label}
                disabled={disabled ?? false}
                placeholder={value.length ? undefined : placeholder}
                value={text}
                onFocus={() => combobox.openDropdown()}
                onBlur={() => combobox.closeDropdown()}
                onKeyDown={onKeyDown}
                onChange={(event) => {
                  setText(event.currentTarget.value);
                  combobox.openDropdown();
                  combobox.updateSelectedOptionIndex();
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown>
        <Combobox.Options mah={260} style={{ overflowY: 'auto' }} aria-label={label}>
          {options.map((item) => (
            <Combobox.Option value={idOf(item)} key={idOf(item)}>
              {nameOf(item)}
              {hintOf?.(item) && (
                <Text size="xs" c="dimmed">
                  {hintOf(item)}
                </Text>
              )}
            </Combobox.Option>
          ))}
          {!options.length && <Combobox.Empty>{isFetching ? 'Looking…' : 'Nothing else by that name.'}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** What may still be added: the server's answer without what is chosen, and the typed text where new ones are allowed. */
function useOptions<T>({ value, cacheKey, load, idOf, nameOf, create }: Props<T>, text: string, enabled: boolean) {
  const [asked] = useDebouncedValue(text, 180);
  const { data = [], isFetching } = useQuery({ queryKey: [...cacheKey, 'choose', asked], queryFn: () => load(asked), enabled });
  const chosen = new Set(value.map(idOf));
  const fresh = text.trim() ? create?.(text.trim()) : undefined;
  const found = fresh && !data.some((item) => nameOf(item) === nameOf(fresh)) ? [...data, fresh] : data;
  return { options: found.filter((item) => !chosen.has(idOf(item))), isFetching };
}
