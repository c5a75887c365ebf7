import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { Activity, Ellipsis, Gauge, type LucideIcon, MessageSquare, Pencil, Pin, PinOff, Plus, Tag, Trash2, UserRound } from 'lucide-react';
import { answer, client } from '../../../api/client.ts';
import type { TimelineEvent } from '../../../api/types.ts';
import { absolute, clock } from '../../../ui/format.ts';
import { useSave } from '../../../ui/use-save.tsx';
import { useAt, useIncidentKeys } from '../incident-data.ts';
import { detailLines, type EventGroup, groupOf, isEditable } from './events.ts';
import classes from './timeline.module.css';

const ICONS: Record<EventGroup, LucideIcon> = {
  assessment: Gauge,
  curated: MessageSquare,
  fields: Tag,
  people: UserRound,
  other: Activity,
};

type Props = {
  event: TimelineEvent;
  day: string | undefined;
  showDetails: boolean;
  off: string | undefined;
  edit: () => void;
  addAfter: () => void;
  remove: () => void;
};

/** One event of the timeline. */
export function EventRow({ event, day, showDetails, off, edit, addAfter, remove }: Props) {
  const Icon = ICONS[groupOf(event)];
  const at = new Date(event.started_at);
  const lines = showDetails ? detailLines(event.details) : [];
  return (
    <>
      {day && <li className={classes.day}>{day}</li>}
      <li className={classes.event} data-pinned={event.pinned || undefined}>
        <Tooltip
          label={
            <>
              {absolute(at)}
              <br />
              {absolute(at, 'UTC')}
            </>
          }
        >
          <time dateTime={event.started_at} className={classes.time}>
            {clock(at)}
          </time>
        </Tooltip>
        <span className={classes.glyph}>
          <Icon size={14} aria-hidden />
        </span>
        <div className={classes.what}>
          <span className={classes.text}>
            {event.pinned && <Pin size={13} aria-label="Pinned" className={classes.pin} />}
            {event.description}
          </span>
          {(showDetails || event.owner) && (
            <span className={classes.who}>{[event.owner, showDetails ? event.source : undefined].filter(Boolean).join(' · ')}</span>
          )}
          {lines.length > 0 && (
            <dl className={classes.details}>
              {lines.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
        {off ? <span /> : <EventMenu event={event} edit={edit} addAfter={addAfter} remove={remove} />}
      </li>
    </>
  );
}

function EventMenu({ event, edit, addAfter, remove }: Pick<Props, 'event' | 'edit' | 'addAfter' | 'remove'>) {
  const at = useAt();
  const pin = useSave({
    refresh: useIncidentKeys(),
    send: () =>
      answer(
        client.PATCH('/{organization}/incidents/{incident_id}/event', {
          ...at,
          body: { ...event, details: event.details ?? {}, pinned: !event.pinned },
        }),
      ),
  });
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size="sm" className={classes.act} loading={pin.isPending} aria-label={`Act on: ${event.description}`}>
          <Ellipsis size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={event.pinned ? <PinOff size={15} aria-hidden /> : <Pin size={15} aria-hidden />}
          onClick={() => pin.mutate()}
        >
          {event.pinned ? 'Unpin' : 'Pin'}
        </Menu.Item>
        <Menu.Item leftSection={<Plus size={15} aria-hidden />} onClick={addAfter}>
          Add an event here…
        </Menu.Item>
        {isEditable(event) && (
          <Menu.Item leftSection={<Pencil size={15} aria-hidden />} onClick={edit}>
            Change…
          </Menu.Item>
        )}
        {isEditable(event) && (
          <Menu.Item leftSection={<Trash2 size={15} aria-hidden />} color="var(--active)" onClick={remove}>
            Delete…
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
