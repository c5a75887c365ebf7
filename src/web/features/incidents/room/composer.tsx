import { Alert, Button, CloseButton, Text, Textarea } from '@mantine/core';
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { messageOf } from '../../../api/errors.ts';
import type { RoomCommand } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { useDraft } from '../../../ui/draft.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { useShortcut } from '../../../ui/shortcuts.tsx';
import { offReason } from '../allowed.ts';
import { useIncident } from '../incident-data.ts';
import { commandIn, completionsFor } from './completion.ts';
import { roomKey, useCommands, useSendMessage } from './messages.ts';
import classes from './room.module.css';

/** Where one writes. Unsent words stay, even after leaving the page. @param editLast opens the reader's last message for correction */
export function Composer({ editLast, onSent }: { editLast: () => void; onSent: () => void }) {
  const incident = useIncident();
  const [text, setText] = useDraft(`room.${roomKey(useOrganization(), incident.id)}`);
  const [reply, setReply] = useState<string | null>(null);
  const [place, setPlace] = useState(0);
  const [isDismissed, setDismissed] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const commands = useCommands();
  const offered = isDismissed ? [] : completionsFor(text, commands);
  const exact = offered.length === 1 && offered[0]?.name === text;
  const isOpen = offered.length > 0 && !exact;
  const used = commandIn(text, commands) ?? (exact ? offered[0] : undefined);
  const off = offReason(incident, 'message');
  const send = useSendMessage((answered) => {
    setReply(answered);
    onSent();
  });
  useShortcut('m', 'Write a message', () => input.current?.focus());

  const change = (next: string) => {
    setText(next);
    setPlace(0);
    setDismissed(false);
  };
  const take = (command: RoomCommand | undefined) => {
    if (command) change(`${command.name} `);
    input.current?.focus();
  };
  const submit = () => {
    const body = text.trim();
    if (!body || send.isPending) return;
    setText('');
    // What could not be sent comes back, before whatever was typed meanwhile.
    send.mutate(body, { onError: () => setText([body, input.current?.value].filter(Boolean).join('\n')) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const stop = (act: () => void) => {
      event.preventDefault();
      act();
    };
    if (isOpen && event.key === 'ArrowDown') stop(() => setPlace((place + 1) % offered.length));
    else if (isOpen && event.key === 'ArrowUp') stop(() => setPlace((place - 1 + offered.length) % offered.length));
    else if (isOpen && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey) stop(() => take(offered[place]));
    else if (isOpen && event.key === 'Escape') stop(() => setDismissed(true));
    else if (event.key === 'ArrowUp' && !text) stop(editLast);
    else if (event.key === 'Enter' && !event.shiftKey) stop(submit);
  };
  return (
    <div className={classes.composer}>
      {reply && (
        <div className={classes.reply} role="status">
          <div className={classes.replyText}>
            <span className={classes.onlyYou}>Only you see this</span>
            <Markdown text={reply} />
          </div>
          <CloseButton size="sm" aria-label="Dismiss the answer" onClick={() => setReply(null)} />
        </div>
      )}
      {send.isPending && (
        <Text size="sm" c="var(--ink-3)" role="status" truncate>
          Sending: {send.variables}
        </Text>
      )}
      {send.error && (
        <Alert color="vermilion" variant="light" role="alert" title="Not sent">
          {messageOf(send.error)} Your words are kept below.
        </Alert>
      )}
      <div id={listId} role="listbox" aria-label="Commands" className={classes.commands} hidden={!isOpen}>
        {offered.map((one, index) => (
          <div
            key={one.name}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === place}
            className={classes.command}
            onMouseDown={(event) => {
              event.preventDefault();
              take(one);
            }}
          >
            <span className={classes.commandName}>
              {one.name} {one.usage && <span className={classes.usage}>{one.usage}</span>}
            </span>
            <span className={classes.commandHelp}>{one.help}</span>
          </div>
        ))}
      </div>
      <div className={classes.write}>
        <Textarea
          ref={input}
          className={classes.input}
          aria-label="Message"
          placeholder={off ?? 'Write to everybody, or / for commands'}
          value={text}
          minRows={1}
          maxRows={10}
          disabled={Boolean(off)}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          aria-autocomplete="list"
          aria-controls={isOpen ? listId : undefined}
          aria-activedescendant={isOpen ? `${listId}-${place}` : undefined}
        />
        <Button
          onClick={submit}
          loading={send.isPending}
          disabled={Boolean(off) || !text.trim()}
          aria-label="Send"
          className={classes.send}
        >
          <SendHorizontal size={17} aria-hidden />
        </Button>
      </div>
      <Text size="xs" className={classes.hint}>
        {off ??
          (used
            ? `${used.usage ? `${used.name} ${used.usage}: ` : ''}${used.help}`
            : 'Enter sends, Shift+Enter begins a line, ↑ corrects your last message. Markdown works.')}
      </Text>
    </div>
  );
}
