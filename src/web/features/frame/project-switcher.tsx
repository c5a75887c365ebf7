import { Menu, UnstyledButton } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Check, ChevronsUpDown, Layers } from 'lucide-react';
import { projectLabel, useCurrentProject, useProjects } from '../../parts/account.ts';
import type { SearchParams } from '../../ui/data-table/index.ts';
import classes from './frame.module.css';

/** Narrows lists and settings to one project, now and next time. */
export function ProjectSwitcher() {
  const projects = useProjects() ?? [];
  const { name, choose } = useCurrentProject();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as SearchParams;
  const current = projects.find((one) => one.name === name);
  if (projects.length < 2) return null;
  const pick = (next: string | undefined) => {
    choose(next);
    void navigate({ to: '.', search: { ...search, project: next, page: undefined } as never });
  };
  return (
    <Menu position="top-start" width="target">
      <Menu.Target>
        <UnstyledButton className={classes.switcher}>
          <Layers size={16} aria-hidden />
          <span className={classes.switched}>{current ? projectLabel(current) : 'All projects'}</span>
          <ChevronsUpDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        <Menu.Label>Project</Menu.Label>
        <Menu.Item onClick={() => pick(undefined)} rightSection={!current && <Check size={15} aria-label="current" />}>
          All projects
        </Menu.Item>
        {projects.map((one) => (
          <Menu.Item
            key={one.name}
            onClick={() => pick(one.name)}
            rightSection={one === current && <Check size={15} aria-label="current" />}
          >
            {projectLabel(one)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
