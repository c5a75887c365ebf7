import { Button, Group, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { type AccessRole, type DirectoryQuery, SetGroupMappings } from '../../../api/documents.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { roleInWords } from '../../../parts/role-in-words.ts';
import { count } from '../../../ui/format.ts';
import { Panel } from '../../../ui/page.tsx';
import { UnsavedGuard } from '../../../ui/unsaved.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import classes from '../members/members.module.css';

type Found = NonNullable<DirectoryQuery['organization']>;
type Props = { groups: Found['directoryGroups']; mappings: Found['groupMappings'] };

const ROLES: Record<string, AccessRole[]> = { Viewer: ['READ'], Responder: ['WRITE'], Administrator: ['ADMIN'] };
const NOTHING = 'nothing';
const CHOICES = [{ value: NOTHING, label: 'Nothing of its own' }, ...Object.keys(ROLES)];

/** What belonging to a group gives. Somebody in several has the most that any of them gives. */
export function GroupMappings({ groups, mappings }: Props) {
  const organization = useOrganization();
  const saved = Object.fromEntries(mappings.map((one) => [one.group.id, roleInWords(one)]));
  const [chosen, choose] = useState(saved);
  const isDirty = groups.nodes.some(({ id }) => (chosen[id] ?? NOTHING) !== (saved[id] ?? NOTHING));
  const save = useSave({
    send: () =>
      ask(organization, SetGroupMappings, {
        input: {
          organization,
          mappings: Object.entries(chosen)
            .filter(([, role]) => role !== NOTHING)
            .map(([groupId, role]) => ({
              groupId,
              roles: ROLES[role] ?? [],
              projects: mappings.find((one) => one.group.id === groupId)?.projects ?? [],
            })),
        },
      }),
    refresh: [keys.kind(organization, 'directory'), keys.kind(organization, 'member')],
    done: ({ setGroupMappings: { changed } }) => `Saved. ${count(changed ?? 0, 'member has', 'members have')} another role by that.`,
    quiet: true,
  });
  return (
    <Panel title="What groups give">
      <div className={classes.stack}>
        <p className={classes.cardText}>
          Members of the directory whose groups give nothing are Responders. Nobody becomes Manager or Owner by a group: those are made
          here.
        </p>
        <FormProblems error={save.error} fields={[]} />
        {groups.nodes.length ? (
          <ul className={classes.list} aria-label="Groups of the directory">
            {groups.nodes.map(({ id, displayName, memberCount }) => (
              <li key={id} className={classes.line}>
                <span className={classes.person}>
                  <b>{displayName}</b>
                  <span className={classes.address}>{count(memberCount, 'member')}</span>
                </span>
                <NativeSelect
                  aria-label={`What ${displayName} gives`}
                  data={CHOICES}
                  value={chosen[id] ?? NOTHING}
                  onChange={({ currentTarget }) => choose({ ...chosen, [id]: currentTarget.value })}
                />
              </li>
            ))}
          </ul>
        ) : (
          <p className={classes.cardText}>The directory has sent no groups yet.</p>
        )}
        {groups.totalCount > groups.nodes.length && (
          <p className={classes.cardText}>
            The first {groups.nodes.length} of {groups.totalCount} groups are shown; the others are mapped with <code>tocsin scim map</code>
            .
          </p>
        )}
        {isDirty && (
          <Group justify="flex-end">
            <Button variant="default" onClick={() => choose(saved)} disabled={save.isPending}>
              Discard
            </Button>
            <Button loading={save.isPending} onClick={() => save.mutate()}>
              Save what groups give
            </Button>
          </Group>
        )}
      </div>
      <UnsavedGuard dirty={isDirty && !save.isSuccess} what="what groups give" />
    </Panel>
  );
}
