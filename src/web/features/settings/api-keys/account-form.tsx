import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AccessRole, OrganizationRole } from '../../../api/documents.ts';
import { problemsByField } from '../../../api/errors.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { roleInWords } from '../../../parts/role-in-words.ts';
import { Panel } from '../../../ui/page.tsx';
import { UnsavedGuard } from '../../../ui/unsaved.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import classes from '../members/members.module.css';
import { RoleCards } from '../members/role-cards.tsx';

type Standing = { name: string; roles: AccessRole[]; organizationRole: OrganizationRole };
type Props = { account?: Standing; label: string; send: (values: Standing) => Promise<unknown> };

const FIELDS = ['name', 'roles', 'organizationRole'] as const;

/** What a service account is called, and what it may do at most. */
export function AccountForm({ account, label, send }: Props) {
  const organization = useOrganization();
  const [name, setName] = useState(account?.name ?? '');
  const [standing, setStanding] = useState<Omit<Standing, 'name'> | undefined>(account);
  const isDirty =
    name !== (account?.name ?? '') || standing?.organizationRole !== account?.organizationRole || standing?.roles !== account?.roles;
  const save = useSave({
    send: () => send({ name, roles: standing?.roles ?? [], organizationRole: standing?.organizationRole ?? 'MEMBER' }),
    refresh: [keys.kind(organization, 'api-key')],
    done: 'Saved.',
    quiet: true,
  });
  const problems = problemsByField(save.error, FIELDS).fields;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Panel title="About">
      <form className={classes.stack} onSubmit={submit} noValidate>
        <FormProblems error={save.error} fields={FIELDS} />
        <TextInput
          label="Name"
          description="Of the program: it stands in the audit log."
          required
          value={name}
          error={problems.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleCards
          label="What it may do at most"
          value={standing ? roleInWords(standing) : ''}
          error={problems.roles ?? problems.organizationRole}
          onChange={({ roles, organizationRole }) => setStanding({ roles, organizationRole })}
          without="Owner"
        />
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={!isDirty || !name.trim() || !standing}>
            {label}
          </Button>
        </Group>
      </form>
      <UnsavedGuard dirty={isDirty && !save.isSuccess} what="the service account" />
    </Panel>
  );
}
