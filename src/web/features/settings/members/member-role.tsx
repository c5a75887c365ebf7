import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { SetMemberRoles } from '../../../api/documents.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { roleInWords } from '../../../parts/role-in-words.ts';
import { Panel } from '../../../ui/page.tsx';
import { UnsavedGuard } from '../../../ui/unsaved.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import type { Member } from './member.ts';
import classes from './members.module.css';
import { RoleCards } from './role-cards.tsx';
import type { RoleInfo } from './roles.ts';

/** Gives somebody another role; it counts from their next request on. */
export function MemberRole({ member }: { member: Member }) {
  const organization = useOrganization();
  const current = roleInWords(member);
  const [chosen, choose] = useState<RoleInfo>();
  const isChanged = chosen !== undefined && chosen.name !== current;
  const save = useSave({
    send: ({ roles, organizationRole }: RoleInfo) =>
      ask(organization, SetMemberRoles, { input: { organization, memberId: member.id, roles, organizationRole } }),
    refresh: [keys.kind(organization, 'member')],
    done: `${member.person.name || member.person.email} is ${chosen?.name} from now on.`,
    quiet: true,
  });
  return (
    <Panel title="Role">
      <div className={classes.stack}>
        <FormProblems error={save.error} fields={[]} />
        <RoleCards label="What they may do" value={chosen?.name ?? current} onChange={choose} disabled={save.isPending} />
        {isChanged && (
          <Group justify="flex-end">
            <Button variant="default" onClick={() => choose(undefined)} disabled={save.isPending}>
              Discard
            </Button>
            <Button loading={save.isPending} onClick={() => save.mutate(chosen)}>
              Make them {chosen.name}
            </Button>
          </Group>
        )}
      </div>
      <UnsavedGuard dirty={isChanged && !save.isSuccess} what="the role you chose" />
    </Panel>
  );
}
