import { Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Project } from '../../../api/types.ts';
import { projectLabel, useCurrentProject, useProjects } from '../../../parts/account.ts';
import type { SearchParams } from '../../../ui/data-table/index.ts';
import classes from './extras.module.css';

/** The one project a page is about: the address's, the one chosen in the frame, the default one. undefined while they load */
export function useOneProject(): Project | undefined {
  const { project } = useSearch({ strict: false }) as SearchParams;
  const { name } = useCurrentProject();
  const projects = useProjects();
  const wanted = typeof project === 'string' ? project : name;
  return projects?.find((one) => one.name === wanted) ?? projects?.find((one) => one.default) ?? projects?.[0];
}

/** Changes the project of such a page; absent while there is only one. */
export function ProjectChoice({ project }: { project: Project }) {
  const projects = useProjects() ?? [];
  const navigate = useNavigate();
  if (projects.length < 2) return null;
  return (
    <Select
      className={classes.choice}
      label="Project"
      allowDeselect={false}
      searchable={projects.length > 8}
      data={projects.map((one) => ({ value: one.name, label: projectLabel(one) }))}
      value={project.name}
      onChange={(next) =>
        void navigate({ to: '.', search: ((before: SearchParams) => ({ ...before, project: next ?? undefined })) as never })
      }
    />
  );
}
