import type { Incident } from '../../api/types.ts';
import type { ExportColumn } from '../../parts/export-column.ts';

type Exported = Partial<Incident>;
type ExportField = ExportColumn<Exported> & { include: string };

const of = (id: keyof Incident & string, label: string, chosen = false): ExportField => ({
  id,
  label,
  chosen,
  include: id,
  value: (row) => row[id],
});
const email = (id: 'commander' | 'reporter', label: string): ExportField => ({
  id,
  label,
  include: `${id}.individual.email`,
  value: (row) => row[id]?.individual?.email,
});

/** What a file of incidents may contain, in the order of its columns. */
export const EXPORT_FIELDS: ExportField[] = [
  of('name', 'Name', true),
  of('title', 'Title', true),
  of('status', 'Status', true),
  { id: 'type', label: 'Type', chosen: true, include: 'incident_type.name', value: (row) => row.incident_type?.name },
  { id: 'severity', label: 'Severity', chosen: true, include: 'incident_severity.name', value: (row) => row.incident_severity?.name },
  { id: 'priority', label: 'Priority', chosen: true, include: 'incident_priority.name', value: (row) => row.incident_priority?.name },
  { id: 'project', label: 'Project', include: 'project.name', value: (row) => row.project?.name },
  of('visibility', 'Visibility'),
  of('description', 'Description', true),
  of('resolution', 'Resolution', true),
  email('commander', 'Commander'),
  email('reporter', 'Reporter'),
  of('reporters_location', 'Reporter’s location'),
  of('commanders_location', 'Commander’s location'),
  of('participants_location', 'Participants’ location'),
  of('participants_team', 'Participants’ team'),
  of('reported_at', 'Reported', true),
  of('stable_at', 'Stable'),
  of('closed_at', 'Closed'),
  of('total_cost', 'Total cost'),
  {
    id: 'tags',
    label: 'Tags',
    include: 'tags',
    value: (row) => row.tags?.map((tag) => (tag.tag_type ? `${tag.tag_type.name}/${tag.name}` : tag.name)).join(', '),
  },
  { id: 'ticket', label: 'Ticket', include: 'ticket.weblink', value: (row) => row.ticket?.weblink },
  { id: 'storage', label: 'Storage', include: 'storage.weblink', value: (row) => row.storage?.weblink },
  {
    id: 'documents',
    label: 'Documents',
    include: 'documents',
    value: (row) =>
      row.documents
        ?.map((one) => one.weblink)
        .filter(Boolean)
        .join(' '),
  },
];

/** What the list is asked for, so that it sends no more than the chosen columns need. */
export const includeOf = (chosen: string[]): string[] => [
  'id',
  ...EXPORT_FIELDS.filter((one) => chosen.includes(one.id)).map((one) => one.include),
];
