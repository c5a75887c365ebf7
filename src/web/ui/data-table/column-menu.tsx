import { ActionIcon, Checkbox, Popover, SegmentedControl, Stack, Tooltip } from '@mantine/core';
import { Settings2 } from 'lucide-react';
import { prefer, usePreferences } from '../preferences.ts';
import type { Column } from './data-table.tsx';

/** Which columns to show and how close the rows stand; remembered in this browser. */
export function ColumnMenu<T>({ noun, columns }: { noun: string; columns: Column<T>[] }) {
  const { columns: remembered, density = 'comfortable' } = usePreferences();
  const isShown = (one: Column<T>) => remembered?.[noun]?.[one.id] ?? !one.optional;
  const toggle = (one: Column<T>) => prefer({ columns: { ...remembered, [noun]: { ...remembered?.[noun], [one.id]: !isShown(one) } } });
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Tooltip label="Columns and density">
          <ActionIcon size="lg" aria-label="Columns and density">
            <Settings2 size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns and density">
        <Stack gap="sm">
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
          {columns.map((one) => (
            <Checkbox key={one.id} size="xs" label={one.header} checked={isShown(one)} onChange={() => toggle(one)} />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
