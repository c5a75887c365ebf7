import type { IncidentRow } from '../../api/types.ts';
import { projectLabel } from '../../parts/account.ts';
import { individualOf, Name, Person, PriorityMark, RestrictedMark, SeverityMark, StatusMark, TagMark } from '../../parts/marks.tsx';
import { paths } from '../../paths.ts';
import type { Column } from '../../ui/data-table/index.ts';
import { money } from '../../ui/format.ts';
import { PlainLink } from '../../ui/link.tsx';
import { When } from '../../ui/time.tsx';
import classes from './incident-list.module.css';

/** What the list asks for about each incident; the cost is computed, so only when somebody looks at it. */
export const listFields = (withCost: boolean): string[] => [
  ...['id', 'name', 'title', 'status', 'visibility', 'reported_at', 'stable_at', 'closed_at', 'tags'],
  ...['incident_type.name', 'incident_priority.name', 'incident_priority.view_order', 'project.name', 'project.display_name'],
  ...['incident_severity.name', 'incident_severity.color', 'incident_severity.view_order'],
  ...['commander.individual.name', 'commander.individual.email'],
  ...(withCost ? ['total_cost'] : []),
];

/** Columns of the incident list; the title leads to the incident. */
export const incidentColumns = (organization: string, showProject: boolean): Column<IncidentRow>[] => [
  {
    id: 'name',
    header: 'Name',
    sort: 'name',
    phone: 'line',
    cell: (row) => (
      <span className={classes.name}>
        <Name>{row.name}</Name>
      </span>
    ),
  },
  {
    id: 'title',
    header: 'Title',
    sort: 'title',
    width: '32%',
    phone: 'title',
    cell: (row) => (
      <span className={classes.title}>
        <PlainLink at={paths.incident(organization, row)} className={classes.link}>
          {row.title}
        </PlainLink>
        <RestrictedMark visibility={row.visibility} />
      </span>
    ),
  },
  { id: 'status', header: 'Status', sort: 'status', cell: (row) => <StatusMark status={row.status} /> },
  {
    id: 'severity',
    header: 'Severity',
    sort: 'incident_severity.view_order',
    cell: (row) => <SeverityMark severity={row.incident_severity} />,
  },
  {
    id: 'priority',
    header: 'Priority',
    sort: 'incident_priority.view_order',
    cell: (row) => <PriorityMark priority={row.incident_priority} />,
  },
  { id: 'type', header: 'Type', sort: 'incident_type.name', phone: 'none', cell: (row) => row.incident_type.name },
  {
    id: 'project',
    header: 'Project',
    sort: 'project.name',
    phone: 'none',
    optional: !showProject,
    cell: (row) => projectLabel(row.project),
  },
  { id: 'commander', header: 'Commander', cell: (row) => <Person individual={individualOf(row.commander)} /> },
  {
    id: 'tags',
    header: 'Tags',
    optional: true,
    phone: 'none',
    cell: (row) => (
      <span className={classes.tags}>
        {row.tags?.map((tag) => (
          <TagMark key={tag.id} tag={tag} />
        ))}
      </span>
    ),
  },
  { id: 'cost', header: 'Cost', align: 'end', optional: true, phone: 'none', cell: (row) => money(row.total_cost) },
  { id: 'reported', header: 'Reported', sort: 'reported_at', cell: (row) => <When at={row.reported_at} /> },
  { id: 'stable', header: 'Stable', sort: 'stable_at', optional: true, phone: 'none', cell: (row) => <When at={row.stable_at} /> },
  { id: 'closed', header: 'Closed', sort: 'closed_at', optional: true, phone: 'none', cell: (row) => <When at={row.closed_at} /> },
];
