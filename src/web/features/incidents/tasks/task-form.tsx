import { Button, Group, MultiSelect, Select, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { answer, client } from '../../../api/client.ts';
import { problemsByField } from '../../../api/errors.ts';
import { keys } from '../../../api/keys.ts';
import type { Task } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { personName } from '../../../parts/marks.tsx';
import { DateTimeField } from '../../../ui/date-time-field.tsx';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import { useIncident, useIncidentKeys } from '../incident-data.ts';
import { peopleOf } from '../people/people.ts';
import { taskBody } from './task-body.ts';

const FIELDS = ['description', 'assignees', 'owner', 'resolve_by'] as const;

/** A new task, or a change of one. */
export function TaskForm({ task, close }: { task?: Task; close: () => void }) {
  const organization = useOrganization();
  const incident = useIncident();
  const [description, setDescription] = useState(task?.description ?? '');
  const [assignees, setAssignees] = useState(() => emailsOf(task?.assignees ?? []));
  const [owner, setOwner] = useState(task?.owner?.individual?.email ?? null);
  const [resolve_by, setDue] = useState<string | null>(task?.resolve_by ?? null);
  const save = useSave({
    quiet: true,
    refresh: [...useIncidentKeys(), keys.kind(organization, 'task')],
    done: task ? 'Task saved.' : 'Task created.',
    onDone: close,
    send: () => {
      const body = taskBody(incident, task, { description: description.trim(), assignees, owner, resolve_by });
      return task
        ? answer(client.PUT('/{organization}/tasks/{task_id}', { params: { path: { organization, task_id: task.id } }, body }))
        : answer(client.POST('/{organization}/tasks', { params: { path: { organization } }, body }));
    },
  });
  const { fields } = problemsByField(save.error, FIELDS);
  const people = [
    ...new Map(
      peopleOf(incident).active.map((one) => [
        one.individual?.email,
        { value: one.individual?.email ?? '', label: personName(one.individual) },
      ]),
    ).values(),
  ].filter((one) => one.value);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <FormProblems error={save.error} fields={FIELDS} />
        <Textarea
          label="What is to be done?"
          required
          minRows={2}
          value={description}
          error={fields.description}
          data-autofocus
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <MultiSelect
          label="Assigned to"
          description="Nobody: you. People join the incident under “People”."
          data={withUnknown(people, assignees)}
          value={assignees}
          error={fields.assignees}
          onChange={setAssignees}
          searchable
          hidePickedOptions
          clearButtonProps={{ 'aria-label': 'Clear' }}
        />
        <Select
          label="Owner"
          description="Who wants it done. Nobody: the commander."
          data={withUnknown(people, owner ? [owner] : [])}
          value={owner}
          error={fields.owner}
          onChange={setOwner}
          clearable
          searchable
        />
        <DateTimeField label="Due" description="Empty: in one day." value={resolve_by} error={fields.resolve_by} onChange={setDue} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!description.trim()}>
            {task ? 'Save' : 'Create task'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const emailsOf = (people: Task['assignees']) => people.flatMap((one) => one?.individual?.email ?? []);

/** People who have left keep their tasks. */
const withUnknown = (people: { value: string; label: string }[], emails: string[]) => [
  ...people,
  ...emails.filter((email) => !people.some((one) => one.value === email)).map((email) => ({ value: email, label: email })),
];
