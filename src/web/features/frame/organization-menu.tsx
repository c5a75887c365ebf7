import { Menu, UnstyledButton } from '@mantine/core';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useMe, useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { useGo } from '../../ui/link.tsx';
import classes from './frame.module.css';

/** Where we are, and the way to the other organizations of this person. */
export function OrganizationMenu() {
  const slug = useOrganization();
  const { organizations } = useMe();
  const go = useGo();
  const all = (organizations ?? []).map((one) => one.organization);
  const current = all.find((one) => one.slug === slug);
  const label = current?.name ?? slug;
  if (all.length < 2) return <span className={classes.organization}>{label}</span>;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.organization} aria-label={`Organization: ${label}`}>
          {label}
          <ChevronsUpDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Organization</Menu.Label>
        {all.map((one) => (
          <Menu.Item
            key={one.slug}
            onClick={() => go(paths.organization(one.slug ?? 'default'))}
            rightSection={one.slug === slug ? <Check size={15} aria-label="current" /> : undefined}
          >
            {one.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
