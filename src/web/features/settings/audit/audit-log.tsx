import { Button, UnstyledButton } from '@mantine/core';
import { Download, ScrollText } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type AuditFilter, AuditLog } from '../../../api/documents.ts';
import { useConnection } from '../../../parts/connection.ts';
import {
  type Column,
  ColumnMenu,
  DataTable,
  FilterBar,
  type FilterDefinition,
  type ListState,
  useListUrl,
  windowBounds,
} from '../../../ui/data-table/index.ts';
import { Page } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import classes from './audit.module.css';
import { type Entry, ResultMark } from './entry.tsx';
import { EntryDetails } from './entry-details.tsx';
import { ExportLog } from './export-log.tsx';

const NOUNS: Record<string, string> = {
  member: 'Members',
  invite: 'Invitations',
  login: 'Sign-ins',
  session: 'Sessions',
  mfa: 'Second factors',
  passkey: 'Passkeys',
  apikey: 'API keys',
  service_account: 'Service accounts',
  scim: 'Directories',
  group_mapping: 'Group mapping',
  organization: 'The organization',
  account: 'Accounts',
  audit: 'This log',
};
const FILTERS: FilterDefinition[] = [
  {
    key: 'action',
    label: 'About',
    shown: true,
    kind: 'choice',
    single: true,
    options: Object.entries(NOUNS).map(([value, label]) => ({ value, label })),
  },
  {
    key: 'result',
    label: 'Result',
    shown: true,
    kind: 'choice',
    single: true,
    options: [
      { value: 'DONE', label: 'Done' },
      { value: 'REFUSED', label: 'Refused' },
      { value: 'FAILED', label: 'Failed' },
    ],
  },
  { key: 'at', label: 'When', shown: true, kind: 'window' },
];

function filterOf({ q, filters: { action, result, at } }: ListState): AuditFilter {
  const { from, to } = windowBounds(at?.[0]);
  return {
    ...(q && { actor: q }),
    ...(action?.[0] && { action: action[0] }),
    ...(result?.[0] && { result: result[0] as AuditFilter['result'] }),
    ...(from && { since: from }),
    ...(to && { until: to }),
  };
}

/** Who changed whose access, and what was refused. Nothing in it can be changed any more. */
export function AuditLogPage() {
  const url = useListUrl(['action', 'result', 'at'], { sort: [] });
  const [open, setOpen] = useState<Entry>();
  const [isExporting, setExporting] = useState(false);
  const filter = filterOf(url.state);
  const { answer: _whole, ...table } = useConnection('audit', AuditLog, {
    url,
    variables: { filter },
    of: (found) => found.organization?.auditLog,
  });
  const columns = useMemo(() => columnsOf(setOpen), []);
  return (
    <Page
      title="Audit log"
      sub="Who changed whose access, and what was refused. Each entry is sealed to the one before it."
      actions={
        <Button variant="default" leftSection={<Download size={16} aria-hidden />} onClick={() => setExporting(true)}>
          Export
        </Button>
      }
    >
      <FilterBar url={url} definitions={FILTERS} noun="entries by person">
        <ColumnMenu noun="entries" columns={columns} />
      </FilterBar>
      <DataTable
        noun="entries"
        columns={columns}
        url={url}
        {...table}
        rowId={(row) => row.id}
        rowName={(row) => `entry ${row.sequence}`}
        empty={
          Object.keys(filter).length ? undefined : (
            <EmptyState icon={ScrollText} title="Nothing yet">
              Entries appear when somebody is invited, comes in, or is given another role.
            </EmptyState>
          )
        }
      />
      {open && <EntryDetails entry={open} close={() => setOpen(undefined)} />}
      {isExporting && <ExportLog filter={filter} close={() => setExporting(false)} />}
    </Page>
  );
}

const columnsOf = (open: (entry: Entry) => void): Column<Entry>[] => [
  {
    id: 'action',
    header: 'What',
    phone: 'title',
    cell: (row) => (
      <UnstyledButton className={classes.action} onClick={() => open(row)}>
        {row.action}
      </UnstyledButton>
    ),
  },
  { id: 'target', header: 'Whom or what', cell: ({ target }) => <span className={classes.name}>{target?.name ?? '–'}</span> },
  { id: 'actor', header: 'By', cell: ({ actor }) => <span className={classes.name}>{actor.name ?? actor.kind}</span> },
  { id: 'result', header: 'Result', cell: ({ result }) => <ResultMark result={result} /> },
  { id: 'at', header: 'When', cell: ({ at }) => <When at={at} /> },
  { id: 'network', header: 'From', optional: true, cell: ({ network }) => network ?? '–' },
];
