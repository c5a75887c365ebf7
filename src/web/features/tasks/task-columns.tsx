import { ActionIcon } from '@mantine/core';
import { AlarmClock, Circle, CircleCheck, ExternalLink } from 'lucide-react';
import { keys } from '../../api/keys.ts';
import type { TaskRow } from '../../api/types.ts';
import { projectLabel, useOrganization } from '../../parts/account.ts';
import { individualOf, Name, Person, personName } from '../../parts/marks.tsx';
import { paths } from '../../paths.ts';
import type { Column } from '../../ui/data-table/index.ts';
import { TextLink } from '../../ui/link.tsx';
import { useNow, When } from '../../ui/time.tsx';
import { useSave } from '../../ui/use-save.tsx';
import { setTaskStatus } from './change-task.ts';
import classes from './tasks.module.css';

/** The columns of the task list. @param several whether there is more than one project */
export function taskColumns(organization: string, several: boolean): Column<TaskRow>[] {
  const projects: Column<TaskRow>[] = several
    ? [{ id: 'project', header: 'Project', sort: 'project.name', cell: (row) => projectLabel(row.project) }]
    : [];
  return [
    { id: 'done', header: 'Resolved', sort: 'status', width: '5.5rem', cell: (row) => <Done task={row} /> },
    {
      id: 'description',
      header: 'Task',
      sort: 'description',
      phone: 'title',
      cell: (row) => (
        <TextLink
          at={paths.incident(organization, row.incident, 'tasks')}
          className={classes.text}
          data-done={row.status === 'Resolved' || undefined}
        >
          {row.description || `Task ${row.id}`}
        </TextLink>
      ),
    },
    { id: 'incident', header: 'Incident', sort: 'incident.name', cell: (row) => <Name>{row.incident.name}</Name> },
    { id: 'assignees', header: 'Assigned to', cell: (row) => <Assignees task={row} /> },
    { id: 'owner', header: 'Owner', optional: true, cell: (row) => <Person individual={individualOf(row.owner)} /> },
    { id: 'resolve_by', header: 'Due', sort: 'resolve_by', cell: (row) => <Due task={row} /> },
    { id: 'created_at', header: 'Created', sort: 'created_at', phone: 'none', cell: (row) => <When at={row.created_at} /> },
    { id: 'resolved_at', header: 'Resolved at', sort: 'resolved_at', optional: true, cell: (row) => <When at={row.resolved_at} /> },
    { id: 'source', header: 'Source', sort: 'source', optional: true, phone: 'none', cell: (row) => row.source },
    { id: 'ticket', header: 'Ticket', optional: true, cell: (row) => <TicketLink task={row} /> },
    ...projects,
  ];
}

function Done({ task }: { task: TaskRow }) {
  const organization = useOrganization();
  const flip = useSave<TaskRow['status']>({
    send: (status) => setTaskStatus(organization, task, status),
    refresh: [keys.kind(organization, 'task'), keys.kind(organization, 'incident')],
  });
  const isDone = (flip.isPending ? flip.variables : task.status) === 'Resolved';
  const Icon = isDone ? CircleCheck : Circle;
  return (
    <ActionIcon
      className={classes.done}
      aria-pressed={isDone}
      aria-label={`Resolved: ${task.description ?? task.id}`}
      disabled={flip.isPending}
      onClick={() => flip.mutate(isDone ? 'Open' : 'Resolved')}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}

function Assignees({ task }: { task: TaskRow }) {
  const people = task.assignees.flatMap((one) => individualOf(one) ?? []);
  const [first, ...others] = people;
  if (!first) return <span>Nobody</span>;
  return (
    <span className={classes.people} title={people.map(personName).join(', ')}>
      <Person individual={first} />
      {others.length > 0 && <span>+{others.length}</span>}
    </span>
  );
}

function Due({ task: { resolve_by, status } }: { task: TaskRow }) {
  const now = useNow();
  if (!resolve_by) return <span>–</span>;
  const isLate = status !== 'Resolved' && Date.parse(resolve_by) < now;
  return (
    <span className={isLate ? classes.late : undefined}>
      {isLate && <AlarmClock size={13} aria-label="Overdue" />} <When at={resolve_by} />
    </span>
  );
}

function TicketLink({ task: { ticket } }: { task: TaskRow }) {
  const link = ticket?.weblink;
  if (!link || !/^https?:/i.test(link)) return <span>–</span>;
  return (
    <a href={link} target="_blank" rel="noopener noreferrer">
      {ticket.resource_id ?? 'Ticket'} <ExternalLink size={12} aria-hidden />
    </a>
  );
}
