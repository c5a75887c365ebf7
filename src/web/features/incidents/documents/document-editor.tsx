import { Alert, Button, Group, SegmentedControl, Textarea } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import type { DocumentContent } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { useDraft } from '../../../ui/draft.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { Keys, useShortcut } from '../../../ui/shortcuts.tsx';
import { UnsavedGuard } from '../../../ui/unsaved.tsx';
import { FormProblems } from '../../../ui/use-save.tsx';
import { isConflict, useSaveContent } from './document-data.ts';
import classes from './documents.module.css';

type Props = { id: number; newest: DocumentContent; start: string; close: () => void };

/** Markdown beside what it will look like. What others save meanwhile is told, never overwritten unseen. */
export function DocumentEditor({ id, newest, start, close }: Props) {
  const [draft, setDraft] = useDraft(`${useOrganization()}.document.${id}`);
  const [text, setText] = useState(draft || start);
  const [base, setBase] = useState({ version: newest.version, content: newest.content });
  const [view, setView] = useState(() => (matchMedia('(max-width: 62em)').matches ? 'write' : 'both'));
  const [showsTheirs, setShowsTheirs] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const isDirty = text !== base.content;
  const isBehind = newest.version > base.version;
  const save = useSaveContent(id, () => {
    setDraft('');
    close();
  });
  const change = (next: string) => {
    setText(next);
    setDraft(next === base.content ? '' : next);
  };
  const rebase = (keepMine: boolean) => {
    setBase({ version: newest.version, content: newest.content });
    setShowsTheirs(false);
    save.reset();
    if (!keepMine) {
      setText(newest.content);
      setDraft('');
    }
    input.current?.focus();
  };
  const submit = () => {
    if (!isBehind && isDirty) save.send({ content: text, version: base.version });
  };
  useShortcut('mod+s', 'Save the document', submit);
  return (
    <div className={classes.editor}>
      {isBehind && (
        <Alert
          color="amber"
          variant="light"
          role="alert"
          icon={<TriangleAlert size={18} aria-hidden />}
          title="Somebody saved a newer version while you wrote"
        >
          Yours is kept here. Look at theirs, take over what is missing, then save yours on top; or drop yours.
          <Group gap="xs" mt="xs">
            <Button size="xs" variant="default" aria-pressed={showsTheirs} onClick={() => setShowsTheirs(!showsTheirs)}>
              {showsTheirs ? 'Hide theirs' : 'Show theirs'}
            </Button>
            <Button size="xs" variant="default" onClick={() => rebase(true)}>
              Go on with mine
            </Button>
            <Button size="xs" variant="default" onClick={() => rebase(false)}>
              Take theirs, drop mine
            </Button>
          </Group>
        </Alert>
      )}
      {!isConflict(save.error) && <FormProblems error={save.error} fields={[]} />}
      <SegmentedControl
        size="xs"
        className={classes.view}
        aria-label="View"
        value={view}
        onChange={setView}
        data={[
          { value: 'write', label: 'Write' },
          { value: 'both', label: 'Side by side' },
          { value: 'read', label: 'Preview' },
        ]}
      />
      <div className={classes.sides} data-view={view}>
        {view !== 'read' && (
          <Textarea
            ref={input}
            aria-label="Text in Markdown"
            value={text}
            autosize
            minRows={16}
            maxRows={40}
            onChange={(event) => change(event.currentTarget.value)}
            classNames={{ input: classes.source ?? '' }}
            spellCheck
            autoFocus
          />
        )}
        {(view !== 'write' || showsTheirs) && (
          <section className={classes.preview} aria-label={showsTheirs ? 'Their version' : 'Preview'}>
            <Markdown text={showsTheirs ? newest.content : text} startLevel={3} />
          </section>
        )}
      </div>
      <Group justify="space-between">
        <span className={classes.faint}>
          <Keys keys="mod+s" /> saves. Your text is kept in this tab until then.
        </span>
        <Group gap="xs">
          <Button
            variant="default"
            onClick={() => {
              setDraft('');
              close();
            }}
          >
            {isDirty ? 'Drop my changes' : 'Close'}
          </Button>
          <Button loading={save.isPending} disabled={!isDirty || isBehind} onClick={submit}>
            Save
          </Button>
        </Group>
      </Group>
      <UnsavedGuard dirty={isDirty && !save.isPending && !save.isSuccess} what="the document" />
    </div>
  );
}
