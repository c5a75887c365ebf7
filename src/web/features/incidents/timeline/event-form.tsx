import { Button, Checkbox, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { answer, client } from '../../../api/client.ts';
import { problemsByField } from '../../../api/errors.ts';
import type { TimelineEvent } from '../../../api/types.ts';
import { DateTimeField } from '../../../ui/date-time-field.tsx';
import { useDraft } from '../../../ui/draft.ts';
import { FormProblems, useSave } from '../../../ui/use-save.tsx';
import { useAt, useIncident, useIncidentKeys } from '../incident-data.ts';

const FIELDS = ['description', 'started_at'] as const;

/** Adds an event, or changes one. @param startsAt where in the story a new one belongs */
export function EventForm({ event, startsAt, close }: { event?: TimelineEvent; startsAt?: string | undefined; close: () => void }) {
  const { id } = useIncident();
  const at = useAt();
  const [draft, setDraft] = useDraft(`incident.${id}.event.${event?.uuid ?? 'new'}`);
  const [description, setDescription] = useState(draft || (event?.description ?? ''));
  const [started_at, setStarted] = useState<string | null>(event?.started_at ?? startsAt ?? new Date().toISOString());
  const [pinned, setPinned] = useState(event?.pinned ?? false);
  const write = (text: string) => {
    setDescription(text);
    setDraft(text);
  };
  const save = useSave({
    quiet: true,
    refresh: useIncidentKeys(),
    done: event ? 'Event changed.' : 'Event added.',
    send: () => {
      const body = {
        description: description.trim(),
        started_at: started_at as string,
        pinned,
        type: event?.type ?? 'Custom event',
        source: event?.source ?? 'Custom event',
        details: event?.details ?? {},
      };
      return event
        ? answer(
            client.PATCH('/{organization}/incidents/{incident_id}/event', {
              ...at,
              body: { ...body, uuid: event.uuid, owner: event.owner ?? null, ended_at: started_at as string },
            }),
          )
        : answer(client.POST('/{organization}/incidents/{incident_id}/event', { ...at, body }));
    },
    onDone: () => {
      setDraft('');
      close();
    },
  });
  const { fields } = problemsByField(save.error, FIELDS);
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        <FormProblems error={save.error} fields={FIELDS} />
        <Textarea
          label="What happened?"
          required
          value={description}
          error={fields.description}
          onChange={(change) => write(change.currentTarget.value)}
          data-autofocus
        />
        <DateTimeField label="When" required value={started_at} onChange={setStarted} error={fields.started_at} />
        <Checkbox
          label="Pin: stays visible whatever is filtered"
          checked={Boolean(pinned)}
          onChange={(change) => setPinned(change.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!description.trim() || !started_at}>
            {event ? 'Save' : 'Add event'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
