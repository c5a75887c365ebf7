import { Badge } from '@mantine/core';
import { UserPlus, Users } from 'lucide-react';
import { useMemo } from 'react';
import { type MemberFilter, Members, type MembersQuery } from '../../../api/documents.ts';
import { useIsAdmin, useOrganization } from '../../../parts/account.ts';
import { useConnection } from '../../../parts/connection.ts';
import { roleInWords } from '../../../parts/role-in-words.ts';
import { paths } from '../../../paths.ts';
import {
  type Column,
  ColumnMenu,
  DataTable,
  FilterBar,
  type FilterDefinition,
  type ListState,
  useListUrl,
} from '../../../ui/data-table/index.ts';
import { ButtonLink, TextLink, useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import classes from './members.module.css';

type Row = NonNullable<MembersQuery['organization']>['members']['nodes'][number];

const SORT = ['email'];
const ROLES: Record<string, MemberFilter> = {
  viewer: { organizationRole: 'MEMBER', isReadOnly: true },
  responder: { organizationRole: 'MEMBER', isReadOnly: false },
  administrator: { organizationRole: 'ADMIN' },
  manager: { organizationRole: 'MANAGER' },
  owner: { organizationRole: 'OWNER' },
};
const FILTERS: FilterDefinition[] = [
  {
    key: 'role',
    label: 'Role',
    shown: true,
    kind: 'choice',
    single: true,
    options: Object.keys(ROLES).map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) })),
  },
  {
    key: 'status',
    label: 'State',
    shown: true,
    kind: 'choice',
    single: true,
    options: [
      { value: 'ACTIVE', label: 'Active' },
      { value: 'SUSPENDED', label: 'Suspended' },
      { value: 'REMOVED', label: 'Removed' },
    ],
  },
];

const filterOf = ({ q, filters: { role, status } }: ListState): MemberFilter => ({
  ...(q && { text: q }),
  ...ROLES[role?.[0] ?? ''],
  ...(status?.[0] && { status: status[0] as MemberFilter['status'] }),
});

const orderOf = ([first = 'email']: string[]) => ({
  field: first.endsWith('joined') ? ('JOINED_AT' as const) : ('EMAIL' as const),
  direction: first.startsWith('-') ? ('DESC' as const) : ('ASC' as const),
});

/** Who belongs to the organization, and as what. */
export function MemberList() {
  const organization = useOrganization();
  const isAdmin = useIsAdmin();
  const go = useGo();
  const url = useListUrl(['role', 'status'], { sort: SORT });
  const { state } = url;
  const { answer: _whole, ...table } = useConnection('member', Members, {
    url,
    variables: { filter: filterOf(state), orderBy: orderOf(state.sort) },
    of: (answer) => answer.organization?.members,
  });
  const columns = useMemo(() => columnsOf(organization), [organization]);
  const invite = paths.settingItem(organization, 'invitations', 'new');
  useShortcut('n', 'Invite people', () => go(invite), { enabled: isAdmin });
  const action = isAdmin && (
    <ButtonLink at={invite} leftSection={<UserPlus size={16} aria-hidden />}>
      Invite people
    </ButtonLink>
  );
  return (
    <Page title="Members" sub="Everybody who may come in, and what they may do." actions={action}>
      <FilterBar url={url} definitions={FILTERS} noun="members">
        <ColumnMenu noun="members" columns={columns} />
      </FilterBar>
      <DataTable
        noun="members"
        columns={columns}
        url={url}
        {...table}
        rowId={(row) => row.id}
        rowName={(row) => row.person.email}
        empty={
          state.q || state.filters.role?.length || state.filters.status?.length ? undefined : (
            <EmptyState icon={Users} title="Nobody here yet" action={action || undefined}>
              People appear here once they have accepted an invitation.
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
    header: 'Member',
    sort: 'email',
    phone: 'title',
    cell: ({ id, person }) => (
      <span className={classes.person}>
        <TextLink at={paths.settingItem(organization, 'members', id)} fw={550}>
          {person.name || person.email}
        </TextLink>
        {person.name && <span className={classes.address}>{person.email}</span>}
      </span>
    ),
  },
  { id: 'role', header: 'Role', cell: roleInWords },
  { id: 'status', header: 'State', cell: ({ status, expiresAt }) => <MemberState status={status} expiresAt={expiresAt} /> },
  { id: 'lastSeen', header: 'Last seen', phone: 'none', cell: ({ lastSeenAt }) => <When at={lastSeenAt} none="never" /> },
  { id: 'joined', header: 'Joined', sort: 'joined', phone: 'none', cell: ({ joinedAt }) => <When at={joinedAt} /> },
];

export function MemberState({ status, expiresAt }: Pick<Row, 'status' | 'expiresAt'>) {
  if (status === 'SUSPENDED') return <Badge color="vermilion">Suspended</Badge>;
  if (status === 'REMOVED') return <Badge color="gray">Removed</Badge>;
  if (!expiresAt) return <span>Active</span>;
  return (
    <span>
      {Date.parse(expiresAt) < Date.now() ? 'Ended' : 'Ends'} <When at={expiresAt} />
    </span>
  );
}
