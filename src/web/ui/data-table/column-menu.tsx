import { ActionIcon, Checkbox, Menu, SegmentedControl, Tooltip } from '@mantine/core';
import { Settings2 } from 'lucide-react';
import { prefer, usePreferences } from '../preferences.ts';
import type { Column } from './data-table.tsx';

/** Which columns to show and how close the rows stand; remembered in this browser. */
export function ColumnMenu<T>({ noun, columns }: { noun: string; columns: Column<T>[] }) {
  const { columns: remembered, density = 'comfortable' } = usePreferences();
  const isShown = (one: Column<T>) => remembered?.[noun]?.[one.id] ?? !one.optional;
  const toggle = (one: Column<T>) => prefer({ columns: { ...remembered, [noun]: { ...remembered?.[noun], [one.id]: !isShown(one) } } });
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label="Columns and density">
          <ActionIcon size="lg" aria-label="Columns and density">
            <Settings2 size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Rows</Menu.Label>
        <SegmentedControl
          size="xs"
          fullWidth
          value={density}
          aria-label="Row height"
          onChange={(value) => prefer({ density: value as 'compact' | 'comfortable' })}
          data={[
            { value: 'comfortable', label: 'Roomy' },
            { value: 'compact', label: 'Compact' },
          ]}
        />
        <Menu.Label>Columns</Menu.Label>
        {columns.map((one) => (
          <Menu.Item
            key={one.id}
            role="menuitemcheckbox"
            aria-checked={isShown(one)}
            onClick={() => toggle(one)}
            leftSection={<Checkbox.Indicator size="xs" checked={isShown(one)} aria-hidden />}
          >
            {one.header}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
