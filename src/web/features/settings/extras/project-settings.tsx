import { useQuery } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { read } from '../../../api/list.ts';
import type { Project } from '../../../api/types.ts';
import { projectLabel, useOrganization } from '../../../parts/account.ts';
import { Page } from '../../../ui/page.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import type { Item } from '../declaration.ts';
import { ResourceForm } from '../resource-form.tsx';
import { projects } from '../resources/projects.tsx';
import { ProjectChoice, useOneProject } from './project-choice.tsx';

/** The settings of the project one works in. */
export function ProjectSettings() {
  const project = useOneProject();
  return (
    <Page title="Project" sub={project && projectLabel(project)}>
      {project ? (
        <>
          <ProjectChoice project={project} />
          <ProjectForm key={project.id} project={project} />
        </>
      ) : (
        <Loading lines={8} />
      )}
    </Page>
  );
}

function ProjectForm({ project }: { project: Project }) {
  const organization = useOrganization();
  const id = project.id ?? 0;
  const { data, error, refetch } = useQuery({
    queryKey: keys.one(organization, 'project', id),
    queryFn: () => read<Item>(organization, 'projects', id),
  });
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  return data ? <ResourceForm resource={projects} item={data} /> : <Loading lines={8} />;
}
