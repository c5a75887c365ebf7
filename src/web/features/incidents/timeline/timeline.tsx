import { Button, Chip, Group, Modal, Switch } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowDownUp, History, Plus } from 'lucide-react';
import { useState } from 'react';
import { answer, client } from '../../../api/client.ts';
import type { TimelineEvent } from '../../../api/types.ts';
import { ActionButton } from '../../../ui/action-button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { many, type SearchParams } from '../../../ui/data-table/index.ts';
import { count, dayOf } from '../../../ui/format.ts';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useSave } from '../../../ui/use-save.tsx';
import { offReason } from '../allowed.ts';
import { useAt, useIncident, useIncidentKeys } from '../incident-data.ts';
import { EventForm } from './event-form.tsx';
import { EventRow } from './event-row.tsx';
import { EVENT_GROUPS, type EventGroup, STORY, shownEvents } from './events.ts';
import { ExportTimeline } from './export-timeline.tsx';
import classes from './timeline.module.css';

type Editing = { event?: TimelineEvent; startsAt?: string };

/** What happened, in order. */
export function Timeline() {
  const incident = useIncident();
  const at = useAt();
  const refresh = useIncidentKeys();
  const { groups, newestFirst, details, set } = useTimelineUrl();
  const [editing, setEditing] = useState<Editing>();
  const [doomed, setDoomed] = useState<TimelineEvent>();
  const { shown, hidden } = shownEvents(incident.events ?? [], groups, newestFirst);
  const off = offReason(incident, 'event');
  const removal = useSave<TimelineEvent>({
    refresh,
    done: 'Event deleted.',
    onDone: () => setDoomed(undefined),
    send: (event) =>
      answer(
        client.DELETE('/{organization}/incidents/{incident_id}/event/{event_uuid}', {
          params: { path: { ...at.params.path, event_uuid: event.uuid } },
        }),
      ),
  });
  useShortcut('n', 'Add an event', () => !off && setEditing({}));
  return (
    <>
      <div className={classes.bar}>
        <Group gap={6} role="group" aria-label="Kinds of events">
          {EVENT_GROUPS.map((one) => (
            <Chip
              key={one.key}
              size="xs"
              variant="outline"
              checked={groups.includes(one.key)}
              onChange={(on) => set({ show: on ? [...groups, one.key] : groups.filter((key) => key !== one.key) })}
            >
              {one.label}
            </Chip>
          ))}
        </Group>
        <Group gap="sm" className={classes.tools}>
          <Switch size="xs" label="Details" checked={details} onChange={(event) => set({ details: event.currentTarget.checked })} />
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            leftSection={<ArrowDownUp size={14} aria-hidden />}
            onClick={() => set({ newestFirst: !newestFirst })}
          >
            {newestFirst ? 'Newest first' : 'Oldest first'}
          </Button>
          <ExportTimeline groups={groups} />
          <ActionButton size="xs" leftSection={<Plus size={15} aria-hidden />} off={off} onClick={() => setEditing({})}>
            Add event
          </ActionButton>
        </Group>
      </div>
      {hidden > 0 && (
        <p className={classes.hidden}>
          {count(hidden, 'event')} of other kinds {hidden === 1 ? 'is' : 'are'} not shown.{' '}
          <button type="button" className={classes.more} onClick={() => set({ show: EVENT_GROUPS.map((one) => one.key) })}>
            Show everything
          </button>
        </p>
      )}
      {!shown.length && (
        <EmptyState icon={History} title="No event of these kinds" small>
          Add what happened outside of here, so that the review has the whole story.
        </EmptyState>
      )}
      <ol className={classes.events}>
        {shown.map((event, index) => {
          const day = dayOf(new Date(event.started_at));
          const isNewDay = index === 0 || dayOf(new Date((shown[index - 1] as TimelineEvent).started_at)) !== day;
          return (
            <EventRow
              key={event.uuid}
              event={event}
              day={isNewDay ? day : undefined}
              showDetails={details}
              off={off}
              edit={() => setEditing({ event })}
              addAfter={() => setEditing({ startsAt: event.started_at })}
              remove={() => setDoomed(event)}
            />
          );
        })}
      </ol>
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={editing?.event ? 'Change the event' : 'Add an event'}
        size="lg"
      >
        {editing && <EventForm {...editing} close={() => setEditing(undefined)} />}
      </Modal>
      <ConfirmDialog
        opened={Boolean(doomed)}
        title="Delete this event?"
        confirm="Delete"
        danger
        busy={removal.isPending}
        onConfirm={() => doomed && removal.mutate(doomed)}
        onClose={() => setDoomed(undefined)}
      >
        “{doomed?.description}” disappears from the timeline.
      </ConfirmDialog>
    </>
  );
}

/** Filters of the timeline live in the address. */
function useTimelineUrl() {
  const search = useSearch({ strict: false }) as SearchParams;
  const navigate = useNavigate();
  const known = EVENT_GROUPS.map((one) => one.key);
  const asked = many(search.show);
  const groups: EventGroup[] = search.show === undefined ? STORY : known.filter((one) => asked.includes(one));
  const set = (change: { show?: EventGroup[]; newestFirst?: boolean; details?: boolean }) => {
    const { show = groups, newestFirst = search.order === 'newest', details = search.details === 'yes' } = change;
    const isStory = show.length === STORY.length && STORY.every((one) => show.includes(one));
    void navigate({
      to: '.',
      replace: true,
      search: {
        show: isStory ? undefined : show.length ? show : 'none',
        order: newestFirst ? 'newest' : undefined,
        details: details ? 'yes' : undefined,
      } as never,
    });
  };
  return { groups, newestFirst: search.order === 'newest', details: search.details === 'yes', set };
}
