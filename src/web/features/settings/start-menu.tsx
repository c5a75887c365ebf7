import { Button, Menu } from '@mantine/core';
import { ChevronDown, Plus } from 'lucide-react';
import { useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { useGo } from '../../ui/link.tsx';
import type { SettingsResource } from './declaration.ts';

/** Creates a record from one of several beginnings. */
export function StartMenu({ resource }: { resource: SettingsResource }) {
  const organization = useOrganization();
  const go = useGo();
  return (
    <Menu>
      <Menu.Target>
        <Button leftSection={<Plus size={16} aria-hidden />} rightSection={<ChevronDown size={14} aria-hidden />}>
          New {resource.noun}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(resource.starts ?? {}).map(([start, { label }]) => (
          <Menu.Item key={start} onClick={() => go(paths.settingItem(organization, resource.page, 'new', { start }))}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
