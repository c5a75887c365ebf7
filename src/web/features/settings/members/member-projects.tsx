import { ActionIcon, Button, Group, NativeSelect, Radio, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { type OrganizationRole, Projects, SetMemberProjects } from '../../../api/documents.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { Panel } from '../../../ui/page.tsx';
import { UnsavedGuard } from '../../../ui/unsaved.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import type { Member } from './member.ts';
import classes from './members.module.css';

type Chosen = { projectId: string; name: string; role: OrganizationRole; isDefault: boolean };

const ROLES = (['MEMBER', 'ADMIN', 'MANAGER', 'OWNER'] as const).map((value) => ({
  value,
  label: value.charAt(0) + value.slice(1).toLowerCase(),
}));

const chosenOf = ({ projects }: Member): Chosen[] =>
  projects.map(({ project, role, isDefault }) => ({ projectId: project.id, name: project.displayName || project.name, role, isDefault }));

/** Which projects are somebody's, what they are in each, and which one is preselected. */
export function MemberProjects({ member, mayWrite }: { member: Member; mayWrite: boolean }) {
  const organization = useOrganization();
  const [chosen, choose] = useState(() => chosenOf(member));
  const isChanged = JSON.stringify(chosen) !== JSON.stringify(chosenOf(member));
  const all = useQuery({
    queryKey: keys.list(organization, 'project', 'to choose'),
    queryFn: () => ask(organization, Projects, {}),
    enabled: mayWrite,
  });
  const others = all.data?.organization?.projects.nodes.filter(({ id }) => !chosen.some((one) => one.projectId === id)) ?? [];
  const change = (projectId: string, next: Partial<Chosen>) =>
    choose(chosen.map((one) => (one.projectId === projectId ? { ...one, ...next } : next.isDefault ? { ...one, isDefault: false } : one)));
  const save = useSave({
    send: () =>
      ask(organization, SetMemberProjects, {
        input: { organization, memberId: member.id, projects: chosen.map(({ name: _name, ...one }) => one) },
      }),
    refresh: [keys.kind(organization, 'member')],
    done: 'Saved.',
    quiet: true,
  });
  return (
    <Panel title="Projects">
      <div className={classes.stack}>
        <FormProblems error={save.error} fields={[]} />
        {!chosen.length && <p className={classes.cardText}>None of the projects is theirs in particular.</p>}
        <ul className={classes.list}>
          {chosen.map(({ projectId, name, role, isDefault }) => (
            <li key={projectId} className={classes.project}>
              <span>{name}</span>
              <NativeSelect
                size="xs"
                aria-label={`Role in ${name}`}
                data={ROLES}
                value={role}
                disabled={!mayWrite}
                onChange={({ currentTarget }) => change(projectId, { role: currentTarget.value as OrganizationRole })}
              />
              <Radio label="Preselected" checked={isDefault} disabled={!mayWrite} onChange={() => change(projectId, { isDefault: true })} />
              {mayWrite && (
                <ActionIcon aria-label={`Take ${name} away`} onClick={() => choose(chosen.filter((one) => one.projectId !== projectId))}>
                  <X size={15} aria-hidden />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
        {mayWrite && others.length > 0 && (
          <Select
            aria-label="Add a project"
            placeholder="Add a project"
            searchable
            value={null}
            data={others.map(({ id, name, displayName }) => ({ value: id, label: displayName || name }))}
            onChange={(id, option) =>
              id && option && choose([...chosen, { projectId: id, name: option.label, role: 'MEMBER', isDefault: !chosen.length }])
            }
          />
        )}
        {isChanged && (
          <Group justify="flex-end">
            <Button variant="default" onClick={() => choose(chosenOf(member))} disabled={save.isPending}>
              Discard
            </Button>
            <Button loading={save.isPending} onClick={() => save.mutate()}>
              Save the projects
            </Button>
          </Group>
        )}
      </div>
      <UnsavedGuard dirty={isChanged && !save.isSuccess} what="the projects" />
    </Panel>
  );
}
