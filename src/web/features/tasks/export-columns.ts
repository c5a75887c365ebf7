import type { TaskRow } from '../../api/types.ts';
import type { ExportColumn } from '../../parts/export-column.ts';
import { individualOf } from '../../parts/marks.tsx';

type Holder = Parameters<typeof individualOf>[0];
const email = (holder: Holder) => individualOf(holder)?.email ?? '';

/** What a file of tasks may contain, in the order of its columns. */
export const TASK_EXPORT: ExportColumn<TaskRow>[] = [
  { id: 'description', label: 'Description', chosen: true, value: (row) => row.description },
  { id: 'status', label: 'Status', chosen: true, value: (row) => row.status },
  { id: 'incident', label: 'Incident', chosen: true, value: (row) => row.incident.name },
  { id: 'assignees', label: 'Assigned to', chosen: true, value: (row) => row.assignees.map(email).filter(Boolean).join(', ') },
  { id: 'owner', label: 'Owner', chosen: true, value: (row) => email(row.owner) },
  { id: 'creator', label: 'Creator', value: (row) => email(row.creator) },
  { id: 'resolve_by', label: 'Due', chosen: true, value: (row) => row.resolve_by },
  { id: 'created_at', label: 'Created', chosen: true, value: (row) => row.created_at },
  { id: 'resolved_at', label: 'Resolved', chosen: true, value: (row) => row.resolved_at },
  { id: 'source', label: 'Source', value: (row) => row.source },
  { id: 'project', label: 'Project', value: (row) => row.project?.name },
  { id: 'ticket', label: 'Ticket', value: (row) => row.ticket?.weblink },
];
