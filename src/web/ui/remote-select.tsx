import { Combobox, InputBase, Loader, Text, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

type Props<T> = {
  label: string;
  description?: ReactNode;
  placeholder?: string;
  required?: boolean;
  disabled?: boolean;
  error?: ReactNode;
  value: T | null;
  onChange: (value: T | null) => void;
  cacheKey: readonly unknown[];
  load: (q: string) => Promise<T[]>;
  idOf: (item: T) => string;
  nameOf: (item: T) => string;
  hintOf?: (item: T) => string | undefined;
  /** offers the typed text itself: an address nobody has met yet */
  create?: (text: string) => T | undefined;
  clearable?: boolean;
};

/** Chooses one of many that live on the server: type to find. */
export function RemoteSelect<T>({
  label,
  description,
  placeholder = 'Type to find',
  required,
  disabled,
  error,
  value,
  onChange,
  cacheKey,
  load,
  idOf,
  nameOf,
  hintOf,
  create,
  clearable = true,
}: Props<T>) {
  const [text, setText] = useState<string | undefined>();
  const [asked] = useDebouncedValue(text ?? '', 180);
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setText(undefined);
    },
  });
  const { data = [], isFetching } = useQuery({
    queryKey: [...cacheKey, 'choose', asked],
    queryFn: () => load(asked),
    enabled: combobox.dropdownOpened,
  });
  const fresh = text ? create?.(text.trim()) : undefined;
  const options = fresh && !data.some((item) => nameOf(item) === nameOf(fresh)) ? [...data, fresh] : data;
  const submit = (id: string) => {
    const found = options.find((item) => idOf(item) === id);
    onChange(found ?? null);
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={submit}>
      <Combobox.Target>
        <InputBase
          label={label}
          description={description}
          required={required ?? false}
          disabled={disabled ?? false}
          error={error}
          placeholder={placeholder}
          autoComplete="off"
          value={text ?? (value ? nameOf(value) : '')}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          rightSection={
            isFetching ? (
              <Loader size={14} aria-hidden />
            ) : value && clearable && !disabled ? (
              <Combobox.ClearButton aria-label={`Clear ${label.toLowerCase()}`} onClear={() => onChange(null)} />
            ) : (
              <Combobox.Chevron />
            )
          }
          rightSectionPointerEvents={value && clearable ? 'all' : 'none'}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={260} style={{ overflowY: 'auto' }} aria-label={label}>
          {options.map((item) => (
            <Combobox.Option value={idOf(item)} key={idOf(item)} active={value ? idOf(value) === idOf(item) : false}>
              {nameOf(item)}
              {hintOf?.(item) && (
                <Text size="xs" c="dimmed">
                  {hintOf(item)}
                </Text>
              )}
            </Combobox.Option>
          ))}
          {!options.length && <Combobox.Empty>{isFetching ? 'Looking…' : 'Nobody and nothing by that name.'}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
