import { ActionIcon, Checkbox, Menu, Modal, Tooltip } from '@mantine/core';
import { AlarmClock, Ellipsis, ListChecks, Pencil, Plus, Ticket, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { answer, client } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { remove } from '../../../api/list.ts';
import type { Task } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { Person } from '../../../parts/marks.tsx';
import { ActionButton } from '../../../ui/action-button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Panel } from '../../../ui/page.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useNow, When } from '../../../ui/time.tsx';
import { useSave } from '../../../ui/use-save.tsx';
import { offReason } from '../allowed.ts';
import { useIncident, useIncidentKeys } from '../incident-data.ts';
import { safe } from '../weblinks.ts';
import { taskBody } from './task-body.ts';
import { TaskForm } from './task-form.tsx';
import classes from './tasks.module.css';

const byDue = (a: Task, b: Task) => (a.resolve_by ?? '9').localeCompare(b.resolve_by ?? '9');

/** What is to be done: open tasks by due date, done ones below. */
export function IncidentTasks() {
  const incident = useIncident();
  const [editing, setEditing] = useState<{ task?: Task }>();
  const off = offReason(incident, 'task');
  const tasks = incident.tasks ?? [];
  const open = tasks.filter((one) => one.status !== 'Resolved').sort(byDue);
  const done = tasks.filter((one) => one.status === 'Resolved').sort((a, b) => (b.resolved_at ?? '').localeCompare(a.resolved_at ?? ''));
  const add = (
    <ActionButton size="xs" leftSection={<Plus size={15} aria-hidden />} off={off} onClick={() => setEditing({})}>
      New task
    </ActionButton>
  );
  useShortcut('n', 'New task', () => !off && setEditing({}));
  return (
    <div className={classes.groups}>
      <Panel title={`Open (${open.length})`} actions={add} flush>
        {!open.length && (
          <EmptyState icon={ListChecks} title={tasks.length ? 'Everything is done' : 'No task yet'} small>
            {tasks.length ? undefined : 'Write down what somebody promised to do, and remind nobody by hand: the system does.'}
          </EmptyState>
        )}
        <ul className={classes.tasks}>
          {open.map((one) => (
            <TaskRow key={one.id} task={one} off={off} edit={() => setEditing({ task: one })} />
          ))}
        </ul>
      </Panel>
      {done.length > 0 && (
        <Panel title={`Resolved (${done.length})`} flush>
          <ul className={classes.tasks}>
            {done.map((one) => (
              <TaskRow key={one.id} task={one} off={off} edit={() => setEditing({ task: one })} />
            ))}
          </ul>
        </Panel>
      )}
      <Modal opened={editing !== undefined} onClose={() => setEditing(undefined)} title={editing?.task ? 'Task' : 'New task'} size="lg">
        {editing && <TaskForm {...editing} close={() => setEditing(undefined)} />}
      </Modal>
    </div>
  );
}

function TaskRow({ task, off, edit }: { task: Task; off: string | undefined; edit: () => void }) {
  const organization = useOrganization();
  const incident = useIncident();
  const refresh = [...useIncidentKeys(), keys.kind(organization, 'task')];
  const now = useNow();
  const [isDeleting, setDeleting] = useState(false);
  const isDone = task.status === 'Resolved';
  const flip = useSave<Task['status']>({
    refresh,
    send: (status) =>
      answer(
        client.PUT('/{organization}/tasks/{task_id}', {
          params: { path: { organization, task_id: task.id } },
          body: taskBody(incident, task, { status }),
        }),
      ),
  });
  const ticket = useSave({
    refresh,
    done: 'Ticket created.',
    send: () => answer(client.POST('/{organization}/tasks/ticket/{task_id}', { params: { path: { organization, task_id: task.id } } })),
  });
  const removal = useSave({
    refresh,
    done: 'Task deleted.',
    onDone: () => setDeleting(false),
    send: () => remove(organization, 'tasks', task.id),
  });
  const shownDone = flip.isPending ? flip.variables === 'Resolved' : isDone;
  const isLate = !isDone && task.resolve_by && Date.parse(task.resolve_by) < now;
  return (
    <li className={classes.task} data-done={shownDone || undefined}>
      <Tooltip label={off ?? ''} disabled={!off}>
        <Checkbox
          checked={shownDone}
          disabled={Boolean(off) || flip.isPending}
          aria-label={`Resolved: ${task.description ?? ''}`}
          onChange={(event) => flip.mutate(event.currentTarget.checked ? 'Resolved' : 'Open')}
        />
      </Tooltip>
      <div className={classes.what}>
        <span className={classes.text}>{task.description}</span>
        <span className={classes.below}>
          {task.assignees.map((one) => one?.individual && <Person key={one.id} individual={one.individual} />)}
          {isDone ? (
            <span>
              resolved <When at={task.resolved_at} />
            </span>
          ) : (
            task.resolve_by && (
              <span className={isLate ? classes.late : undefined}>
                {isLate && <AlarmClock size={13} aria-hidden />} {isLate ? 'was due' : 'due'} <When at={task.resolve_by} />
              </span>
            )
          )}
          {task.ticket?.weblink && (
            <a href={safe(task.ticket.weblink)} target="_blank" rel="noopener noreferrer">
              Ticket {task.ticket.resource_id}
            </a>
          )}
        </span>
      </div>
      {off ? (
        <span />
      ) : (
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={`Act on: ${task.description ?? 'task'}`}>
              <Ellipsis size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Pencil size={15} aria-hidden />} onClick={edit}>
              Change…
            </Menu.Item>
            {!task.ticket && (
              <Menu.Item leftSection={<Ticket size={15} aria-hidden />} onClick={() => ticket.mutate()}>
                Create a ticket
              </Menu.Item>
            )}
            <Menu.Item leftSection={<Trash2 size={15} aria-hidden />} color="var(--active)" onClick={() => setDeleting(true)}>
              Delete…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      <ConfirmDialog
        opened={isDeleting}
        title="Delete this task?"
        confirm="Delete"
        danger
        busy={removal.isPending}
        onConfirm={() => removal.mutate()}
        onClose={() => setDeleting(false)}
      >
        “{task.description}” is gone for everybody.
      </ConfirmDialog>
    </li>
  );
}
