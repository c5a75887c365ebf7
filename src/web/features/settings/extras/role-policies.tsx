import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { answer, client } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { projectLabel, useOrganization } from '../../../parts/account.ts';
import type { SearchParams } from '../../../ui/data-table/index.ts';
import { Page } from '../../../ui/page.tsx';
import { ErrorState, Loading } from '../../../ui/states.tsx';
import classes from './extras.module.css';
import { type Policy, type PolicyRole, ROLES } from './policies.ts';
import { PolicyForm } from './policy-form.tsx';
import { ProjectChoice, useOneProject } from './project-choice.tsx';

/** Who takes which role: the first policy that fits an incident decides. */
export function RolePolicies() {
  const project = useOneProject();
  const search = useSearch({ strict: false }) as SearchParams;
  const navigate = useNavigate();
  const role = ROLES.find((one) => one === search.role) ?? ROLES[0];
  return (
    <Page
      title="Role policies"
      sub="Who takes a role when an incident opens. The first policy that fits decides; without one, whoever reports becomes commander."
    >
      {project ? (
        <>
          <ProjectChoice project={project} />
          <SegmentedControl
            className={classes.roleTabs}
            aria-label="Role"
            value={role}
            onChange={(next) =>
              void navigate({
                to: '.',
                search: ((before: SearchParams) => ({ ...before, role: next === ROLES[0] ? undefined : next })) as never,
              })
            }
            data={[...ROLES].map((one) => ({ value: one, label: one.replace('Incident ', '') }))}
          />
          <OneRole key={`${project.name} ${role}`} role={role} project={project.name} label={projectLabel(project)} />
        </>
      ) : (
        <Loading lines={6} />
      )}
    </Page>
  );
}

function OneRole({ role, project, label }: { role: PolicyRole; project: string; label: string }) {
  const organization = useOrganization();
  const key = keys.part(organization, 'incident_role', role, project);
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () =>
      answer(
        client.GET('/{organization}/incident_roles/{role}', { params: { path: { organization, role }, query: { projectName: project } } }),
      ),
  });
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  return <PolicyForm role={role} project={project} label={label} stored={data.policies as unknown as Policy[]} refresh={key} />;
}
