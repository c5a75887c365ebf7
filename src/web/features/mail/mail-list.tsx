import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Mail as MailIcon } from 'lucide-react';
import { useMemo } from 'react';
import { keys } from '../../api/keys.ts';
import { anyOf, type ListQuery, list } from '../../api/list.ts';
import type { Mail } from '../../api/types.ts';
import { useOrganization } from '../../parts/account.ts';
import { paths } from '../../paths.ts';
import { type Column, ColumnMenu, DataTable, FilterBar, type FilterDefinition, useListUrl } from '../../ui/data-table/index.ts';
import { TextLink } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { When } from '../../ui/time.tsx';
import classes from './mail.module.css';
import { MailPage } from './mail-page.tsx';
import { MailState, STATES } from './mail-state.tsx';

const SORT = ['-created_at'];
const FILTERS: FilterDefinition[] = [
  {
    key: 'status',
    label: 'State',
    shown: true,
    kind: 'choice',
    options: Object.entries(STATES).map(([value, { label }]) => ({ value, label })),
  },
];

/** The outbox: everything that was, will be or could not be sent. */
export function MailList() {
  const { mail } = useParams({ strict: false }) as { mail?: string };
  return mail ? <MailPage key={mail} id={mail} /> : <Outbox />;
}

function Outbox() {
  const organization = useOrganization();
  const url = useListUrl(['status'], { sort: SORT });
  const { state } = url;
  const query: ListQuery = {
    q: state.q,
    page: state.page,
    itemsPerPage: state.size,
    sort: state.sort,
    filter: anyOf('Mail', 'status', state.filters.status ?? []),
  };
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: keys.list(organization, 'mail', query),
    queryFn: () => list<Mail>(organization, 'mail', query),
    placeholderData: keepPreviousData,
  });
  const columns = useMemo(() => mailColumns(organization), [organization]);
  const isNarrowed = Boolean(state.q || state.filters.status?.length);
  return (
    <Page title="Mail" sub="Everything this organization sends. While no mail server is set up, mails are kept here and can be read.">
      <FilterBar url={url} definitions={FILTERS} noun="mails">
        <ColumnMenu noun="mails" columns={columns} />
      </FilterBar>
      <DataTable
        noun="mails"
        columns={columns}
        url={url}
        page={data}
        error={error}
        isStale={isPlaceholderData}
        retry={() => void refetch()}
        rowId={(row) => String(row.id)}
        rowName={(row) => row.subject}
        empty={
          isNarrowed ? undefined : (
            <EmptyState icon={MailIcon} title="No mail so far">
              Mails are written when an incident opens, when somebody joins, and when a report or a task is due.
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

const mailColumns = (organization: string): Column<Mail>[] => [
  {
    id: 'subject',
    header: 'Subject',
    sort: 'subject',
    phone: 'title',
    cell: (row) => (
      <TextLink at={paths.oneMail(organization, row.id)} fw={550}>
        {row.subject || 'No subject'}
      </TextLink>
    ),
  },
  {
    id: 'to',
    header: 'To',
    cell: (row) => (
      <span className={classes.to} title={row.to.join(', ')}>
        {row.to[0]}
        {row.to.length > 1 && ` +${row.to.length - 1}`}
      </span>
    ),
  },
  { id: 'status', header: 'State', sort: 'status', cell: (row) => <MailState mail={row} /> },
  { id: 'last_error', header: 'Last error', optional: true, cell: (row) => <span className={classes.error}>{row.last_error}</span> },
  { id: 'created_at', header: 'Written', sort: 'created_at', cell: (row) => <When at={row.created_at} /> },
  { id: 'sent_at', header: 'Sent', sort: 'sent_at', optional: true, cell: (row) => <When at={row.sent_at} /> },
];
