import { Button, Menu } from '@mantine/core';
import { Ellipsis, MailPlus, UserPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type InvitationFilter, Invitations, type InvitationsQuery, RevokeAllInvitationLinks } from '../../../api/documents.ts';
import { ask } from '../../../api/graphql.ts';
import { keys } from '../../../api/keys.ts';
import { useOrganization } from '../../../parts/account.ts';
import { useConnection } from '../../../parts/connection.ts';
import { personName } from '../../../parts/marks.tsx';
import { roleInWords } from '../../../parts/role-in-words.ts';
import { paths } from '../../../paths.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { type Column, ColumnMenu, DataTable, FilterBar, type FilterDefinition, useListUrl } from '../../../ui/data-table/index.ts';
import { ButtonLink, TextLink, useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import { useSave } from '../../../ui/use-save.tsx';
import classes from '../members/members.module.css';
import { BulkActions } from './bulk-actions.tsx';
import { seatsInWords } from './seats.ts';
import { InvitationMark } from './state.tsx';

type Row = NonNullable<InvitationsQuery['organization']>['invitations']['nodes'][number];

const FILTERS: FilterDefinition[] = [
  {
    key: 'state',
    label: 'State',
    shown: true,
    kind: 'choice',
    single: true,
    options: [
      { value: 'PENDING', label: 'Open' },
      { value: 'EXPIRED', label: 'Run out' },
      { value: 'ACCEPTED', label: 'Accepted' },
      { value: 'DECLINED', label: 'Declined' },
      { value: 'REVOKED', label: 'Revoked' },
    ],
  },
];

/** Who was promised a place, and how far that has come. */
export function InvitationList() {
  const organization = useOrganization();
  const go = useGo();
  const url = useListUrl(['state'], { sort: [] });
  const { q, filters } = url.state;
  const filter: InvitationFilter = {
    ...(q && { text: q }),
    ...(filters.state?.[0] && { state: filters.state[0] as InvitationFilter['state'] }),
  };
  const { answer, ...table } = useConnection('invitation', Invitations, {
    url,
    variables: { filter },
    of: (found) => found.organization?.invitations,
  });
  const columns = useMemo(() => columnsOf(organization), [organization]);
  const invite = paths.settingItem(organization, 'invitations', 'new');
  useShortcut('n', 'Invite people', () => go(invite));
  const seats = answer?.organization?.seats;
  const action = (
    <ButtonLink at={invite} leftSection={<UserPlus size={16} aria-hidden />}>
      Invite people
    </ButtonLink>
  );
  return (
    <Page
      title="Invitations"
      sub={seats ? seatsInWords(seats) : 'Who was promised a place, and how far that has come.'}
      actions={
        <>
          <RevokeAll />
          {action}
        </>
      }
    >
      <FilterBar url={url} definitions={FILTERS} noun="invitations">
        <ColumnMenu noun="invitations" columns={columns} />
      </FilterBar>
      <DataTable
        noun="invitations"
        columns={columns}
        url={url}
        {...table}
        rowId={(row) => row.id}
        rowName={(row) => row.email}
        bulk={(rows, clear) => <BulkActions invitations={rows} clear={clear} />}
        empty={
          q || filters.state?.length ? undefined : (
            <EmptyState icon={MailPlus} title="Nobody is invited" action={action}>
              Invite people with the role they are to have. Their first sign-in puts them in the right place.
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

const columnsOf = (organization: string): Column<Row>[] => [
  {
    id: 'email',
    header: 'Invited',
    phone: 'title',
    cell: ({ id, email, name }) => (
      <span className={classes.person}>
        <TextLink at={paths.settingItem(organization, 'invitations', id)} fw={550}>
          {name || email}
        </TextLink>
        {name && <span className={classes.address}>{email}</span>}
      </span>
    ),
  },
  { id: 'role', header: 'Role', cell: roleInWords },
  { id: 'state', header: 'State', cell: (row) => <InvitationMark invitation={row} /> },
  { id: 'expires', header: 'Good until', cell: ({ state, expiresAt }) => (state === 'PENDING' ? <When at={expiresAt} /> : '–') },
  { id: 'inviter', header: 'By', cell: ({ inviter }) => (inviter ? personName(inviter) : 'the installation') },
  {
    id: 'error',
    header: 'Last error',
    optional: true,
    cell: ({ deliveries }) => deliveries.find((one) => one.error)?.error ?? '–',
  },
];

/** For the day an inbox, or this page, was in the wrong hands. */
function RevokeAll() {
  const organization = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const revoke = useSave({
    send: () => ask(organization, RevokeAllInvitationLinks, { input: { organization } }),
    refresh: [keys.kind(organization, 'invitation')],
    done: ({ revokeAllInvitationLinks: { count } }) => `${count === 1 ? 'One link opens' : `${count} links open`} nothing any more.`,
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" px="xs" aria-label="More">
            <Ellipsis size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking(true)}>Make every link invalid</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isAsking}
        title="Make every link invalid?"
        confirm="Make them invalid"
        danger
        busy={revoke.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => revoke.mutate(undefined, { onSettled: () => setAsking(false) })}
      >
        No link that was sent until now opens anything any more. The invitations stay open: send new links to whom you choose.
      </ConfirmDialog>
    </>
  );
}
