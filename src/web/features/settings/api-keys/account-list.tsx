import { Bot, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { ServiceAccounts, type ServiceAccountsQuery } from '../../../api/documents.ts';
import { useOrganization } from '../../../parts/account.ts';
import { useConnection } from '../../../parts/connection.ts';
import { roleInWords } from '../../../parts/role-in-words.ts';
import { paths } from '../../../paths.ts';
import { type Column, DataTable, useListUrl } from '../../../ui/data-table/index.ts';
import { count } from '../../../ui/format.ts';
import { ButtonLink, TextLink, useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';

type Row = NonNullable<ServiceAccountsQuery['organization']>['serviceAccounts']['nodes'][number];

/** Members without a person: what programs act as. */
export function AccountList() {
  const organization = useOrganization();
  const go = useGo();
  const url = useListUrl([], { sort: [] });
  const { answer: _whole, ...table } = useConnection('api-key', ServiceAccounts, {
    url,
    variables: {},
    of: (found) => found.organization?.serviceAccounts,
  });
  const columns = useMemo(() => columnsOf(organization), [organization]);
  const fresh = paths.settingItem(organization, 'api-keys', 'new');
  useShortcut('n', 'New service account', () => go(fresh));
  const action = (
    <ButtonLink at={fresh} leftSection={<Plus size={16} aria-hidden />}>
      New service account
    </ButtonLink>
  );
  return (
    <Page
      title="API keys"
      sub="Service accounts are what programs act as: members without a person, with keys of their own."
      actions={action}
    >
      <DataTable
        noun="service accounts"
        columns={columns}
        url={url}
        {...table}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        empty={
          <EmptyState icon={Bot} title="No service accounts yet" action={action}>
            Make one for each program that reports alerts, reads incidents or keeps something up to date. For scripts of your own, your
            profile has personal tokens.
          </EmptyState>
        }
      />
    </Page>
  );
}

const columnsOf = (organization: string): Column<Row>[] => [
  {
    id: 'name',
    header: 'Name',
    phone: 'title',
    cell: ({ id, name }) => (
      <TextLink at={paths.settingItem(organization, 'api-keys', id)} fw={550}>
        {name}
      </TextLink>
    ),
  },
  { id: 'role', header: 'Role', cell: roleInWords },
  { id: 'keys', header: 'Keys', cell: ({ keys }) => count(keys.filter((key) => key.state === 'ACTIVE').length, 'key') },
  { id: 'used', header: 'Last used', cell: (row) => <When at={lastUseOf(row)} none="never" /> },
];

const lastUseOf = ({ keys }: Row) =>
  keys
    .map((key) => key.lastUse?.at ?? '')
    .sort()
    .at(-1) || null;
