import { ActionIcon, Button, Group, Menu, Textarea, Tooltip } from '@mantine/core';
import { Ellipsis, Gavel, Pencil, Pin, PinOff } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { messageOf } from '../../../api/errors.ts';
import type { Message as RoomMessage } from '../../../api/types.ts';
import { initialsOf, personName } from '../../../parts/marks.tsx';
import { absolute, clock } from '../../../ui/format.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { allows } from '../allowed.ts';
import { useIncident } from '../incident-data.ts';
import { useChangeMessage } from './messages.ts';
import classes from './room.module.css';
import { isNotice } from './thread.ts';

type Props = { message: RoomMessage; continues: boolean; isMine: boolean; isEditing: boolean; edit: (on: boolean) => void };

/** One message with what can be done to it. */
export function Message({ message, continues, isMine, isEditing, edit }: Props) {
  const notice = isNotice(message);
  const at = new Date(message.created_at);
  const time = (
    <time dateTime={message.created_at} title={absolute(at)} className={classes.time}>
      {clock(at)}
    </time>
  );
  return (
    <li
      className={classes.message}
      data-continues={continues || undefined}
      data-notice={notice || undefined}
      data-decision={message.decision || undefined}
      id={`message-${message.id}`}
    >
      <span className={classes.gutter}>
        {notice || continues ? (
          <span className={classes.quietTime}>{time}</span>
        ) : (
          <span className={classes.face} aria-hidden>
            {initialsOf(message.author ?? {})}
          </span>
        )}
      </span>
      <div className={classes.content}>
        {!notice && !continues && (
          <div className={classes.by}>
            <strong>{personName(message.author)}</strong> {time}
          </div>
        )}
        {(message.pinned || message.decision || message.only_to) && (
          <div className={classes.flags}>
            {message.only_to && <span className={classes.flag}>Only you see this</span>}
            {message.decision && (
              <span className={classes.flag} data-kind="decision">
                <Gavel size={12} aria-hidden /> Decision
              </span>
            )}
            {message.pinned && (
              <span className={classes.flag}>
                <Pin size={12} aria-hidden /> Pinned
              </span>
            )}
          </div>
        )}
        {isEditing ? <Correction message={message} close={() => edit(false)} /> : <Markdown text={message.body} startLevel={4} />}
        {message.edited_at && !isEditing && (
          <span className={classes.edited} title={absolute(new Date(message.edited_at))}>
            corrected
          </span>
        )}
      </div>
      {!isEditing && <Actions message={message} isMine={isMine} edit={() => edit(true)} />}
    </li>
  );
}

function Actions({ message, isMine, edit }: { message: RoomMessage; isMine: boolean; edit: () => void }) {
  const incident = useIncident();
  const change = useChangeMessage();
  if (!allows(incident, 'message')) return <span />;
  const flip = (flag: 'pinned' | 'decision') => change.mutate({ message, change: { [flag]: !message[flag] } });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label="Pin, mark, correct">
          <ActionIcon size="sm" className={classes.act} aria-label={`Act on the message of ${clock(new Date(message.created_at))}`}>
            <Ellipsis size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={message.pinned ? <PinOff size={15} aria-hidden /> : <Pin size={15} aria-hidden />}
          onClick={() => flip('pinned')}
        >
          {message.pinned ? 'Unpin' : 'Pin'}
        </Menu.Item>
        <Menu.Item leftSection={<Gavel size={15} aria-hidden />} onClick={() => flip('decision')}>
          {message.decision ? 'Not a decision' : 'Mark as decision'}
        </Menu.Item>
        {isMine && (
          <Menu.Item leftSection={<Pencil size={15} aria-hidden />} onClick={edit}>
            Correct…
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Correction({ message, close }: { message: RoomMessage; close: () => void }) {
  const [text, setText] = useState(message.body);
  const change = useChangeMessage();
  const save = () => {
    if (text.trim() === message.body) return close();
    if (text.trim()) change.mutate({ message, change: { body: text.trim() } }, { onSuccess: close });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    save();
  };
  return (
    <div>
      <Textarea
        aria-label="Correct the message"
        value={text}
        minRows={1}
        autoFocus
        error={change.error ? messageOf(change.error) : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" loading={change.isPending} onClick={save}>
          Save
        </Button>
        <Button size="compact-sm" variant="default" onClick={close}>
          Cancel
        </Button>
      </Group>
    </div>
  );
}
