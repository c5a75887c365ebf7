import { Button, Loader, SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowDown, MessagesSquare } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useMe, useOrganization } from '../../../parts/account.ts';
import { dayOf } from '../../../ui/format.ts';
import { EmptyState, ErrorState, Loading } from '../../../ui/states.tsx';
import { useIncident } from '../incident-data.ts';
import { Composer } from './composer.tsx';
import { Message } from './message.tsx';
import { roomKey, useMessages } from './messages.ts';
import { markRead, useReadMark } from './read-marks.ts';
import classes from './room.module.css';
import { threadOf } from './thread.ts';
import { useFollow } from './use-follow.ts';

type Show = 'all' | 'pinned' | 'decisions';
/** A region that scrolls must be reachable by keyboard. */
const SCROLLS = { tabIndex: 0 };

/** On a phone the head of the page fills half of the screen: the room comes into sight by itself. */
const intoView = (room: HTMLElement | null) => {
  if (matchMedia('(max-width: 48em)').matches) room?.scrollIntoView({ block: 'end' });
};

/** The war room: everybody's words, live. */
export function Room() {
  const { id } = useIncident();
  const { email } = useMe();
  const room = roomKey(useOrganization(), id);
  const { show, setShow } = useShow();
  const { messages, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useMessages();
  const [editing, setEditing] = useState<number>();
  const mark = useReadMark(room);
  // The line stays where it was when the room was opened, until it is left.
  const [readBefore] = useState(mark);
  const shown = useMemo(
    () => messages.filter((one) => show === 'all' || (show === 'pinned' ? one.pinned : one.decision)),
    [messages, show],
  );
  const mine = (one: { author: { email: string | null } | null }) => one.author?.email === email;
  const items = threadOf(shown, show === 'all' && readBefore ? readBefore : undefined, mine);
  const { log, isAtEnd, toEnd, keepPlace } = useFollow(shown.at(-1)?.id, (last) => {
    if (show === 'all') markRead(room, last);
  });
  // What is pinned may lie far back: all pages are asked for, one after the other.
  useEffect(() => {
    if (show !== 'all' && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [show, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const editLast = () => setEditing(messages.filter(mine).at(-1)?.id);

  if (error && !messages.length) return <ErrorState error={error} retry={() => void refetch()} />;
  return (
    <section className={classes.room} aria-label="War room" ref={intoView}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label="Which messages"
          value={show}
          onChange={(next) => setShow(next as Show)}
          data={[
            { value: 'all', label: 'Everything' },
            { value: 'pinned', label: 'Pinned' },
            { value: 'decisions', label: 'Decisions' },
          ]}
        />
      </div>
      <div className={classes.log} ref={log} role="log" aria-label="Messages" {...SCROLLS}>
        {hasNextPage && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            className={classes.earlier}
            loading={isFetchingNextPage}
            onClick={() => {
              keepPlace();
              void fetchNextPage();
            }}
          >
            Show earlier messages
          </Button>
        )}
        {isPending && <Loading lines={8} />}
        {!isPending &&
          !shown.length &&
          !hasNextPage &&
          (show === 'all' ? (
            <EmptyState icon={MessagesSquare} title="It is quiet here">
              Say what you see and what you do. Everybody on this incident reads it; type / for commands.
            </EmptyState>
          ) : (
            <EmptyState title={show === 'pinned' ? 'Nothing is pinned' : 'No decision is marked'} small>
              Use the menu at a message, so that those who come later find it here.
            </EmptyState>
          ))}
        <ol className={classes.messages}>
          {items.map((item) => {
            if (item.kind === 'day')
              return (
                <li key={item.key} className={classes.divider}>
                  <span>{dayOf(item.at)}</span>
                </li>
              );
            if (item.kind === 'new')
              return (
                <li key={item.key} className={`${classes.divider} ${classes.fresh}`}>
                  <span>New since you were here</span>
                </li>
              );
            const { message, continues } = item;
            return (
              <Message
                key={item.key}
                message={message}
                continues={continues}
                isMine={mine(message)}
                isEditing={editing === message.id}
                edit={(on) => setEditing(on ? message.id : undefined)}
              />
            );
          })}
        </ol>
        {show !== 'all' && isFetchingNextPage && <Loader size="sm" aria-label="Looking further back" />}
      </div>
      {!isAtEnd && (
        <Button size="xs" variant="default" className={classes.toEnd} leftSection={<ArrowDown size={14} aria-hidden />} onClick={toEnd}>
          Newest
        </Button>
      )}
      <Composer editLast={editLast} onSent={toEnd} />
    </section>
  );
}

function useShow() {
  const { show } = useSearch({ strict: false }) as { show?: string };
  const navigate = useNavigate();
  const current: Show = show === 'pinned' || show === 'decisions' ? show : 'all';
  return {
    show: current,
    setShow: (next: Show) => void navigate({ to: '.', search: { show: next === 'all' ? undefined : next } as never, replace: true }),
  };
}
