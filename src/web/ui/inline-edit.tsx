import { ActionIcon, Button, Textarea, TextInput, Tooltip } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { messageOf } from '../api/errors.ts';
import { useDraft } from './draft.ts';
import classes from './inline-edit.module.css';
import { UnsavedGuard } from './unsaved.tsx';

type Props = {
  label: string;
  value: string;
  /** how the value looks while nobody edits it */
  children: ReactNode;
  save: (text: string) => Promise<unknown>;
  /** where an unfinished edit is kept */
  draftKey: string;
  multiline?: boolean;
  required?: boolean;
  maxLength?: number;
  /** why it cannot be edited */
  off?: string | undefined;
};

/** A text that is edited where it stands: Enter saves a line, Ctrl+Enter a longer text, Escape gives up. */
export function InlineEdit({ label, value, children, save, draftKey, multiline, required, maxLength, off }: Props) {
  const [isEditing, setEditing] = useState(false);
  const pen = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    requestAnimationFrame(() => pen.current?.focus());
  };
  if (isEditing) return <Editor {...{ label, value, save, draftKey, multiline, required, maxLength, close }} />;
  return (
    <div className={classes.show}>
      <div className={classes.value}>{children}</div>
      <Tooltip label={off ?? `Edit ${label.toLowerCase()}`}>
        <ActionIcon
          ref={pen}
          className={classes.pen}
          aria-label={`Edit ${label.toLowerCase()}`}
          aria-disabled={Boolean(off)}
          data-disabled={off ? true : undefined}
          onClick={() => !off && setEditing(true)}
        >
          <Pencil size={15} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

type EditorProps = Pick<Props, 'label' | 'value' | 'save' | 'draftKey' | 'multiline' | 'required' | 'maxLength'> & { close: () => void };

function Editor({ label, value, save, draftKey, multiline, required, maxLength, close }: EditorProps) {
  const [draft, setDraft] = useDraft(draftKey);
  const [text, setText] = useState(draft || value);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => input.current?.focus(), []);
  const change = (next: string) => {
    setText(next);
    setDraft(next === value ? '' : next);
  };
  const leave = () => {
    setDraft('');
    close();
  };
  const submit = async () => {
    if (text === value) return leave();
    if (required && !text.trim()) return setProblem(`${label} cannot be empty.`);
    setBusy(true);
    try {
      await save(text.trim());
      leave();
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') leave();
    if (event.key !== 'Enter' || (multiline && !event.metaKey && !event.ctrlKey)) return;
    event.preventDefault();
    void submit();
  };
  const shared = {
    ref: input,
    'aria-label': label,
    value: text,
    error: problem,
    maxLength,
    onKeyDown,
    onChange: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
  };
  return (
    <div>
      {multiline ? <Textarea {...shared} minRows={4} /> : <TextInput {...shared} />}
      <div className={classes.row}>
        <Button size="xs" loading={isBusy} onClick={() => void submit()}>
          Save
        </Button>
        <Button size="xs" variant="default" disabled={isBusy} onClick={leave}>
          Cancel
        </Button>
      </div>
      <UnsavedGuard dirty={text !== value && !isBusy} what={`the ${label.toLowerCase()}`} />
    </div>
  );
}
